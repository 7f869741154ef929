package command

import (
	"context"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/server/session/setting"
	"github.com/callgate/callgate/sqlcall"
)

// Env is what the statements work on: the catalogs, and the settings of the session that hold its current catalog and database.
type Env struct {
	Catalogs *catalog.Manager
	Settings *setting.Values
}

// Result is the answer to a statement. Statements without result columns, such as CREATE CATALOG, have only a tag: PostgreSQL's
// clients expect no row where Flink answers OK.
type Result struct {
	Tag     string
	Columns []datatype.Field
	Rows    [][]datatype.Value
}

// Columns returns the result columns of a statement without running it; ok is false where this package does not run it.
func Columns(stmt sqlcall.Statement) (columns []datatype.Field, ok bool) {
	switch s := stmt.(type) {
	case *sqlcall.Show:
		return text(showColumns[s.Kind]), true
	case *sqlcall.DescribeCatalog:
		return text("info name", "info value"), true
	case *sqlcall.DescribeProcedure:
		return text("overload", "mode", "name", "type", "default"), true
	case *sqlcall.Use, *sqlcall.CreateCatalog, *sqlcall.AlterCatalog, *sqlcall.DropCatalog, *sqlcall.CreateDatabase, *sqlcall.DropDatabase:
		return nil, true
	}
	return nil, false
}

// Run runs a statement for which [Columns] says ok.
func Run(ctx context.Context, env Env, stmt sqlcall.Statement) (*Result, error) {
	columns, _ := Columns(stmt)
	var tag string
	var rows [][]datatype.Value
	var err error
	switch s := stmt.(type) {
	case *sqlcall.Show:
		tag = "SHOW"
		rows, err = env.show(ctx, s)
	case *sqlcall.DescribeCatalog:
		tag = "DESCRIBE"
		rows, err = env.describeCatalog(s)
	case *sqlcall.DescribeProcedure:
		tag = "DESCRIBE"
		rows, err = env.describeProcedure(ctx, s)
	case *sqlcall.Use:
		tag = "USE"
		err = env.use(ctx, s)
	case *sqlcall.CreateCatalog:
		tag = "CREATE CATALOG"
		err = env.createCatalog(ctx, s)
	case *sqlcall.AlterCatalog:
		tag = "ALTER CATALOG"
		err = env.alterCatalog(ctx, s)
	case *sqlcall.DropCatalog:
		tag = "DROP CATALOG"
		err = env.dropCatalog(ctx, s)
	case *sqlcall.CreateDatabase:
		tag = "CREATE DATABASE"
		err = env.createDatabase(ctx, s)
	case *sqlcall.DropDatabase:
		tag = "DROP DATABASE"
		err = env.dropDatabase(ctx, s)
	}
	if err != nil {
		return nil, err
	}
	return &Result{Tag: tag, Columns: columns, Rows: rows}, nil
}

// scope says how names resolve in the session.
func (e Env) scope() catalog.Scope {
	return catalog.Scope{Catalog: e.Settings.Catalog(), Path: e.Settings.SearchPath(), Exact: e.Settings.Flink()}
}

// text returns nullable STRING columns.
func text(names ...string) []datatype.Field {
	columns := make([]datatype.Field, len(names))
	for i, name := range names {
		columns[i] = datatype.Field{Name: name, Type: datatype.StringType()}
	}
	return columns
}
