package catalog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Manager holds all catalogs (org.apache.flink.table.catalog.CatalogManager). Readers take a [Snapshot] and are never blocked;
// changes are made one at a time.
type Manager struct {
	registry *Registry
	store    store.Store

	mu       sync.Mutex // held by writers
	snapshot atomic.Pointer[Snapshot]
}

// NewManager returns a manager of the catalogs in the store, whose types are found in the registry.
func NewManager(ctx context.Context, registry *Registry, st store.Store) (*Manager, error) {
	m := &Manager{registry: registry, store: st}
	descriptors, err := st.List(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the catalog store: %w", err)
	}
	entries := map[string]*entry{}
	for _, d := range descriptors {
		entries[d.Name] = &entry{descriptor: d, open: lazily(func(ctx context.Context) (Catalog, error) { return m.make(ctx, d) })}
	}
	m.snapshot.Store(&Snapshot{Version: 1, entries: entries})
	return m, nil
}

// Snapshot returns the present state.
func (m *Manager) Snapshot() *Snapshot { return m.snapshot.Load() }

// Add registers a catalog of the program under a name and opens it; the store does not keep it.
func (m *Manager) Add(ctx context.Context, name string, c Catalog) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Snapshot().Has(name) {
		return exists(name)
	}
	if err := c.Open(ctx); err != nil {
		return err
	}
	m.publish(func(entries map[string]*entry) {
		entries[name] = &entry{descriptor: store.Descriptor{Name: name}, registered: true, open: opened(c)}
	})
	return nil
}

// Create makes a catalog, opens it, stores its descriptor and publishes it. With ifNotExists a taken name is no error.
func (m *Manager) Create(ctx context.Context, d store.Descriptor, ifNotExists bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Snapshot().Has(d.Name) {
		if ifNotExists {
			return nil
		}
		return exists(d.Name)
	}
	c, err := m.make(ctx, d)
	if err != nil {
		return err
	}
	if err := m.store.Create(ctx, d); err != nil {
		return errors.Join(err, c.Close(ctx))
	}
	m.publish(func(entries map[string]*entry) {
		entries[d.Name] = &entry{descriptor: d.Clone(), open: opened(c)}
	})
	return nil
}

// Alter changes a catalog's descriptor. The new catalog is made and opened first, then the store is written, then the old one is
// closed, so that a failure leaves everything as it was.
func (m *Manager) Alter(ctx context.Context, name string, change func(*store.Descriptor)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, ok := m.Snapshot().Descriptor(name)
	if !ok {
		return pgerr.New(pgerr.InvalidCatalogName, "Catalog %s does not exist in the catalog store.", name)
	}
	change(&d)
	c, err := m.make(ctx, d)
	if err != nil {
		return err
	}
	if err := m.store.Replace(ctx, d); err != nil {
		return errors.Join(err, c.Close(ctx))
	}
	old := m.Snapshot().entries[name]
	m.publish(func(entries map[string]*entry) {
		entries[name] = &entry{descriptor: d, open: opened(c)}
	})
	return closeEntry(ctx, old)
}

// Drop removes a catalog. With ifExists a missing one is no error.
func (m *Manager) Drop(ctx context.Context, name string, ifExists bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.Snapshot().entries[name]
	if e == nil {
		if ifExists {
			return nil
		}
		return pgerr.New(pgerr.InvalidCatalogName, "Catalog %s does not exist.", name)
	}
	if !e.registered {
		if err := m.store.Delete(ctx, name); err != nil {
			return err
		}
	}
	m.publish(func(entries map[string]*entry) { delete(entries, name) })
	return closeEntry(ctx, e)
}

// CreateDatabase adds a database to a catalog.
func (m *Manager) CreateDatabase(ctx context.Context, catalog, database, comment string) error {
	return m.editDatabases(ctx, catalog, func(c DatabaseEditor) error { return c.CreateDatabase(ctx, database, comment) })
}

