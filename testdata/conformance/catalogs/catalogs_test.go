package catalogs

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures"
)

// signatures.txt is what Flink 2.3.0 infers from the Java classes, one overload a line, in the order in which they are tried;
// a "?" marks optional arguments.
//
//go:embed signatures.txt
var signatures string

func TestSignaturesAreFlinks(t *testing.T) {
	t.Parallel()
	all, err := New()
	if err != nil {
		t.Fatal(err)
	}
	demo := all[0].Catalog
	var got []string
	for _, db := range databases {
		names, err := demo.Procedures(context.Background(), db)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			proc, err := demo.Procedure(context.Background(), db, name)
			if _, broken := brokenHints[name]; broken && err != nil {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(oddNames, name) {
				got = append(got, signatureLines(db+"."+name, proc)...)
			}
		}
	}
	slices.SortStableFunc(got, func(a, b string) int { return strings.Compare(before(a), before(b)) })
	want := strings.Split(strings.TrimSpace(signatures), "\n")
	slices.SortStableFunc(want, func(a, b string) int { return strings.Compare(before(a), before(b)) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// before is the name in front of the parenthesis.
func before(line string) string { name, _, _ := strings.Cut(line, "("); return name }

// signatureLines prints a procedure's overloads as signatures.txt has them.
func signatureLines(name string, proc *procedures.Procedure) []string {
	var lines []string
	for _, o := range proc.Overloads {
		var params []string
		for i, p := range o.Params {
			text := p.Name + " "
			if proc.Static() {
				text += "=> "
			}
			if p.Any {
				text += "<ANY>"
			} else {
				text += p.Type.String()
			}
			if p.Optional && proc.Static() {
				text += "?"
			}
			if o.VarArgs && i == len(o.Params)-1 {
				text += "..."
			}
			params = append(params, text)
		}
		lines = append(lines, name+"("+strings.Join(params, ", ")+")")
	}
	return lines
}

func TestEveryCatalogHasItsWhoAmI(t *testing.T) {
	t.Parallel()
	all, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, named := range all[:4] {
		for _, db := range databases {
			proc, err := named.Catalog.Procedure(context.Background(), db, "whoami")
			if err != nil || proc == nil {
				t.Fatalf("%s.%s.whoami: %v, %v", named.Name, db, proc, err)
			}
			call := &procedures.Call{Proc: proc}
			want := named.Name + "." + db + ".whoami"
			for batch, err := range proc.Overloads[0].Invoke(nil, call) {
				if err != nil || batch.Columns[0].Strings[0] != want {
					t.Errorf("got %v, %v, want %s", batch, err, want)
				}
			}
		}
	}
}
