// Package docs_test replays the examples of the documentation: every console block is run by psql against callgate, and what the page
// shows must be what psql prints. `go test ./testdata/docs -update` writes what it prints into the pages.
package docs_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/testdata/start"
)

var update = flag.Bool("update", false, "write the output of psql into the pages")

// prompts begin the lines of a console block that are typed.
const (
	prompt    = "demo=> "
	continued = "demo-> "
	mark      = "---next---"
)

func TestExamples(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("psql"); err != nil {
		t.Skip("SKIP: psql is not installed: run make setup")
	}
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := 0
	for _, page := range pages {
		blocks += checkPage(t, page)
	}
	if blocks < 20 {
		t.Errorf("only %d console blocks found", blocks)
	}
}

// checkPage replays the blocks of one page, each in a session of its own, all on one server.
func checkPage(t *testing.T, page string) int {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	port := start.Server(t)
	var out []string
	var block []string
	inside, blocks := false, 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "```console":
			inside, block = true, nil
		case inside && line == "```":
			inside = false
			blocks++
			got := replay(t, port, block)
			if diff := cmp.Diff(block, got); diff != "" && !*update {
				t.Errorf("%s: shown - printed:\n%s", page, diff)
			}
			out = append(out, got...)
		case inside:
			block = append(block, line)
			continue
		}
		out = append(out, line)
	}
	if *update {
		if err := os.WriteFile(page, []byte(strings.Join(out, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return blocks
}

// replay runs what is typed in a block and returns the block as it must be.
func replay(t *testing.T, port string, block []string) []string {
	t.Helper()
	var typed [][]string
	for _, line := range block {
		switch {
		case strings.HasPrefix(line, prompt):
			typed = append(typed, []string{line})
		case strings.HasPrefix(line, continued):
			typed[len(typed)-1] = append(typed[len(typed)-1], line)
		}
	}
	var script strings.Builder
	for _, lines := range typed {
		for _, line := range lines {
			fmt.Fprintln(&script, line[len(prompt):])
		}
		fmt.Fprintf(&script, "\\echo %s\n", mark)
	}
	cmd := exec.CommandContext(t.Context(), "psql", "-X", "-h", "127.0.0.1", "-p", port, "-U", "ann", "-d", "demo")
	cmd.Stdin = strings.NewReader(script.String())
	cmd.Env = append(os.Environ(), "PGTZ=UTC")
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	if err := cmd.Run(); err != nil {
		t.Fatal(err, printed.String())
	}
	answers := strings.Split(printed.String(), mark+"\n")
	var out []string
	for i, lines := range typed {
		out = append(out, lines...)
		for _, line := range strings.Split(strings.TrimRight(answers[i], "\n"), "\n") {
			if line = strings.TrimRight(line, " "); line != "" {
				out = append(out, line)
			}
		}
	}
	return out
}
