package judge

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/callgate/callgate/testdata/conformance/corpus"
)

func TestCategory(t *testing.T) {
	t.Parallel()
	tests := []struct {
		refusal Refusal
		want    Category
	}{
		{Refusal{"42601", "syntax error", ""}, Syntax},
		{Refusal{"3D000", `catalog "x" does not exist`, ""}, NotFound},
		{Refusal{"42883", "procedure x does not exist", ""}, NotFound},
		{Refusal{"42883", "no signature of procedure x takes the arguments (INT)", "Supported signatures are:\nx(a STRING)"}, NoMatch},
		{Refusal{"42601", "positional and named arguments cannot be mixed", "Supported signatures are:\nx(a STRING)"}, Argument},
		{Refusal{"42883", "function x(integer) does not exist", ""}, Literal},
		{Refusal{"42883", "operator does not exist: boolean + integer", ""}, Literal},
		{Refusal{"22012", "division by zero", ""}, CastValue},
		{Refusal{"38000", "broken", ""}, Procedure},
		{Refusal{"42P17", "procedure x cannot be called", ""}, Definition},
		{Refusal{"XX000", "oops", ""}, Internal},
	}
	for _, test := range tests {
		if got := test.refusal.Category(); got != test.want {
			t.Errorf("%v is %s, want %s", test.refusal, got, test.want)
		}
	}
}

func text(s string) *string { return &s }

func TestCompare(t *testing.T) {
	t.Parallel()
	column := corpus.Column{Name: "result", Type: "INT", Nullable: true}
	accepted := corpus.Verdict{OK: true, Columns: []corpus.Column{column}, Rows: [][]*string{{text("1")}, {nil}}}
	refused := corpus.Verdict{Category: string(NoMatch)}
	noMatch := &Refusal{"42883", "no signature takes the arguments", signaturesDetail}
	right := &Outcome{Columns: accepted.Columns, Rows: accepted.Rows}
	tests := []struct {
		name string
		c    corpus.Case
		got  *Outcome
		mode Mode
		want Kind // 0: no difference
	}{
		{"same", corpus.Case{Verdict: accepted}, right, Flink, 0},
		{"other row", corpus.Case{Verdict: accepted}, &Outcome{Columns: accepted.Columns, Rows: [][]*string{{text("2")}, {nil}}}, Flink, Different},
		{"missing row", corpus.Case{Verdict: accepted}, &Outcome{Columns: accepted.Columns, Rows: accepted.Rows[:1]}, Flink, Different},
		{"empty text for NULL", corpus.Case{Verdict: accepted}, &Outcome{Columns: accepted.Columns, Rows: [][]*string{{text("1")}, {text("")}}}, Flink, Different},
		{"volatile", corpus.Case{Verdict: accepted, Volatile: true}, &Outcome{Columns: accepted.Columns}, Flink, 0},
		{"other column", corpus.Case{Verdict: accepted}, &Outcome{Columns: []corpus.Column{{Name: "result", Type: "INT"}}, Rows: accepted.Rows}, Flink, Different},
		{"other overload", corpus.Case{Verdict: accepted}, &Outcome{Columns: accepted.Columns, Rows: accepted.Rows, Inputs: []string{"INT"}}, Flink, Minor},
		{"refused", corpus.Case{Verdict: accepted}, &Outcome{Err: noMatch}, Flink, Different},
		{"refused on purpose", corpus.Case{Verdict: accepted, Expect: corpus.Refuse}, &Outcome{Err: noMatch}, Flink, 0},
		{"not refused on purpose", corpus.Case{Verdict: accepted, Expect: corpus.Refuse}, right, Flink, Different},
		{"not scored", corpus.Case{Verdict: refused, Expect: corpus.May}, right, Flink, 0},
		{"refused as Flink", corpus.Case{Verdict: refused}, &Outcome{Err: noMatch}, Flink, 0},
		{"refused for another reason", corpus.Case{Verdict: refused}, &Outcome{Err: &Refusal{"42601", "syntax error", ""}}, Flink, Minor},
		{"broken", corpus.Case{Verdict: refused}, &Outcome{Err: &Refusal{"XX000", "oops", ""}}, Flink, Different},
		{"let in by Flink's rules", corpus.Case{Verdict: refused}, right, Flink, Different},
		{"let in by callgate's rules", corpus.Case{Verdict: refused}, right, Callgate, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := Compare(&test.c, test.got, test.mode)
			if d == nil != (test.want == 0) || d != nil && d.Kind != test.want {
				t.Errorf("got %v, want kind %d", d, test.want)
			}
		})
	}
}

