package command

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall"
)

// showColumns are the column names of Flink's Show…Operation classes.
var showColumns = map[sqlcall.ShowKind]string{
	sqlcall.ShowProcedures:      "procedure name",
	sqlcall.ShowCatalogs:        "catalog name",
	sqlcall.ShowDatabases:       "database name",
	sqlcall.ShowCurrentCatalog:  "current catalog name",
	sqlcall.ShowCurrentDatabase: "current database name",
	sqlcall.ShowCreateCatalog:   "result",
}

func (e Env) show(ctx context.Context, s *sqlcall.Show) ([][]datatype.Value, error) {
	switch s.Kind {
	case sqlcall.ShowCurrentCatalog:
		return [][]datatype.Value{{orNull(e.Settings.Catalog())}}, nil
	case sqlcall.ShowCurrentDatabase:
		return [][]datatype.Value{{orNull(e.Settings.Database())}}, nil
	case sqlcall.ShowCreateCatalog:
		return e.showCreateCatalog(s)
	}
	names, err := e.list(ctx, s)
	if err != nil {
		return nil, err
	}
	keep, err := matcher(s.Like)
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var rows [][]datatype.Value
	for _, name := range names {
		if keep(name) {
			rows = append(rows, []datatype.Value{name})
		}
	}
	return rows, nil
}

// orNull is NULL for the empty text: there is no current catalog or database.
func orNull(s string) datatype.Value {
	if s == "" {
		return nil
	}
	return s
}

func (e Env) list(ctx context.Context, s *sqlcall.Show) ([]string, error) {
	snapshot := e.Catalogs.Snapshot()
	switch s.Kind {
	case sqlcall.ShowCatalogs:
		return snapshot.Names(), nil
	case sqlcall.ShowDatabases:
		return e.listDatabases(ctx, s)
	}
	return e.listProcedures(ctx, s)
}

func (e Env) listDatabases(ctx context.Context, s *sqlcall.Show) ([]string, error) {
	if len(s.From) > 1 {
		return nil, pgerr.New(pgerr.SyntaxError, "Show databases from/in identifier [ %s ] format error, catalog must be a single part identifier.", dotted(s.From)).At(s.FromPos)
	}
	part := catalog.Part{Text: e.Settings.Catalog(), Quoted: true}
	if len(s.From) == 1 {
		part = s.From[0]
	}
	c, err := e.catalog(ctx, part, s.FromPos)
	if err != nil {
		return nil, err
	}
	return c.Databases(ctx)
}

// catalog finds a catalog with Flink's text for a missing one.
func (e Env) catalog(ctx context.Context, part catalog.Part, position int) (catalog.Catalog, error) {
	snapshot := e.Catalogs.Snapshot()
	name, err := snapshot.ResolveCatalog(e.scope(), part)
	if err != nil {
		return nil, replace(err, pgerr.InvalidCatalogName, position, "Catalog %s does not exist", part.Text)
	}
	return snapshot.Catalog(ctx, name)
}

func (e Env) listProcedures(ctx context.Context, s *sqlcall.Show) ([]string, error) {
	if len(s.From) > 2 {
		return nil, pgerr.New(pgerr.SyntaxError, "SHOW PROCEDURES from/in identifier [ %s ] format error, it should be [catalog_name.]database_name.", dotted(s.From)).At(s.FromPos)
	}
	name := s.From
	if len(name) == 0 {
		if e.Settings.Database() == "" {
			return nil, pgerr.New(pgerr.InvalidSchemaName, "A current database has not been set. Please use a fully qualified identifier or set a current database using 'USE my_database'.")
		}
		name = catalog.Name{{Text: e.Settings.Database(), Quoted: true}}
	}
	cat := catalog.Part{Text: e.Settings.Catalog(), Quoted: true}
	if len(name) == 2 {
		cat = name[0]
	}
	c, err := e.catalog(ctx, cat, s.FromPos)
	if err != nil {
		return nil, err
	}
	_, database, err := e.Catalogs.Snapshot().ResolveDatabase(ctx, e.scope(), catalog.Name{cat, name[len(name)-1]})
	if err != nil {
		return nil, replace(err, pgerr.InvalidSchemaName, s.FromPos,
			"Fail to show procedures because the Database `%s` to show from/in does not exist in Catalog `%s`.", name[len(name)-1].Text, cat.Text)
	}
	return c.Procedures(ctx, database)
}

// replace gives an error of a code another text, and leaves any other error as it is.
func replace(err error, code pgerr.Code, position int, format string, args ...any) error {
	var e *pgerr.Error
	if !errors.As(err, &e) || e.Code != code {
		return err
	}
	return pgerr.New(code, format, args...).WithHint("%s", e.Hint).At(position)
}

func dotted(name catalog.Name) string {
	parts := make([]string, len(name))
	for i, p := range name {
		parts[i] = p.Text
	}
	return strings.Join(parts, ".")
}
