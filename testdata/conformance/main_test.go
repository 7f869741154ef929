package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"testing"

	"github.com/callgate/callgate/testdata/conformance/corpus"
	"github.com/callgate/callgate/testdata/conformance/judge"
	"github.com/callgate/callgate/testdata/conformance/run"
)

// enough is the share of statements, in percent, that has to be answered as by Flink, and the share that has to be refused.
const enough = 99.5

// TestInProcess runs the corpus with Flink's semantics and with callgate's own.
func TestInProcess(t *testing.T) {
	t.Parallel()
	manager, err := run.Catalogs(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range []judge.Mode{judge.Flink, judge.Callgate} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			check(t, run.InProcess{Catalogs: manager}, mode)
		})
	}
}

// TestOverTheWire sends the corpus to a server.
func TestOverTheWire(t *testing.T) {
	t.Parallel()
	server, err := run.NewServer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- server.Serve(listener) }()
	t.Cleanup(func() {
		if err := server.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	for _, mode := range []judge.Mode{judge.Flink, judge.Callgate} {
		t.Run(string(mode), func(t *testing.T) {
			w, err := run.Dial(t.Context(), "postgres://conformance@"+listener.Addr().String()+"/demo?sslmode=disable")
			if err != nil {
				t.Fatal(err)
			}
			check(t, w, mode)
			if err := w.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// check runs the corpus, CALLGATE_CORPUS or the copy in the tree, and fails for every difference that has no reason.
func check(t *testing.T, r runner, mode judge.Mode) {
	t.Helper()
	cases, err := corpus.Load(os.Getenv("CALLGATE_CORPUS"))
	if err != nil {
		t.Skipf("the corpus cannot be read: %v", err)
	}
	known, err := judge.ReadKnown(bytes.NewReader(differences))
	if err != nil {
		t.Fatal(err)
	}
	score := &judge.Score{}
	for _, c := range cases {
		d := judge.Compare(c, r.Run(t.Context(), c, mode), mode)
		score.Add(c, d)
		if d != nil && d.Kind == judge.Different && known[c.ID] == "" {
			t.Errorf("%s %s  %s\n    %s", c.ID, c.Feature, c.SQL, d.Text)
		}
	}
	if answered, refused := score.Total(); answered < enough || refused < enough {
		t.Errorf("%.2f %% answered and %.2f %% refused as they should be, want %v %% each", answered, refused, enough)
	}
}
