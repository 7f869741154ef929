package builtin

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/procedures/proctest"
)

func typedArg(t *testing.T, typ string, v datatype.Value) proctest.Typed {
	t.Helper()
	parsed, err := datatype.Parse(typ)
	if err != nil {
		t.Fatal(err)
	}
	return proctest.Typed{Type: parsed, Value: v}
}

func TestRows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		proc *procedures.Procedure
		args []any
		want []string
	}{
		{"int", generateN, []any{3}, []string{"0", "1", "2"}},
		{"bigint", generateN, []any{int64(1)}, []string{"0"}},
		{"text", generateN, []any{" 2 "}, []string{"0", "1"}},
		{"by name", generateN, []any{proctest.Named{Name: "n", Value: 1}}, []string{"0"}},
		{"none", generateN, []any{0}, nil},
		{"mixed", generateMixed, []any{3}, []string{
			"0, 0, 0, 0.00, name0, c0, t, 2026-01-01, 2026-01-01 00:00:00, 2026-01-01 00:00:00+00",
			"1, 1000000007, 0.25, 1.01, name1, c1, f, 2026-01-02, 2026-01-01 00:00:01, 2026-01-01 00:01:00+00",
			"2, 2000000014, 0.5, 2.02, name2, c2, t, 2026-01-03, 2026-01-01 00:00:02, 2026-01-01 00:02:00+00",
		}},
		{"default region", topCustomers, []any{1}, []string{"1, cust1eu, 10.5, 2026-01-01 01:00:00+00"}},
		{"region", topCustomers, []any{2, proctest.Named{Name: "region", Value: "us"}}, []string{
			"1, cust1us, 10.5, 2026-01-01 01:00:00+00", "2, cust2us, 21.0, 2026-01-01 02:00:00+00",
		}},
		{"NULL region", topCustomers, []any{1, nil}, []string{"1, cust1, 10.5, 2026-01-01 01:00:00+00"}},
		{"echo", echo, []any{typedArg(t, "DATE", datatype.Days(0))}, []string{"1970-01-01"}},
		{"echo NULL", echo, []any{nil}, []string{"<NULL>"}},
		{"echo row", echo, []any{typedArg(t, "ROW<a INT, b STRING>", []datatype.Value{int32(1), "x"})}, []string{"1, x"}},
		{"echo NULL row", echo, []any{typedArg(t, "ROW<a INT, b STRING>", nil)}, []string{"<NULL>, <NULL>"}},
	}
	for _, tt := range tests {
		got, err := proctest.Call(t.Context(), tt.proc, tt.args...)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		proc *procedures.Procedure
		args []any
		want string
	}{
		{generateN, []any{-1}, "n must not be negative, but it is -1 (SQLSTATE 22023)"},
		{generateN, []any{"x"}, `invalid input syntax for type bigint: "x" (SQLSTATE 22P02)`},
		{generateN, []any{nil}, `argument "n" must not be null (SQLSTATE 22004)`},
		{generateMixed, []any{-1}, "n must not be negative, but it is -1 (SQLSTATE 22023)"},
		{topCustomers, []any{-1}, "n must not be negative, but it is -1 (SQLSTATE 22023)"},
		{sleep, []any{-1.0}, "seconds must be between 0 and 3153600000 (SQLSTATE 22023)"},
		{sleep, []any{math.NaN()}, "seconds must be between 0 and 3153600000 (SQLSTATE 22023)"},
		{sleep, []any{math.Inf(1)}, "seconds must be between 0 and 3153600000 (SQLSTATE 22023)"},
		{fail, []any{"out of stock"}, "out of stock (SQLSTATE 38000)"},
		{fail, []any{"100 %d", "P0001"}, "100 %d (SQLSTATE P0001)"},
		{fail, []any{"internal", "XX000"}, "internal (SQLSTATE 38000)"},
		{fail, []any{"x", "p1"}, `invalid SQLSTATE code: "p1" (SQLSTATE 22023)`},
	}
	for _, tt := range tests {
		_, err := proctest.Call(t.Context(), tt.proc, tt.args...)
		if err == nil || err.Error() != tt.want {
			t.Errorf("%v: got %v, want %s", tt.args, err, tt.want)
		}
	}
}

