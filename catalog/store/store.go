// Package store holds callgate's durable state behind one interface: the catalogs that were created by statements.
package store

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Descriptor is what CREATE CATALOG said of a catalog (org.apache.flink.table.catalog.CatalogDescriptor).
type Descriptor struct {
	Name    string
	Comment string
	Options map[string]string // with 'type'
}

// Clone returns a copy that shares nothing.
func (d Descriptor) Clone() Descriptor {
	d.Options = maps.Clone(d.Options)
	return d
}

// Store keeps descriptors (org.apache.flink.table.catalog.CatalogStore). What a method has acknowledged is there for every
// later call.
type Store interface {
	// Create adds a descriptor; 42710 where the name is taken.
	Create(ctx context.Context, d Descriptor) error
	// Replace changes a descriptor; 3D000 where there is none.
	Replace(ctx context.Context, d Descriptor) error
	// Delete removes a descriptor; 3D000 where there is none.
	Delete(ctx context.Context, name string) error
	// List returns all descriptors in the order of their names.
	List(ctx context.Context) ([]Descriptor, error)
	// Close ends the use of the store.
	Close() error
}

// Memory is a Store that lasts as long as the process (kind generic_in_memory of Flink).
type Memory struct {
	mu          sync.Mutex
	descriptors map[string]Descriptor
}

// NewMemory returns an empty store.
func NewMemory() *Memory { return &Memory{descriptors: map[string]Descriptor{}} }

// Create implements [Store].
func (m *Memory) Create(_ context.Context, d Descriptor) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.descriptors[d.Name]; ok {
		return pgerr.New(pgerr.DuplicateObject, "Catalog %s already exists in the catalog store.", d.Name)
	}
	m.descriptors[d.Name] = d.Clone()
	return nil
}

// Replace implements [Store].
func (m *Memory) Replace(_ context.Context, d Descriptor) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.descriptors[d.Name]; !ok {
		return missing(d.Name)
	}
	m.descriptors[d.Name] = d.Clone()
	return nil
}

// Delete implements [Store].
func (m *Memory) Delete(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.descriptors[name]; !ok {
		return missing(name)
	}
	delete(m.descriptors, name)
	return nil
}

// List implements [Store].
func (m *Memory) List(context.Context) ([]Descriptor, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Descriptor
	for _, name := range slices.Sorted(maps.Keys(m.descriptors)) {
		out = append(out, m.descriptors[name].Clone())
	}
	return out, nil
}

// Close implements [Store].
func (m *Memory) Close() error { return nil }

func missing(name string) error {
	return pgerr.New(pgerr.InvalidCatalogName, "Catalog %s does not exist in the catalog store.", name)
}
