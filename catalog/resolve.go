package catalog

import (
	"context"
	"fmt"
	"strings"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Scope says how names resolve in a session.
type Scope struct {
	Catalog string   // the current catalog
	Path    []string // search_path: databases of the current catalog; entries that do not exist are passed over
	Exact   bool     // never match case-insensitively, as Flink
}

// Found is a procedure with its full name.
type Found struct {
	Catalog, Database, Name string
	Procedure               *procedures.Procedure
}

// Resolve finds the procedure of a name: p along the path, db.p in the current catalog, cat.db.p anywhere (design.md §3).
// Parts match exactly first; unquoted ones then case-insensitively, if that is unique (42725).
func (s *Snapshot) Resolve(ctx context.Context, scope Scope, name Name) (*Found, error) {
	switch len(name) {
	case 1:
		return s.resolvePath(ctx, scope, name[0])
	case 2:
		return s.resolveIn(ctx, scope, Part{Text: scope.Catalog, Quoted: true}, name[0], name[1])
	case 3:
		return s.resolveIn(ctx, scope, name[0], name[1], name[2])
	}
	return nil, pgerr.New(pgerr.SyntaxError, "object identifier must consist of 1 to 3 parts")
}

// ResolveDatabase finds the database of [cat.]db, for SHOW PROCEDURES and USE.
func (s *Snapshot) ResolveDatabase(ctx context.Context, scope Scope, name Name) (catalog, database string, err error) {
	cat, db := Part{Text: scope.Catalog, Quoted: true}, name[len(name)-1]
	if len(name) == 2 {
		cat = name[0]
	}
	if catalog, err = s.ResolveCatalog(scope, cat); err != nil {
		return "", "", err
	}
	database, err = s.database(ctx, scope, catalog, db)
	return catalog, database, err
}

// ResolveCatalog finds a catalog; 3D000 where there is none.
func (s *Snapshot) ResolveCatalog(scope Scope, part Part) (string, error) {
	if s.Has(part.Text) {
		return part.Text, nil
	}
	name, err := matchFolded(scope, part, s.Names(), "catalog")
	if err == nil && name == "" {
		err = pgerr.New(pgerr.InvalidCatalogName, "catalog %q does not exist", part.Text).WithHint("%s", perhaps(part.Text, s.Names()))
	}
	return name, err
}

func (s *Snapshot) resolveIn(ctx context.Context, scope Scope, cat, db, proc Part) (*Found, error) {
	catName, err := s.ResolveCatalog(scope, cat)
	if err != nil {
		return nil, err
	}
	dbName, err := s.database(ctx, scope, catName, db)
	if err != nil {
		return nil, err
	}
	found, err := s.procedure(ctx, scope, catName, dbName, proc, false)
	if found == nil && err == nil {
		found, err = s.procedure(ctx, scope, catName, dbName, proc, true)
	}
	if found == nil && err == nil {
		err = s.noProcedure(ctx, proc, catName+"."+dbName+"."+proc.Text, catName, []string{dbName})
	}
	return found, err
}

// resolvePath takes the first database of the path that has the procedure, exactly before case-insensitively.
func (s *Snapshot) resolvePath(ctx context.Context, scope Scope, proc Part) (*Found, error) {
	if !s.Has(scope.Catalog) {
		return nil, pgerr.New(pgerr.InvalidCatalogName, "catalog %q does not exist", scope.Catalog)
	}
	for _, folded := range []bool{false, true} {
		for _, db := range scope.Path {
			if folded { // SET search_path = Sales was unquoted once, too
				if name, err := s.database(ctx, scope, scope.Catalog, Part{Text: db}); err == nil {
					db = name
				}
			}
			found, err := s.procedure(ctx, scope, scope.Catalog, db, proc, folded)
			if found != nil || err != nil {
				return found, err
			}
		}
	}
	return nil, s.noProcedure(ctx, proc, proc.Text, scope.Catalog, scope.Path)
}

func (s *Snapshot) database(ctx context.Context, scope Scope, cat string, db Part) (string, error) {
	c, err := s.Catalog(ctx, cat)
	if err != nil {
		return "", err
	}
	names, err := c.Databases(ctx)
	if err != nil {
		return "", err
	}
	for _, n := range names {
		if n == db.Text {
			return n, nil
		}
	}
	name, err := matchFolded(scope, db, names, "database")
	if err == nil && name == "" {
		err = pgerr.New(pgerr.InvalidSchemaName, "database %q does not exist in catalog %q", db.Text, cat).
			WithHint("%s", s.databaseHint(db, names))
	}
	return name, err
}

func (s *Snapshot) databaseHint(db Part, names []string) string {
	if s.Has(db.Text) {
		return "A procedure of another catalog is named catalog.database.procedure."
	}
	return perhaps(db.Text, names)
}

// procedure looks a procedure up in one database: exactly, or folded where that is asked for and allowed.
func (s *Snapshot) procedure(ctx context.Context, scope Scope, cat, db string, proc Part, folded bool) (*Found, error) {
	c, err := s.Catalog(ctx, cat)
	if err != nil {
		return nil, err
	}
	name := proc.Text
	if folded {
		names, _ := c.Procedures(ctx, db) // a path may name databases that do not exist
		if name, err = matchFolded(scope, proc, names, "procedure"); name == "" {
			return nil, err
		}
	}
	p, err := c.Procedure(ctx, db, name)
	if p == nil || err != nil {
		return nil, err
	}
	return &Found{Catalog: cat, Database: db, Name: name, Procedure: p}, nil
}

// matchFolded returns the one name that equals an unquoted part but for case, "" where there is none, 42725 where there are several.
func matchFolded(scope Scope, part Part, names []string, kind string) (string, error) {
	if part.Quoted || scope.Exact {
		return "", nil
	}
	match := ""
	for _, n := range names {
		if !strings.EqualFold(n, part.Text) {
			continue
		}
		if match != "" {
			return "", pgerr.New(pgerr.AmbiguousFunction, "%s name %q is ambiguous", kind, part.Text).
				WithDetail("It could be %q or %q.", match, n).WithHint("Quote the name to match it exactly.")
		}
		match = n
	}
	return match, nil
}

func (s *Snapshot) noProcedure(ctx context.Context, proc Part, written, cat string, dbs []string) error {
	var names []string
	if c, err := s.Catalog(ctx, cat); err == nil {
		for _, db := range dbs {
			in, _ := c.Procedures(ctx, db) // what cannot be listed has no nearest name
			names = append(names, in...)
		}
	}
	return pgerr.New(pgerr.UndefinedFunction, "procedure %s does not exist", written).WithHint("%s", perhaps(proc.Text, names))
}

// perhaps returns a hint that names the candidate nearest to a name, or "" where none is near.
func perhaps(name string, candidates []string) string {
	if near := procedures.Nearest(name, candidates); near != "" {
		return fmt.Sprintf("Perhaps you meant %q.", near)
	}
	return ""
}
