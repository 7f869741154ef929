// Conformance compares callgate's answers to CALL with those of a real Apache Flink, and prints the score by feature.
//
//	go run ./testdata/conformance [-corpus DIR] [-semantics flink|callgate] [-wire ADDRESS] [-differences]
//
// DIR holds statements.jsonl and verdicts.jsonl; without it the copy in the tree is used. With -wire the statements go over the
// network to a server such as ./testdata/conformance/serve, else they run in this process. It exits with 1 where an unexplained
// difference is left.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/callgate/callgate/testdata/conformance/corpus"
	"github.com/callgate/callgate/testdata/conformance/judge"
	"github.com/callgate/callgate/testdata/conformance/run"
)

// differences.txt lists the accepted differences with their reasons.
//
//go:embed differences.txt
var differences []byte

// runner answers statements.
type runner interface {
	Run(ctx context.Context, c *corpus.Case, mode judge.Mode) *judge.Outcome
}

func main() {
	dir := flag.String("corpus", os.Getenv("CALLGATE_CORPUS"), "directory of statements.jsonl and verdicts.jsonl")
	mode := flag.String("semantics", string(judge.Flink), "flink or callgate")
	target := flag.String("wire", "", "connection string of a server; empty: run in this process")
	all := flag.Bool("differences", false, "show the accepted and the minor differences too")
	flag.Parse()
	unexplained, err := report(context.Background(), os.Stdout, *dir, judge.Mode(*mode), *target, *all)
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(2)
	}
	if unexplained > 0 {
		os.Exit(1)
	}
}

// report runs the corpus, prints differences and the score, and returns the number of unexplained differences.
func report(ctx context.Context, w io.Writer, dir string, mode judge.Mode, target string, all bool) (unexplained int, err error) {
	cases, err := corpus.Load(dir)
	if err != nil {
		return 0, err
	}
	known, err := judge.ReadKnown(bytes.NewReader(differences))
	if err != nil {
		return 0, err
	}
	r, err := open(ctx, target)
	if err != nil {
		return 0, err
	}
	score := &judge.Score{}
	for _, c := range cases {
		d := judge.Compare(c, r.Run(ctx, c, mode), mode)
		score.Add(c, d)
		if d == nil {
			continue
		}
		reason := known[c.ID]
		if d.Kind == judge.Different && reason == "" {
			unexplained++
		}
		if all || d.Kind == judge.Different && reason == "" {
			_, _ = fmt.Fprintf(w, "%s %s  %s\n    %s\n", c.ID, c.Feature, c.SQL, d.Text) // the score's Print reports a broken writer
		}
	}
	return unexplained, score.Print(w)
}

func open(ctx context.Context, target string) (runner, error) {
	if target != "" {
		return run.Dial(ctx, target)
	}
	manager, err := run.Catalogs(ctx)
	return run.InProcess{Catalogs: manager}, err
}
