// Package incatalog is the last example of Flink's documentation of procedures: a catalog that provides a procedure. Its factory is all
// that a program has to register to let CREATE CATALOG make such catalogs.
package incatalog

import (
	"context"
	"maps"
	"slices"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/examples/generatesequence"
	"github.com/callgate/callgate/procedures"
)

// builtin are the procedures that every such catalog has in its database system.
var builtin = map[string]*procedures.Procedure{"generate_n": generatesequence.Procedure}

// database is where they are.
const database = "system"

// WithBuiltInProcedure is an in-memory catalog that has procedures besides.
type WithBuiltInProcedure struct {
	*memory.Catalog
}

// Databases implements [catalog.Catalog].
func (c WithBuiltInProcedure) Databases(ctx context.Context) ([]string, error) {
	names, err := c.Catalog.Databases(ctx)
	return append(names, database), err
}

// Procedures implements [catalog.Catalog].
func (c WithBuiltInProcedure) Procedures(ctx context.Context, name string) ([]string, error) {
	if name == database {
		return slices.Sorted(maps.Keys(builtin)), nil
	}
	return c.Catalog.Procedures(ctx, name)
}

// Procedure implements [catalog.Catalog].
func (c WithBuiltInProcedure) Procedure(ctx context.Context, name, procedure string) (*procedures.Procedure, error) {
	if name == database {
		return builtin[procedure], nil
	}
	return c.Catalog.Procedure(ctx, name, procedure)
}

// Factory makes such catalogs: CREATE CATALOG c WITH ('type' = 'with_builtin_procedure').
type Factory struct{}

// Identifier implements [catalog.Factory].
func (Factory) Identifier() string { return "with_builtin_procedure" }

// Options implements [catalog.Factory].
func (Factory) Options() []catalog.Option { return nil }

// Create implements [catalog.Factory].
func (Factory) Create(_ context.Context, name string, _ map[string]string) (catalog.Catalog, error) {
	return WithBuiltInProcedure{memory.New(name, "default", nil)}, nil
}
