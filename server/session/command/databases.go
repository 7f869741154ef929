package command

import (
	"context"
	"errors"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall"
)

// use changes the current catalog, with its default database, or the current database. With USE c.d the catalog is switched only if the
// database exists; Flink switches it before it looks.
func (e Env) use(ctx context.Context, s *sqlcall.Use) error {
	snapshot := e.Catalogs.Snapshot()
	if s.Catalog {
		name, err := snapshot.ResolveCatalog(e.scope(), s.Name[0])
		if err != nil {
			return replace(err, pgerr.InvalidCatalogName, s.NamePos, "A catalog with name [%s] does not exist.", s.Name[0].Text)
		}
		if name == e.Settings.Catalog() {
			return nil
		}
		c, err := snapshot.Catalog(ctx, name)
		if err != nil {
			return err
		}
		return e.enter(name, c.DefaultDatabase())
	}
	if len(s.Name) > 2 {
		return pgerr.New(pgerr.SyntaxError, "use database identifier format error").At(s.NamePos)
	}
	name, database, err := snapshot.ResolveDatabase(ctx, e.scope(), s.Name)
	if err != nil {
		err = replace(err, pgerr.InvalidSchemaName, s.NamePos, "A database with name [%s] does not exist in the catalog: [%s].",
			s.Name[len(s.Name)-1].Text, e.catalogOf(s.Name))
		return replace(err, pgerr.InvalidCatalogName, s.NamePos, "A catalog with name [%s] does not exist.", s.Name[0].Text)
	}
	return e.enter(name, database)
}

func (e Env) enter(name, database string) error {
	if name != e.Settings.Catalog() {
		e.Settings.SetInternal("callgate.catalog", name)
	}
	return e.Settings.Set("search_path", sqlcall.QuoteIdent(database)+", public", false)
}

func (e Env) catalogOf(name catalog.Name) string {
	if len(name) == 2 {
		return name[0].Text
	}
	return e.Settings.Catalog()
}

// database returns the catalog and the database of [c.]d for CREATE and DROP.
func (e Env) database(name catalog.Name) (cat, database string, err error) {
	part := catalog.Part{Text: e.Settings.Catalog(), Quoted: true}
	if len(name) == 2 {
		part = name[0]
	}
	cat, err = e.Catalogs.Snapshot().ResolveCatalog(e.scope(), part)
	if err != nil {
		return "", "", replace(err, pgerr.InvalidCatalogName, 0, "Catalog %s does not exist", part.Text)
	}
	return cat, name[len(name)-1].Text, nil
}

func (e Env) createDatabase(ctx context.Context, s *sqlcall.CreateDatabase) error {
	cat, database, err := e.database(s.Name)
	if err != nil {
		return err
	}
	err = e.Catalogs.CreateDatabase(ctx, cat, database, s.Comment)
	if s.IfNotExists && hasCode(err, pgerr.DuplicateSchema) {
		return nil
	}
	return err
}

func (e Env) dropDatabase(ctx context.Context, s *sqlcall.DropDatabase) error {
	cat, database, err := e.database(s.Name)
	if err != nil {
		return err
	}
	if cat == e.Settings.Catalog() && database == e.Settings.Database() {
		return pgerr.New(pgerr.ObjectInUse, "Cannot drop a database which is currently in use.")
	}
	err = e.Catalogs.DropDatabase(ctx, cat, database)
	if s.IfExists && hasCode(err, pgerr.InvalidSchemaName) {
		return nil
	}
	return err
}

func hasCode(err error, code pgerr.Code) bool {
	var e *pgerr.Error
	return errors.As(err, &e) && e.Code == code
}