func TestWireTypes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		flink    string
		oid      uint32
		modifier int32
	}{
		{"DECIMAL(10, 2)", 1700, 10<<16 + 2 + 4},
		{"CHAR(3)", 1042, 7},
		{"STRING", 25, -1},
		{"TIMESTAMP_LTZ(9)", 1184, 6},
		{"TIME(3)", 1083, 3},
		{"INTERVAL DAY(2) TO SECOND(3)", 1186, -1},
		{"ARRAY<INT NOT NULL>", 1007, -1},
		{"ARRAY<STRING>", 1009, -1},
		{"ARRAY<ARRAY<INT>>", 3802, -1},
		{"MAP<INT, STRING>", 3802, -1},
		{"ROW<`x` INT>", 3802, -1},
		{"RAW('a', '...')", 17, -1},
	}
	for _, test := range tests {
		if oid, modifier := wireType(test.flink); oid != test.oid || modifier != test.modifier {
			t.Errorf("%s is %d(%d), want %d(%d)", test.flink, oid, modifier, test.oid, test.modifier)
		}
	}
}

func TestSameOnWire(t *testing.T) {
	t.Parallel()
	tests := []struct {
		flink, got, want string
		same             bool
	}{
		{"BOOLEAN", "t", "true", true},
		{"BOOLEAN", "t", "false", false},
		{"TIMESTAMP(9)", "2024-01-01 00:00:00.123457", "2024-01-01 00:00:00.1234565", true},
		{"TIMESTAMP(9)", "2024-01-01 00:00:00.123456", "2024-01-01 00:00:00.1234565", false},
		{"TIMESTAMP_LTZ(3)", "2024-01-01 05:30:00+05:30", "2024-01-01 00:00:00", true},
		{"TIME(3)", "12:00:00.5", "12:00:00.5", true},
		{"INTERVAL DAY(2) TO SECOND(3)", "1 day 12:00:00", "129600000", true},
		{"INTERVAL SECOND(9)", "-00:00:01.5", "-1500", true},
		{"INTERVAL YEAR(4) TO MONTH", "1 year 2 mons", "14", true},
		{"INTERVAL YEAR(4) TO MONTH", "14 days", "14", false},
		{"ROW<`x` INT>", `{"x": 1, "y": [null]}`, `{"x":1,"y":[null]}`, true},
		{"ARRAY<INT>", "{1,NULL}", "[1,null]", true},
		{"ARRAY<STRING>", `{a,NULL,"NULL"}`, `["a",null,"NULL"]`, true},
		{"ARRAY<INT>", "{1}", "[2]", false},
		{"STRING", "a", "a", true},
		{"DOUBLE", "1.9999999999999998e+23", "2e+23", true},
		{"DOUBLE", "0", "-0", false},
		{"FLOAT", "NaN", "NaN", true},
	}
	for _, test := range tests {
		if got := sameOnWire(test.flink, test.got, test.want); got != test.same {
			t.Errorf("%s: %q and %q: got %v", test.flink, test.got, test.want, got)
		}
	}
}

func TestCompareWireLooksAtColumns(t *testing.T) {
	t.Parallel()
	c := &corpus.Case{Verdict: corpus.Verdict{OK: true, Columns: []corpus.Column{{Name: "result", Type: "INT"}}, Rows: [][]*string{{text("1")}}}}
	got := &Outcome{Wire: []pgconn.FieldDescription{{Name: "result", DataTypeOID: 23, TypeModifier: -1}}, Rows: c.Verdict.Rows}
	if d := Compare(c, got, Flink); d != nil {
		t.Errorf("unexpected difference %v", d)
	}
	got.Wire[0].DataTypeOID = 20
	if d := Compare(c, got, Flink); d == nil {
		t.Error("another type is no difference")
	}
}

func TestScore(t *testing.T) {
	t.Parallel()
	var s Score
	yes := &corpus.Case{Feature: "name", Verdict: corpus.Verdict{OK: true}}
	s.Add(yes, nil)
	s.Add(yes, &Difference{Kind: Different})
	s.Add(&corpus.Case{Feature: "null"}, &Difference{Kind: Minor})
	s.Add(&corpus.Case{Feature: "null", Expect: corpus.May}, &Difference{Kind: Different})
	if answered, refused := s.Total(); answered != 50 || refused != 100 {
		t.Errorf("got %v, %v", answered, refused)
	}
	var b strings.Builder
	if err := s.Print(&b); err != nil || !strings.Contains(b.String(), "50.0 %") {
		t.Errorf("got %q, %v", b.String(), err)
	}
}

func TestReadKnown(t *testing.T) {
	t.Parallel()
	known, err := ReadKnown(strings.NewReader("# comment\n\nabc because of this\n"))
	if err != nil || known["abc"] != "because of this" {
		t.Errorf("got %v, %v", known, err)
	}
	if _, err := ReadKnown(strings.NewReader("abc\n")); err == nil {
		t.Error("a difference needs a reason")
	}
}
