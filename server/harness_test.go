package server_test

import (
	"context"
	"errors"
	"iter"
	"net"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/builtin"
	"github.com/callgate/callgate/server"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pair is a row of two columns.
type pair struct {
	N    int64
	Text *string
}

// waiting is told when the procedure wait begins, and how it ended.
type waiting struct{ began, ended chan error }

// testProcedures are the procedures of the test catalog: small ones, each for one thing that a session must cope with.
func testProcedures(w *waiting) memory.Procedures {
	gen := func(ctx procedures.Context, n int64) iter.Seq[int64] {
		return func(yield func(int64) bool) {
			for i := range n {
				if !yield(i) {
					return
				}
			}
		}
	}
	return memory.Procedures{"s": {
		"gen":     procedures.MustNew(gen, procedures.ReadOnly()),
		"effect":  procedures.MustNew(gen),
		"add":     procedures.MustNew(func(_ procedures.Context, a, b int32) []int32 { return []int32{a + b} }),
		"echo":    builtin.Procedures()["system"]["echo"],
		"nop":     procedures.MustNew(func(_ procedures.Context, n int32) error { return nil }),
		"boom":    procedures.MustNew(func(_ procedures.Context, text string) error { return errors.New(text) }),
		"panics":  procedures.MustNew(func(_ procedures.Context) error { panic("S3CRET") }),
		"pairs":   procedures.MustNew(pairs),
		"half":    procedures.MustNew(half),
		"notices": procedures.MustNew(notices),
		"wait":    procedures.MustNew(w.wait),
	}}
}

func pairs(_ procedures.Context, n int64) []pair {
	var out []pair
	for i := range n {
		p := pair{N: i}
		if text := string(rune('a' + i)); i%2 == 0 {
			p.Text = &text
		}
		out = append(out, p)
	}
	return out
}

// half yields some rows and fails then.
func half(procedures.Context) iter.Seq2[int64, error] {
	return func(yield func(int64, error) bool) {
		_ = yield(1, nil) && yield(2, nil) && yield(0, errors.New("half way"))
	}
}

func notices(ctx procedures.Context, n int64) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for i := range n {
			ctx.Notice("row %d", i)
			if !yield(i) {
				return
			}
		}
	}
}

// wait waits until it is cancelled.
func (w *waiting) wait(ctx procedures.Context) error {
	w.began <- nil
	<-ctx.Done()
	w.ended <- context.Cause(ctx)
	return ctx.Err()
}

// running is a server under test.
type running struct {
	*server.Server
	addr string
	*waiting
}

// start runs a server with the catalog "test", database "s", and a second one, "other". It is shut down at the end of the test.
func start(t testing.TB, change func(*server.Config)) *running {
	t.Helper()
	ctx := context.Background()
	manager, err := catalog.NewManager(ctx, catalog.Linked(), store.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	w := &waiting{began: make(chan error, 10), ended: make(chan error, 10)}
	for _, name := range []string{"test", "other"} {
		if err := manager.Add(ctx, name, memory.New(name, "s", testProcedures(w))); err != nil {
			t.Fatal(err)
		}
	}
	config := server.Config{Catalogs: manager, DefaultCatalog: "test", Log: zerolog.Nop(), CancelMissWait: time.Millisecond}
	if change != nil {
		change(&config)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := server.New(config)
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		_ = srv.Shutdown(ctx)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return &running{Server: srv, addr: l.Addr().String(), waiting: w}
}
