package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/callgate/callgate/"

// layers are the packages in the order of the arrows, lowest first: a package may import its own layer and lower ones.
var layers = []string{"procedures/datatype", "procedures", "catalog", "sqlcall", "server", "cmd"}

// owners are libraries that one package alone may import.
var owners = map[string]string{
	"github.com/jackc/pgproto3/v2":        "server/wire",
	"github.com/pingcap/tidb/pkg/parser":  "sqlcall/expr",
	"github.com/duckdb/duckdb-go/v2":      "server/query",
	"github.com/pganalyze/pg_query_go/v6": "server/query",
}

// silent packages return errors and never log.
var silent = []string{"procedures", "sqlcall", "catalog"}

// topLevel are the only folders with packages besides the layers.
var topLevel = []string{"examples", "testdata"}

func layerOf(path string) int {
	best, length := -1, -1
	for i, prefix := range layers {
		if within(path, prefix) && len(prefix) > length {
			best, length = i, len(prefix)
		}
	}
	return best
}

func within(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

// TestArrows holds the direction of imports that the design allows.
func TestArrows(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		path := strings.TrimPrefix(p.ImportPath, module)
		layer := layerOf(path)
		if layer < 0 && !within(path, topLevel[0]) && !within(path, topLevel[1]) {
			t.Errorf("%s is in no folder of the design", path)
		}
		for _, imported := range p.Imports {
			checkImport(t, path, layer, imported)
		}
	}
}

func checkImport(t *testing.T, path string, layer int, imported string) {
	t.Helper()
	if rest, ok := strings.CutPrefix(imported, module); ok {
		if to := layerOf(rest); layer >= 0 && (to > layer || to < 0) {
			if within(path, "cmd") {
				return // cmd joins everything
			}
			t.Errorf("%s imports %s, against the arrows", path, rest)
		}
		return
	}
	for library, owner := range owners {
		if within(imported, library) && !within(path, owner) && !within(path, "testdata") {
			t.Errorf("%s imports %s, which only %s may", path, imported, owner)
		}
	}
	for _, folder := range silent {
		if within(path, folder) && within(imported, "github.com/rs/zerolog") {
			t.Errorf("%s imports zerolog: it returns errors instead", path)
		}
	}
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var packages []goPackage
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p goPackage
		switch err := dec.Decode(&p); {
		case errors.Is(err, io.EOF):
			if len(packages) < 10 {
				t.Fatalf("only %d packages listed", len(packages))
			}
			return packages
		case err != nil:
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
