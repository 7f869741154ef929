package catalog

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Snapshot is the state of all catalogs at one time. It is immutable: a change makes a new one with a higher version.
type Snapshot struct {
	Version uint64
	entries map[string]*entry
}

// entry is one catalog of a snapshot. A catalog that came from the store is opened at its first use.
type entry struct {
	descriptor store.Descriptor
	registered bool // by the program, not by a statement: the store does not know it
	open       func(context.Context) (Catalog, error)
}

// Names lists the catalogs in order.
func (s *Snapshot) Names() []string { return slices.Sorted(maps.Keys(s.entries)) }

// Has reports whether there is a catalog of exactly this name.
func (s *Snapshot) Has(name string) bool { return s.entries[name] != nil }

// Catalog returns a catalog by its exact name, opened; 3D000 where there is none.
func (s *Snapshot) Catalog(ctx context.Context, name string) (Catalog, error) {
	e := s.entries[name]
	if e == nil {
		return nil, pgerr.New(pgerr.InvalidCatalogName, "catalog %q does not exist", name)
	}
	return e.open(ctx)
}

// Descriptor returns what the store knows of a catalog; false where the program registered it.
func (s *Snapshot) Descriptor(name string) (store.Descriptor, bool) {
	e := s.entries[name]
	if e == nil || e.registered {
		return store.Descriptor{}, false
	}
	return e.descriptor.Clone(), true
}

// opened returns an open function for a catalog that is open already.
func opened(c Catalog) func(context.Context) (Catalog, error) {
	return func(context.Context) (Catalog, error) { return c, nil }
}

// lazily returns an open function that makes and opens the catalog once; a failure is tried again at the next use.
func lazily(create func(context.Context) (Catalog, error)) func(context.Context) (Catalog, error) {
	var mu sync.Mutex
	var c Catalog
	return func(ctx context.Context) (Catalog, error) {
		mu.Lock()
		defer mu.Unlock()
		if c != nil {
			return c, nil
		}
		made, err := create(ctx)
		if err == nil {
			c = made
		}
		return made, err
	}
}
