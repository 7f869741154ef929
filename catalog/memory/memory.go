// Package memory is the catalog type generic_in_memory: databases that live as long as the process, holding procedures that
// the program was built with.
package memory

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Identifier is the catalog type, as in Flink.
const Identifier = "generic_in_memory"

// Procedures maps the names of databases to procedures by name.
type Procedures map[string]map[string]*procedures.Procedure

// Catalog is an in-memory catalog.
type Catalog struct {
	name            string
	defaultDatabase string

	mu        sync.RWMutex
	databases Procedures
}

// New returns a catalog with a default database, which is there even if procs does not name it.
func New(name, defaultDatabase string, procs Procedures) *Catalog {
	databases := Procedures{defaultDatabase: nil}
	maps.Copy(databases, procs)
	return &Catalog{name: name, defaultDatabase: defaultDatabase, databases: databases}
}

// Open implements [catalog.Catalog].
func (c *Catalog) Open(context.Context) error { return nil }

// Close implements [catalog.Catalog].
func (c *Catalog) Close(context.Context) error { return nil }

// DefaultDatabase implements [catalog.Catalog].
func (c *Catalog) DefaultDatabase() string { return c.defaultDatabase }

// Databases implements [catalog.Catalog].
func (c *Catalog) Databases(context.Context) ([]string, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Sorted(maps.Keys(c.databases)), nil
}

// Procedures implements [catalog.Catalog].
func (c *Catalog) Procedures(_ context.Context, database string) ([]string, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	procs, ok := c.databases[database]
	if !ok {
		return nil, c.noDatabase(database)
	}
	return slices.Sorted(maps.Keys(procs)), nil
}

// Procedure implements [catalog.Catalog].
func (c *Catalog) Procedure(_ context.Context, database, name string) (*procedures.Procedure, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.databases[database][name], nil
}

// CreateDatabase implements [catalog.DatabaseEditor]. The comment has no place to be shown.
func (c *Catalog) CreateDatabase(_ context.Context, name, _ string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.databases[name]; ok {
		return pgerr.New(pgerr.DuplicateSchema, "Database %s already exists in Catalog %s.", name, c.name)
	}
	c.databases[name] = nil
	return nil
}

// DropDatabase implements [catalog.DatabaseEditor].
func (c *Catalog) DropDatabase(_ context.Context, name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	procs, ok := c.databases[name]
	if !ok {
		return c.noDatabase(name)
	}
	if len(procs) > 0 {
		return pgerr.New(pgerr.DependentObjectsStillExist, "Database %s in catalog %s is not empty.", name, c.name)
	}
	delete(c.databases, name)
	return nil
}

func (c *Catalog) noDatabase(name string) error {
	return pgerr.New(pgerr.InvalidSchemaName, "Database %s does not exist in Catalog %s.", name, c.name)
}

// Factory makes catalogs of this type.
type Factory struct{}

// defaultDatabaseOption names the database that a new catalog has (GenericInMemoryCatalogFactoryOptions.DEFAULT_DATABASE).
const defaultDatabaseOption = "default-database"

// Identifier implements [catalog.Factory].
func (Factory) Identifier() string { return Identifier }

// Options implements [catalog.Factory].
func (Factory) Options() []catalog.Option {
	return []catalog.Option{
		{Key: defaultDatabaseOption, Default: "default", Doc: "the database that the catalog starts with"},
		{Key: "property-version", Default: "1", Doc: "accepted for Flink's sake, without effect"},
	}
}

// Create implements [catalog.Factory].
func (Factory) Create(_ context.Context, name string, options map[string]string) (catalog.Catalog, error) {
	database := options[defaultDatabaseOption]
	if database == "" {
		database = "default"
	}
	return New(name, database, nil), nil
}
