package catalogs

import (
	"errors"
	"fmt"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/procedures"
)

// DefaultCatalog and DefaultDatabase are where a statement runs that names neither.
const (
	DefaultCatalog  = "demo"
	DefaultDatabase = "system"
)

// databases are the databases of every catalog, besides an empty one called default.
var databases = []string{"system", "sys", "types", "results", "hints", "named", "overload", "wild", "names", "my db"}

// Named is a catalog and its name.
type Named struct {
	Name    string
	Catalog catalog.Catalog
}

// New builds the catalogs: demo, which holds everything, then Demo, other and "my catalog", which hold whoami only, then
// default_catalog, which is Flink's own and empty. The error names the procedures whose definition the SDK refused.
func New() ([]Named, error) {
	var all []Named
	var failed error
	for _, name := range []string{DefaultCatalog, "Demo", "other", "my catalog"} {
		r := &registry{procs: memory.Procedures{"default": {}}}
		if name == DefaultCatalog {
			r.addAll()
		}
		r.addWhoAmI(name)
		failed = errors.Join(failed, r.err)
		c := memory.New(name, DefaultDatabase, r.procs)
		if name == DefaultCatalog {
			all = append(all, Named{name, withBrokenHints{c}})
			continue
		}
		all = append(all, Named{name, c})
	}
	all = append(all, Named{"default_catalog", memory.New("default_catalog", "default_database", nil)})
	return all, failed
}

// registry collects the procedures of one catalog.
type registry struct {
	procs memory.Procedures
	err   error
}

func (r *registry) addAll() {
	r.addSystem()
	r.addTypes()
	r.addResults()
	r.addMisbehaving()
	r.addHints()
	r.addNamed()
	r.addNamedScopes()
	r.addOverloads()
	r.addOverloadOrder()
	r.addPaimon()
	r.addFluss()
}

// add registers a procedure; an error is kept for New.
func (r *registry) add(database, name string, proc *procedures.Procedure, err error) {
	if err != nil {
		r.err = errors.Join(r.err, fmt.Errorf("%s.%s: %w", database, name, err))
		return
	}
	if r.procs[database] == nil {
		r.procs[database] = map[string]*procedures.Procedure{}
	}
	r.procs[database][name] = proc
}

// extract registers what the SDK makes of Go code.
func (r *registry) extract(database, name string, impl any, options ...procedures.Option) {
	proc, err := procedures.New(impl, options...)
	r.add(database, name, proc, err)
}

// write registers overloads that are given as signature texts.
func (r *registry) write(database, name string, signatures ...signature) {
	proc := &procedures.Procedure{}
	for _, s := range signatures {
		overload, err := s.overload()
		if err != nil {
			r.add(database, name, nil, err)
			return
		}
		proc.Overloads = append(proc.Overloads, overload)
	}
	r.add(database, name, proc, nil)
}