func TestEchoKeepsTheType(t *testing.T) {
	t.Parallel()
	for arg, want := range map[any]string{
		5: "INT NOT NULL", "abc": "CHAR(3) NOT NULL", nil: "STRING",
		typedArg(t, "TIME(3)", nil).Type.String(): "CHAR(7) NOT NULL",
	} {
		call, err := proctest.Bind(echo, arg)
		if err != nil {
			t.Fatal(err)
		}
		if got := call.Columns()[0].Type.String(); got != want {
			t.Errorf("%v: got %s, want %s", arg, got, want)
		}
	}
}

func TestGenerateNStreams(t *testing.T) {
	t.Parallel()
	call, err := proctest.Bind(generateN, int64(math.MaxInt64))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	next := int64(0)
	for b, err := range call.Run(procedures.NewContext(ctx, procedures.Session{}, nil, nil)) {
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			return
		}
		for _, n := range b.Columns[0].Ints {
			if n != next {
				t.Fatalf("got %d, want %d", n, next)
			}
			next++
		}
		if next > 100_000 {
			cancel()
		}
	}
	t.Error("the stream ended without an error")
}

func TestMixedStaysInItsTypes(t *testing.T) {
	t.Parallel()
	b := newMixedBatch()
	fillMixed(b, math.MaxInt64-10, 10)
	for i := range b.Rows {
		if code := b.Columns[5].Strings[i]; len(code) > 8 {
			t.Errorf("code %s", code)
		}
		if id := b.Columns[0].Ints[i]; id < 0 || id > math.MaxInt32 {
			t.Errorf("id %d", id)
		}
		if price := &b.Columns[3].Decimals[i]; price.NumDigits() > 12 {
			t.Errorf("price %s", price)
		}
	}
}

// notices collects what a call tells its client.
type notices struct{ texts []string }

func (n *notices) Notify(severity pgerr.Severity, _ pgerr.Code, message string) {
	n.texts = append(n.texts, fmt.Sprintf("%s: %s", severity, message))
}

func TestSleepReportsProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		call, err := proctest.Bind(sleep, 2.5)
		if err != nil {
			t.Fatal(err)
		}
		var told notices
		start := time.Now()
		rows, err := proctest.Rows(procedures.NewContext(t.Context(), procedures.Session{}, nil, &told), call)
		if err != nil || len(rows) > 0 || time.Since(start) != 2500*time.Millisecond {
			t.Errorf("%v, %v after %v", rows, err, time.Since(start))
		}
		if diff := cmp.Diff([]string{"NOTICE: seconds slept: 1 of 2", "NOTICE: seconds slept: 2 of 2"}, told.texts); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestSleepCanBeCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	call, err := proctest.Bind(sleep, 1e6)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := proctest.Rows(procedures.NewContext(ctx, procedures.Session{}, nil, nil), call); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSession(t *testing.T) {
	t.Parallel()
	call, err := proctest.Bind(session)
	if err != nil {
		t.Fatal(err)
	}
	facts := procedures.Session{User: "alice", Catalog: "demo", Database: "system", Settings: map[string]string{"b": "2", "a": "1"}}
	rows, err := proctest.Rows(procedures.NewContext(t.Context(), facts, nil, nil), call)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"user, alice", "catalog, demo", "database, system", "a, 1", "b, 2"}, rows); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Each procedure says what it does with an example of a call and its output.
func TestDocs(t *testing.T) {
	t.Parallel()
	for database, all := range Procedures() {
		for name, p := range all {
			if call := "CALL demo." + database + "." + name + "("; !strings.Contains(p.Doc, call) {
				t.Errorf("the text of %s.%s has no example", database, name)
			}
			if !p.ReadOnly {
				t.Errorf("%s.%s has no side effects, but does not say so", database, name)
			}
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	for name, p := range map[string]*procedures.Procedure{"n": generateN, "mixed": generateMixed} {
		b.Run(name, func(b *testing.B) {
			const rows = 100_000
			call, err := proctest.Bind(p, int64(rows))
			if err != nil {
				b.Fatal(err)
			}
			ctx := procedures.NewContext(b.Context(), procedures.Session{}, nil, nil)
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range call.Run(ctx) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
		})
	}
}
