package procedures

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// callOf binds arguments to an overload as they are.
func callOf(p *Procedure, overload int, args ...datatype.Value) *Call {
	c := &Call{Catalog: "c", Database: "d", Name: "p", Proc: p, Overload: overload, Args: args}
	for i := range args {
		c.Types = append(c.Types, p.Overloads[overload].param(i).Type)
	}
	return c
}

func mustNew(t testing.TB, impl any, options ...Option) *Procedure {
	t.Helper()
	p, err := New(impl, options...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rowsOfCall runs a call and returns its rows, boxed.
func rowsOfCall(ctx context.Context, c *Call) ([][]datatype.Value, error) {
	var rows [][]datatype.Value
	for b, err := range c.Run(NewContext(ctx, Session{}, nil, nil)) {
		if err != nil {
			return rows, err
		}
		for i := range b.Rows {
			row := make([]datatype.Value, len(b.Columns))
			for j := range b.Columns {
				if n := b.Columns[j].Len(); n != b.Rows {
					return nil, fmt.Errorf("column %d has %d values for %d rows", j, n, b.Rows)
				}
				row[j] = b.Columns[j].Value(i)
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// oneColumn are rows of one column.
func oneColumn(values ...datatype.Value) [][]datatype.Value {
	var rows [][]datatype.Value
	for _, v := range values {
		rows = append(rows, []datatype.Value{v})
	}
	return rows
}

func TestRunErrors(t *testing.T) {
	t.Parallel()
	plain := errors.New("disk is full")
	fails := func(err error) any { return func(Context) ([]string, error) { return nil, err } }
	tests := []struct {
		name string
		impl any
		want string
	}{
		{"plain", fails(plain), "disk is full (SQLSTATE 38000)"},
		{"wrapped", fails(fmt.Errorf("write: %w", plain)), "write: disk is full (SQLSTATE 38000)"},
		{"no text", fails(errors.New("")), "procedure c.d.p failed (SQLSTATE 38000)"},
		{"own code", fails(pgerr.New("P0001", "raised")), "raised (SQLSTATE P0001)"},
		{"wrapped code", fails(fmt.Errorf("x: %w", pgerr.New(pgerr.DivisionByZero, "division by zero"))), "division by zero (SQLSTATE 22012)"},
		{"success is no code", fails(pgerr.New(pgerr.SuccessfulCompletion, "raised")), "raised (SQLSTATE 38000)"},
		{"warning is no code", fails(pgerr.New(pgerr.Warning, "raised")), "raised (SQLSTATE 38000)"},
		{"no data is no code", fails(pgerr.New("02000", "raised")), "raised (SQLSTATE 38000)"},
		{"internal is no code", fails(pgerr.New(pgerr.InternalError, "raised")), "raised (SQLSTATE 38000)"},
		{"not a code", fails(pgerr.New("p00", "raised")), "raised (SQLSTATE 38000)"},
		{"fatal is not for procedures", fails(pgerr.Fatal(pgerr.DivisionByZero, "raised")), "raised (SQLSTATE 22012)"},
		{"without a result", func(Context) error { return plain }, "disk is full (SQLSTATE 38000)"},
		{"someone else's context", fails(context.Canceled), "context canceled (SQLSTATE 38000)"},
		{"panic", func(Context) []string { panic("secret") }, "procedure c.d.p panicked (SQLSTATE 38000)"},
		{"nil pointer", func(Context) []string { var p *inner; return []string{p.City} }, "procedure c.d.p panicked (SQLSTATE 38000)"},
		{"in an iterator", func(Context) iter.Seq2[string, error] {
			return func(yield func(string, error) bool) { yield("", plain) }
		}, "disk is full (SQLSTATE 38000)"},
		{"in an iterator of rows", func(Context) iter.Seq2[inner, error] {
			return func(yield func(inner, error) bool) { yield(inner{}, plain) }
		}, "disk is full (SQLSTATE 38000)"},
		{"panic in an iterator", func(Context) iter.Seq[inner] {
			return func(yield func(inner) bool) { yield(inner{}); panic("secret") }
		}, "procedure c.d.p panicked (SQLSTATE 38000)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := rowsOfCall(t.Context(), callOf(mustNew(t, tt.impl), 0))
			if err == nil || err.Error() != tt.want {
				t.Fatalf("got %v, want %s", err, tt.want)
			}
			if e := pgerr.From(err); e.Severity != pgerr.SeverityError {
				t.Errorf("severity %s", e.Severity)
			}
		})
	}
}

func TestRunKeepsThePanicForTheLog(t *testing.T) {
	t.Parallel()
	_, err := rowsOfCall(t.Context(), callOf(mustNew(t, func(Context) []string { panic("secret") }), 0))
	if cause := errors.Unwrap(err); cause == nil || !strings.Contains(cause.Error(), "secret") || !strings.Contains(cause.Error(), "run_test.go") {
		t.Errorf("cause: %v", cause)
	}
}

func TestRunChecksTheCall(t *testing.T) {
	t.Parallel()
	p := mustNew(t, Funcs(func(Context, int32, ...string) []string { return nil }, func(Context, *int32) []string { return nil },
		Func(func(Context, int32) []string { return nil }, ParamHint(0, DataTypeHint{Type: "INT"}))))
	tests := []struct {
		call *Call
		want pgerr.Code
	}{
		{callOf(p, 0, int32(1)), ""},
		{callOf(p, 0, int32(1), "a", "b"), ""},
		{callOf(p, 0), pgerr.UndefinedFunction},
		{callOf(p, 0, nil), pgerr.NullValueNotAllowed},
		{callOf(p, 0, int32(1), nil), pgerr.NullValueNotAllowed},
		{callOf(p, 1, nil), ""},
		{callOf(p, 1, nil, nil), pgerr.UndefinedFunction},
		{&Call{Proc: p, Overload: 3}, pgerr.UndefinedFunction},
		{&Call{}, pgerr.UndefinedFunction},
		{&Call{Proc: p, Overload: 1, Args: []datatype.Value{nil}}, pgerr.UndefinedFunction},
		{callOf(p, 0, "x"), pgerr.DatatypeMismatch},
	}
	for i, tt := range tests {
		if _, err := rowsOfCall(t.Context(), tt.call); codeOf(err) != tt.want {
			t.Errorf("%d: got %v, want %q", i, err, tt.want)
		}
	}
	// The signature is nullable, the Go type is not: the NULL is found when it comes.
	p = mustNew(t, func(Context, int32) []string { return nil }, Argument(0, ArgumentHint{Name: "n", Type: DataTypeHint{Type: "INT"}}))
	_, err := rowsOfCall(t.Context(), callOf(p, 0, nil))
	if err == nil || err.Error() != `argument "n" must not be null (SQLSTATE 22004)` {
		t.Errorf("got %v", err)
	}
}

func TestRunStopsWhenDone(t *testing.T) {
	t.Parallel()
	stopped := errors.New("stopped by a test")
	endless := func(Context) iter.Seq[int64] {
		return func(yield func(int64) bool) {
			for i := int64(0); yield(i); i++ {
			}
		}
	}
	for _, p := range []*Procedure{
		mustNew(t, endless),
		mustNew(t, func(ctx Context) iter.Seq[inner] {
			return func(yield func(inner) bool) {
				for yield(inner{}) {
				}
			}
		}),
		mustNew(t, func(Context) iter.Seq2[*datatype.Batch, error] {
			return func(yield func(*datatype.Batch, error) bool) {
				for yield(&datatype.Batch{Rows: 1, Columns: []datatype.Column{{Type: datatype.Of(datatype.BigInt), Ints: []int64{1}}}}, nil) {
				}
			}
		}, Result(DataTypeHint{Type: "BIGINT"})),
		mustNew(t, func(ctx Context) error { <-ctx.Done(); return ctx.Err() }),
		mustNew(t, func(ctx Context) error { <-ctx.Done(); return fmt.Errorf("wait: %w", context.Cause(ctx)) }),
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		rows := 0
		if p.Overloads[0].Output == nil {
			cancel(stopped)
		}
		for b, err := range callOf(p, 0).Run(NewContext(ctx, Session{}, nil, nil)) {
			if err != nil {
				if !errors.Is(err, stopped) {
					t.Errorf("got %v", err)
				}
				rows = -1
				continue
			}
			rows += b.Rows
			if rows > 1000 {
				cancel(stopped)
			}
		}
		if rows != -1 {
			t.Error("the stream ended without an error")
		}
		cancel(nil)
	}
}

func TestRunCanBeLeft(t *testing.T) {
	t.Parallel()
	cleaned := false
	p := mustNew(t, func(Context) iter.Seq[int] {
		return func(yield func(int) bool) {
			defer func() { cleaned = true }()
			for i := 0; yield(i); i++ {
			}
		}
	})
	for _, err := range callOf(p, 0).Run(NewContext(t.Context(), Session{}, nil, nil)) {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if !cleaned {
		t.Error("the iterator was not stopped")
	}
}

// A panic of the consumer is not the procedure's.
func TestRunLeavesTheConsumerAlone(t *testing.T) {
	t.Parallel()
	p := mustNew(t, func(Context) []string { return []string{"a"} })
	defer func() {
		if got := recover(); got != "mine" {
			t.Errorf("recovered %v", got)
		}
	}()
	for _, err := range callOf(p, 0).Run(NewContext(t.Context(), Session{}, nil, nil)) {
		if err != nil {
			t.Error(err)
		}
		panic("mine")
	}
}

// What a procedure does after its rows are no longer wanted goes to the log.
func TestRunLogsLatePanics(t *testing.T) {
	t.Parallel()
	p := mustNew(t, func(Context) iter.Seq[string] {
		return func(yield func(string) bool) { yield("a"); panic("late") }
	})
	var log strings.Builder
	ctx := NewContext(t.Context(), Session{}, slog.New(slog.NewTextHandler(&log, nil)), nil)
	for _, err := range callOf(p, 0).Run(ctx) {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if !strings.Contains(log.String(), "late") {
		t.Errorf("log: %s", log.String())
	}
}

func TestRunSendsSlowRowsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := mustNew(t, func(ctx Context) iter.Seq[string] {
			return func(yield func(string) bool) {
				for range 20 {
					<-time.After(time.Second)
					if !yield("row") {
						return
					}
				}
			}
		})
		var sizes []int
		for b, err := range callOf(p, 0).Run(NewContext(t.Context(), Session{}, nil, nil)) {
			if err != nil {
				t.Fatal(err)
			}
			sizes = append(sizes, b.Rows)
		}
		if len(sizes) != 20 {
			t.Errorf("batches of %v rows", sizes)
		}
	})
}

func TestRunGathersQuickRows(t *testing.T) {
	t.Parallel()
	p := mustNew(t, func(Context) iter.Seq[int64] {
		return func(yield func(int64) bool) {
			for i := range int64(10_000) {
				if !yield(i) {
					return
				}
			}
		}
	})
	batches, next := 0, int64(0)
	for b, err := range callOf(p, 0).Run(NewContext(t.Context(), Session{}, nil, nil)) {
		if err != nil {
			t.Fatal(err)
		}
		batches++
		for _, n := range b.Columns[0].Ints {
			if n != next {
				t.Fatalf("got %d, want %d", n, next)
			}
			next++
		}
	}
	if next != 10_000 || batches > 100 {
		t.Errorf("%d rows in %d batches", next, batches)
	}
}

func TestRunLendsSlices(t *testing.T) {
	t.Parallel()
	numbers := make([]int64, 2500)
	for i := range numbers {
		numbers[i] = int64(i)
	}
	p := mustNew(t, func(Context) []int64 { return numbers })
	total := 0
	for b, err := range callOf(p, 0).Run(NewContext(t.Context(), Session{}, nil, nil)) {
		if err != nil {
			t.Fatal(err)
		}
		if &b.Columns[0].Ints[0] != &numbers[total] {
			t.Fatal("the rows were copied")
		}
		total += b.Rows
	}
	if total != len(numbers) {
		t.Errorf("%d rows", total)
	}
}

func TestRunWithoutRows(t *testing.T) {
	t.Parallel()
	for _, impl := range []any{
		func(Context) []string { return nil }, func(Context) []inner { return []inner{} },
		func(Context) iter.Seq[string] { return nil }, func(Context) (iter.Seq2[inner, error], error) { return nil, nil },
		func(Context) iter.Seq[inner] { return func(func(inner) bool) {} }, func(Context) {}, func(Context) error { return nil },
	} {
		rows, err := rowsOfCall(t.Context(), callOf(mustNew(t, impl), 0))
		if err != nil || len(rows) > 0 {
			t.Errorf("%T: %v, %v", impl, rows, err)
		}
	}
}

func TestCallColumns(t *testing.T) {
	t.Parallel()
	for impl, want := range map[*Procedure]string{
		mustNew(t, func(Context) []int64 { return nil }): "result BIGINT NOT NULL",
		mustNew(t, func(Context) []inner { return nil }): "city STRING NOT NULL; zip INT",
		mustNew(t, func(Context) error { return nil }):   "",
	} {
		var texts []string
		for _, c := range callOf(impl, 0).Columns() {
			texts = append(texts, c.Name+" "+c.Type.String())
		}
		if diff := cmp.Diff(want, strings.Join(texts, "; ")); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}
