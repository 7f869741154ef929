package catalog_test

import (
	"errors"
	"testing"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

func newManager(t *testing.T) *catalog.Manager {
	t.Helper()
	registry, err := catalog.NewRegistry(memory.Factory{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := catalog.NewManager(t.Context(), registry, store.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	procs := func(names ...string) map[string]*procedures.Procedure {
		out := map[string]*procedures.Procedure{}
		for _, n := range names {
			out[n] = &procedures.Procedure{}
		}
		return out
	}
	for name, dbs := range map[string]memory.Procedures{
		"demo":  {"system": procs("generate_n", "Mixed", "mixed", "Camel"), "sales": procs("top", "generate_n"), "Sys": nil, "SYS": nil},
		"Demo":  {"system": procs("other")},
		"other": {"db": procs("p", "my proc", "select")},
	} {
		if err := m.Add(t.Context(), name, memory.New(name, "default", dbs)); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func name(parts ...string) catalog.Name {
	var n catalog.Name
	for _, p := range parts {
		quoted := p[0] == '"'
		if quoted {
			p = p[1 : len(p)-1]
		}
		n = append(n, catalog.Part{Text: p, Quoted: quoted})
	}
	return n
}

func TestResolve(t *testing.T) {
	t.Parallel()
	m := newManager(t)
	scope := catalog.Scope{Catalog: "demo", Path: []string{"nosuch", "system", "sales"}}
	exact := scope
	exact.Exact = true
	tests := []struct {
		name  catalog.Name
		scope catalog.Scope
		found string
		code  pgerr.Code
		hint  string
	}{
		{name("generate_n"), scope, "demo.system.generate_n", "", ""},
		{name("top"), scope, "demo.sales.top", "", ""},
		{name("sales", "generate_n"), scope, "demo.sales.generate_n", "", ""},
		{name("other", "db", "p"), scope, "other.db.p", "", ""},
		{name("other", "db", `"my proc"`), scope, "other.db.my proc", "", ""},
		{name("OTHER", "DB", "Select"), scope, "other.db.select", "", ""},
		{name("camel"), scope, "demo.system.Camel", "", ""},
		{name("mixed"), scope, "demo.system.mixed", "", ""},
		{name("Demo", "system", "other"), scope, "Demo.system.other", "", ""},
		{name("MIXED"), scope, "", pgerr.AmbiguousFunction, "Quote the name to match it exactly."},
		{name("sys", "p"), scope, "", pgerr.AmbiguousFunction, "Quote the name to match it exactly."},
		{name("DEMO", "system", "p"), scope, "", pgerr.AmbiguousFunction, "Quote the name to match it exactly."},
		{name(`"GENERATE_N"`), scope, "", pgerr.UndefinedFunction, `Perhaps you meant "generate_n".`},
		{name("GENERATE_N"), exact, "", pgerr.UndefinedFunction, `Perhaps you meant "generate_n".`},
		{name("generat_n"), scope, "", pgerr.UndefinedFunction, `Perhaps you meant "generate_n".`},
		{name("quite_different"), scope, "", pgerr.UndefinedFunction, ""},
		{name("sale", "top"), scope, "", pgerr.InvalidSchemaName, `Perhaps you meant "sales".`},
		{name("other", "p"), scope, "", pgerr.InvalidSchemaName, "A procedure of another catalog is named catalog.database.procedure."},
		{name("nosuch", "db", "p"), scope, "", pgerr.InvalidCatalogName, ""},
		{name("p"), catalog.Scope{Catalog: "gone"}, "", pgerr.InvalidCatalogName, ""},
		{name("a", "b", "c", "d"), scope, "", pgerr.SyntaxError, ""},
		{name("top"), catalog.Scope{Catalog: "demo", Path: []string{"SALES"}}, "demo.sales.top", "", ""}, // SET search_path = SALES
		{name("top"), catalog.Scope{Catalog: "demo", Path: []string{"SALES"}, Exact: true}, "", pgerr.UndefinedFunction, ""},
	}
	for _, tt := range tests {
		found, err := m.Snapshot().Resolve(t.Context(), tt.scope, tt.name)
		var e *pgerr.Error
		switch {
		case tt.found != "":
			if err != nil || found.Catalog+"."+found.Database+"."+found.Name != tt.found {
				t.Errorf("%v: got %v, %v", tt.name, found, err)
			}
		case !errors.As(err, &e) || e.Code != tt.code || e.Hint != tt.hint:
			t.Errorf("%v: got %+v, want code %s, hint %q", tt.name, err, tt.code, tt.hint)
		}
	}
}
