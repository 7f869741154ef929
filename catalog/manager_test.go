package catalog_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// fake is a factory that counts the catalogs it has open, and fails where an option says so.
type fake struct {
	mu   sync.Mutex
	open int
}

func (f *fake) Identifier() string { return "fake" }

func (f *fake) Options() []catalog.Option {
	return []catalog.Option{{Key: "url", Required: true}, {Key: "pass", Secret: true}, {Key: "fail"}}
}

func (f *fake) Create(_ context.Context, name string, options map[string]string) (catalog.Catalog, error) {
	if options["fail"] == "create" {
		return nil, errors.New("no way")
	}
	return &fakeCatalog{Catalog: memory.New(name, "main", nil), factory: f}, nil
}

type fakeCatalog struct {
	*memory.Catalog
	factory *fake
}

func (c *fakeCatalog) Open(context.Context) error {
	c.factory.mu.Lock()
	defer c.factory.mu.Unlock()
	c.factory.open++
	return nil
}

func (c *fakeCatalog) Close(context.Context) error {
	c.factory.mu.Lock()
	defer c.factory.mu.Unlock()
	c.factory.open--
	return nil
}

func descriptor(name string, pairs ...string) store.Descriptor {
	d := store.Descriptor{Name: name, Options: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		d.Options[pairs[i]] = pairs[i+1]
	}
	return d
}

func TestManagerLifecycle(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	f := &fake{}
	registry, err := catalog.NewRegistry(memory.Factory{}, f)
	if err != nil {
		t.Fatal(err)
	}
	st := store.NewMemory()
	m, err := catalog.NewManager(ctx, registry, st)
	if err != nil {
		t.Fatal(err)
	}
	before := m.Snapshot()
	if err := m.Create(ctx, descriptor("c", "type", "fake", "url", "x"), false); err != nil {
		t.Fatal(err)
	}
	if before.Has("c") || !m.Snapshot().Has("c") || m.Snapshot().Version <= before.Version {
		t.Error("a snapshot changed, or there is no new one")
	}
	if err := m.Create(ctx, descriptor("c", "type", "fake", "url", "x"), true); err != nil {
		t.Error("IF NOT EXISTS:", err)
	}
	if err := m.Create(ctx, descriptor("c"), false); pgerr.From(err).Code != pgerr.DuplicateObject {
		t.Error("duplicate:", err)
	}
	if err := m.Alter(ctx, "c", func(d *store.Descriptor) { d.Options["url"] = "y" }); err != nil {
		t.Fatal(err)
	}
	if d, _ := m.Snapshot().Descriptor("c"); d.Options["url"] != "y" || f.open != 1 {
		t.Errorf("after ALTER: %v, %d open", d, f.open)
	}
	if err := m.Alter(ctx, "c", func(d *store.Descriptor) { delete(d.Options, "url") }); err == nil {
		t.Error("ALTER dropped a required option")
	}
	if d, _ := m.Snapshot().Descriptor("c"); d.Options["url"] != "y" || f.open != 1 {
		t.Errorf("a failed ALTER left %v, %d open", d, f.open)
	}
	again, err := catalog.NewManager(ctx, registry, st)
	if err != nil || !slices.Equal(again.Snapshot().Names(), []string{"c"}) || f.open != 1 {
		t.Errorf("from the store: %v, %v, %d open before the first use", again.Snapshot().Names(), err, f.open)
	}
	if c, err := again.Snapshot().Catalog(ctx, "c"); err != nil || c.DefaultDatabase() != "main" || f.open != 2 {
		t.Errorf("first use: %v, %d open", err, f.open)
	}
	if err := errors.Join(m.Drop(ctx, "c", false), m.Drop(ctx, "c", true), again.Close(ctx)); err != nil || f.open != 0 {
		t.Errorf("drop and close: %v, %d open", err, f.open)
	}
	if err := m.Drop(ctx, "c", false); pgerr.From(err).Code != pgerr.InvalidCatalogName {
		t.Error("drop of a missing catalog:", err)
	}
}

func TestDiscovery(t *testing.T) {
	t.Parallel()
	registry, err := catalog.NewRegistry(memory.Factory{}, &fake{})
	if err != nil {
		t.Fatal(err)
	}
	if err := registry.Register(&fake{}); err == nil {
		t.Error("a duplicate identifier was registered")
	}
	m, err := catalog.NewManager(t.Context(), registry, store.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		d       store.Descriptor
		message string
		code    pgerr.Code
	}{
		{descriptor("c"), "Catalog options do not contain an option key 'type' for discovering a catalog.", pgerr.InvalidParameterValue},
		{descriptor("c", "type", "Fake"), "Could not find any factory for identifier 'Fake' that implements 'catalog.Factory'.\n\n" +
			"Available factory identifiers are:\n\nfake\ngeneric_in_memory", pgerr.InvalidParameterValue},
		{descriptor("c", "type", "fake"), "One or more required options are missing.\n\nMissing required options are:\n\nurl", pgerr.InvalidParameterValue},
		{descriptor("c", "type", "fake", "url", "x", "a", "b"), "Unsupported options found for 'fake'.\n\nUnsupported options:\n\na\n\n" +
			"Supported options:\n\nfail\npass\nurl", pgerr.InvalidParameterValue},
		{descriptor("c", "type", "fake", "url", "x", "fail", "create"), "internal error", pgerr.InternalError},
	} {
		err := m.Create(t.Context(), tt.d, false)
		var e *pgerr.Error
		if !errors.As(err, &e) || e.Message != tt.message || e.Code != tt.code || !strings.HasPrefix(e.Detail, "Unable to create catalog 'c'.") {
			t.Errorf("%v: got %+v", tt.d, err)
		}
	}
	err = m.Create(t.Context(), descriptor("c", "type", "fake", "pass", "s3cret", "db.password", "s3cret"), false)
	if e := pgerr.From(err); strings.Contains(e.Detail+e.Message, "s3cret") || !strings.Contains(e.Detail, "'pass'='******'") {
		t.Errorf("a secret is shown: %+v", e)
	}
}

func TestDatabases(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	m := newManager(t)
	if err := m.CreateDatabase(ctx, "other", "new", ""); err != nil {
		t.Fatal(err)
	}
	for want, err := range map[pgerr.Code]error{
		pgerr.DuplicateSchema:            m.CreateDatabase(ctx, "other", "new", ""),
		pgerr.InvalidCatalogName:         m.CreateDatabase(ctx, "nosuch", "new", ""),
		pgerr.InvalidSchemaName:          m.DropDatabase(ctx, "other", "nosuch"),
		pgerr.DependentObjectsStillExist: m.DropDatabase(ctx, "other", "db"),
	} {
		if pgerr.From(err).Code != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if err := m.DropDatabase(ctx, "other", "new"); err != nil {
		t.Error(err)
	}
}
