// Package clients_test runs real clients against callgate: each calls the same procedures and prints what it got, and all must
// print the same, to the last digit.
package clients_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/testdata/clients/fixture"
	"github.com/callgate/callgate/testdata/start"
)

// startServer serves demo with the fixture on a free port and returns the port.
func startServer(t *testing.T) string {
	t.Helper()
	return start.Server(t, map[string]map[string]*procedures.Procedure{"test": fixture.Procedures()})
}

// steps are what a client prints, by the step's name.
type steps map[string][]string

var names = []string{"position", "named", "bound", "nulls", "transaction", "limit", "cancelled", "failing"}

// parse splits the output of a client into steps and writes floats in one form.
func parse(output string) steps {
	out := steps{}
	step := ""
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		if slices.Contains(names, line) {
			step = line
			out[step] = nil
			continue
		}
		columns := strings.Split(line, "|")
		if len(columns) == 13 {
			columns[4], columns[5] = float(columns[4], 32), float(columns[5], 64)
		}
		out[step] = append(out[step], strings.Join(columns, "|"))
	}
	return out
}

// float writes a float in its shortest form, whatever form the client's language gave it.
func float(text string, bits int) string {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(f, 'g', -1, bits)
}

func expected(t *testing.T) steps {
	t.Helper()
	text, err := os.ReadFile("expected.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := parse(string(text))
	want["named"] = want["position"]
	return want
}

// check compares what a client printed with what all must print.
func check(t *testing.T, output string, without ...string) {
	t.Helper()
	want := expected(t)
	for _, step := range without {
		delete(want, step)
	}
	if diff := cmp.Diff(want, parse(output)); diff != "" {
		t.Errorf("want - got:\n%s\noutput:\n%s", diff, output)
	}
}

// program runs a client program and returns what it printed.
func program(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PGTZ=UTC", "TZ=UTC", "PGUSER=tester", "PGDATABASE=demo", "PYTHONDONTWRITEBYTECODE=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Errorf("%v\n%s%s", err, stdout.String(), stderr.String())
	}
	return stdout.String()
}

// installed returns the absolute path of something that testdata/setup.sh installs, or skips with the reason.
func installed(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(filepath.Join("..", "..", ".cache", path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(abs); err != nil {
		t.Skipf("SKIP: %s is not installed: run make setup", path)
	}
	return abs
}