// DropDatabase removes a database from a catalog.
func (m *Manager) DropDatabase(ctx context.Context, catalog, database string) error {
	return m.editDatabases(ctx, catalog, func(c DatabaseEditor) error { return c.DropDatabase(ctx, database) })
}

func (m *Manager) editDatabases(ctx context.Context, name string, edit func(DatabaseEditor) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, err := m.Snapshot().Catalog(ctx, name)
	if err != nil {
		return err
	}
	editor, ok := c.(DatabaseEditor)
	if !ok {
		return pgerr.New(pgerr.FeatureNotSupported, "catalog %q does not let databases be created or dropped", name)
	}
	if err := edit(editor); err != nil {
		return err
	}
	m.publish(func(map[string]*entry) {})
	return nil
}

// Close closes all catalogs and the store.
func (m *Manager) Close(ctx context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var errs []error
	for _, e := range m.Snapshot().entries {
		errs = append(errs, closeEntry(ctx, e))
	}
	m.snapshot.Store(&Snapshot{Version: m.Snapshot().Version + 1})
	return errors.Join(append(errs, m.store.Close())...)
}

// publish makes a changed copy of the present snapshot the present one. m.mu is held.
func (m *Manager) publish(change func(map[string]*entry)) {
	old := m.Snapshot()
	entries := maps.Clone(old.entries)
	change(entries)
	m.snapshot.Store(&Snapshot{Version: old.Version + 1, entries: entries})
}

// make finds the factory of a descriptor, makes the catalog and opens it. The error has the cause as its message, as Flink's
// clients show it, and Flink's outer text as its detail.
func (m *Manager) make(ctx context.Context, d store.Descriptor) (Catalog, error) {
	f, err := m.registry.discover(d.Options)
	if err != nil {
		return nil, unableToCreate(f, d, err)
	}
	options := maps.Clone(d.Options)
	delete(options, TypeOption)
	c, err := f.Create(ctx, d.Name, options)
	if err == nil {
		err = c.Open(ctx)
	}
	if err != nil {
		return nil, unableToCreate(f, d, err)
	}
	return c, nil
}

func unableToCreate(f Factory, d store.Descriptor, err error) error {
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(d.Options)) {
		pairs = append(pairs, fmt.Sprintf("'%s'='%s'", key, Mask(f, key, d.Options[key])))
	}
	e := *pgerr.From(err)
	return e.WithCause(err).WithDetail("Unable to create catalog '%s'.\n\nCatalog options are:\n%s", d.Name, strings.Join(pairs, "\n"))
}

// Factory returns the factory of a catalog that came from a statement, or nil.
func (m *Manager) Factory(d store.Descriptor) Factory {
	m.registry.mu.RLock()
	defer m.registry.mu.RUnlock()
	return m.registry.factories[d.Options[TypeOption]]
}

// secretWords mark options as secret by their names (org.apache.flink.configuration.GlobalConfiguration).
var secretWords = []string{
	"password", "secret", "fs.azure.account.key", "apikey", "api-key", "auth-params", "service-key", "token",
	"basic-auth", "jaas.config", "http-headers",
}

// Mask returns an option's value as it may be shown: ****** where the factory, which may be nil, or its name calls it secret.
func Mask(f Factory, key, value string) string {
	lower := strings.ToLower(key)
	secret := slices.ContainsFunc(secretWords, func(w string) bool { return strings.Contains(lower, w) })
	if f != nil {
		secret = secret || slices.ContainsFunc(f.Options(), func(o Option) bool { return o.Key == key && o.Secret })
	}
	if secret {
		return "******"
	}
	return value
}

func closeEntry(ctx context.Context, e *entry) error {
	if c, err := e.open(ctx); err == nil {
		return c.Close(ctx)
	}
	return nil // it never opened: there is nothing to close
}

func exists(name string) error {
	return pgerr.New(pgerr.DuplicateObject, "Catalog %s already exists.", name)
}
