package catalog

import (
	"context"

	"github.com/callgate/callgate/procedures"
)

// Catalog is one source of procedures (org.apache.flink.table.catalog.Catalog). Its methods may be called from many goroutines.
type Catalog interface {
	// Open makes the catalog ready; it is called once, before anything else.
	Open(ctx context.Context) error
	// Close releases what Open took.
	Close(ctx context.Context) error
	// DefaultDatabase is the current database after USE CATALOG.
	DefaultDatabase() string
	// Databases lists the databases, in any order.
	Databases(ctx context.Context) ([]string, error)
	// Procedures lists the names of a database's procedures, in any order; 3F000 where there is no such database.
	Procedures(ctx context.Context, database string) ([]string, error)
	// Procedure returns a procedure by its exact name, or nil where there is none.
	Procedure(ctx context.Context, database, name string) (*procedures.Procedure, error)
}

// DatabaseEditor is a Catalog in which databases can be created and dropped.
type DatabaseEditor interface {
	Catalog
	// CreateDatabase adds an empty database; 42P06 where it exists.
	CreateDatabase(ctx context.Context, name, comment string) error
	// DropDatabase removes a database; 3F000 where there is none, 2BP01 where it holds procedures.
	DropDatabase(ctx context.Context, name string) error
}

// Name is a possibly qualified name as it was written.
type Name []Part

// Part is one part of a name. Quoted parts match exactly.
type Part struct {
	Text   string
	Quoted bool
}
