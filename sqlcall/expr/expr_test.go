package expr_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/expr"
	"github.com/callgate/callgate/sqlcall/scan"
)

var own = &expr.Env{Now: time.Unix(1700000000, 0), Zone: time.UTC, Catalog: "demo", Database: "system", User: "me"}

// TestOwnMode holds what callgate accepts beyond Flink.
func TestOwnMode(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, typ, value string }{
		{"ARRAY[1, 2]", "ARRAY<INT NOT NULL> NOT NULL", "[1 2]"},
		{"MAP['a', 1, 'a', 2]", "MAP<CHAR(1) NOT NULL, INT NOT NULL> NOT NULL", "[{a 2}]"},
		{"ROW(1, 'a')", "ROW<`EXPR$0` INT NOT NULL, `EXPR$1` CHAR(1) NOT NULL> NOT NULL", "[1 a]"},
		{"(1, NULL)", "ROW<`EXPR$0` INT NOT NULL, `EXPR$1` NULL> NOT NULL", "[1 <nil>]"},
		{"ARRAY[1, 2][2]", "INT", "2"},
		{"MAP['a', 1]['b']", "INT", "NULL"},
		{"NULLIF(1, 2)", "INT", "1"},
		{"TRY_CAST('5' AS INT)", "INT", "5"},
		{"CASE WHEN TRUE THEN 'a' END", "CHAR(1)", "a"},
		{"1::bigint", "BIGINT NOT NULL", "1"},
		{"'2024-02-29'::date::text || '!'", "STRING NOT NULL", "2024-02-29!"},
		{"-'5'::int4", "INT NOT NULL", "-5"},
		{"'{}'::varchar(1)", "VARCHAR(1) NOT NULL", "{"},
		{"int '5' + 1", "INT NOT NULL", "6"},
		{"double precision '1.5'", "DOUBLE NOT NULL", "1.5"},
		{"numeric '1.50'", "DECIMAL(3, 2) NOT NULL", "1.50"},
		{"9223372036854775808", "DECIMAL(19, 0) NOT NULL", "9223372036854775808"},
		{"-9223372036854775808", "BIGINT NOT NULL", "-9223372036854775808"},
		{"$$it's$$", "CHAR(4) NOT NULL", "it's"},
		{"1 != 2", "BOOLEAN NOT NULL", "true"},
		{"CAST('NaN' AS DOUBLE)", "DOUBLE NOT NULL", "NaN"},
		{"1 = ANY (1, 2)", "BOOLEAN NOT NULL", "true"},
		{"1 <> ALL (1, 2)", "BOOLEAN NOT NULL", "false"},
		{"TRUE = NOT FALSE", "BOOLEAN NOT NULL", "true"},
		{"NOT 1 = 2 AND TRUE", "BOOLEAN NOT NULL", "true"},
		{"'a' LIKE 'a' || '%' ESCAPE '!'", "BOOLEAN NOT NULL", "true"},
		{"1 IN (1) IN (TRUE)", "BOOLEAN NOT NULL", "true"},
		{"1 + 1 BETWEEN 0 + 1 AND 2 + 1 AND TRUE", "BOOLEAN NOT NULL", "true"},
		{"CASE 1 WHEN 3, 1 THEN 'a' ELSE 'bc' END", "VARCHAR(2) NOT NULL", "a"},
		{"CURRENT_DATE", "DATE NOT NULL", "2023-11-14"},
		{"CURRENT_DATABASE()", "STRING NOT NULL", "system"},
		{"INTERVAL '1' DAY + INTERVAL '1' HOUR", "INTERVAL SECOND(3) NOT NULL", "90000000"},
		{"IF(TRUE, 1, 1 / 0)", "INT NOT NULL", "1"},
	}
	for _, test := range tests {
		typ, v, err := evaluate(test.text, own)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if got := (struct{ text, typ, value string }{test.text, typ.String(), canonical(v)}); got != test {
			t.Errorf("got %+v, want %+v", got, test)
		}
	}
}

// TestErrors holds codes, positions and texts.
func TestErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text     string
		code     pgerr.Code
		position int
		message  string
	}{
		{"1 +", pgerr.SyntaxError, 4, "syntax error at end of input"},
		{"1 + * 2", pgerr.SyntaxError, 5, `syntax error at or near "*"`},
		{"é + é 1", pgerr.SyntaxError, 7, `syntax error at or near "1"`},
		{"(1, 2", pgerr.SyntaxError, 6, "syntax error at end of input"},
		{"CAST(1 AS)", pgerr.SyntaxError, 10, `syntax error at or near ")"`},
		{"CAST(1 AS TEXT)", pgerr.UndefinedObject, 11, `type "TEXT" does not exist`},
		{"1 BETWEEN 0 OR 2", pgerr.SyntaxError, 13, `syntax error at or near "OR"`},
		{"CASE WHEN TRUE 1 END", pgerr.SyntaxError, 16, `syntax error at or near "1"`},
		{"SUBSTRING('a' FOR 1)", pgerr.SyntaxError, 15, `syntax error at or near "FOR"`},
		{"1 + (SELECT 1)", pgerr.FeatureNotSupported, 6, "a query cannot be an argument of a call"},
		{"'a' || abc", pgerr.UndefinedColumn, 8, `column "abc" does not exist`},
		{"1 + UPPR('a')", pgerr.UndefinedFunction, 5, "function UPPR does not exist"},
		{"SUM(1)", pgerr.FeatureNotSupported, 1, "function SUM is not allowed in an argument of a call"},
		{"2 * (1 + TRUE)", pgerr.UndefinedFunction, 6, "operator does not exist: INT + BOOLEAN"},
		{"1 + NULL", pgerr.DatatypeMismatch, 5, "NULL needs a type here"},
		{"CAST(TRUE AS DATE)", pgerr.CannotCoerce, 1, "cannot cast type BOOLEAN to DATE"},
		{"1 + 1 / 0", pgerr.DivisionByZero, 5, "division by zero"},
		{"1 + CAST('x' AS INT)", pgerr.InvalidTextRepresentation, 5, ""},
		{"1e309", pgerr.NumericValueOutOfRange, 1, `numeric literal "1e309" is out of range`},
		{"1e308 * 10", pgerr.NumericValueOutOfRange, 1, "value out of range: overflow"},
		{"CAST(1000 AS DECIMAL(5, 2))", pgerr.NumericValueOutOfRange, 1, "numeric field overflow"},
		{"DATE '2023-02-29'", pgerr.InvalidDatetimeFormat, 1, `invalid DATE literal: "2023-02-29"`},
		{"DATE '9999-12-31' + INTERVAL '1' DAY", pgerr.DatetimeFieldOverflow, 1, "DATE is out of range"},
		{"INTERVAL '100' DAY", pgerr.IntervalFieldOverflow, 1, "interval field value 100 has more than 2 digits"},
		{"'a' LIKE 'b' ESCAPE 'cd'", pgerr.InvalidEscapeSequence, 1, "invalid escape character"},
		{"$1", pgerr.UndefinedParameter, 1, "there is no parameter $1"},
		{"ARRAY[]", pgerr.IndeterminateDatatype, 1, "cannot determine type of empty array"},
		{"CAST('NaN' AS FLOAT)", pgerr.FeatureNotSupported, 1, "FLOAT NaN cannot be an argument"},
	}
	for _, test := range tests {
		_, _, err := evaluate(test.text, own)
		if err == nil {
			t.Errorf("%s is accepted", test.text)
			continue
		}
		e := pgerr.From(err)
		if e.Code != test.code || e.Position != test.position || test.message != "" && e.Message != test.message {
			t.Errorf("%s: got %s at %d: %s", test.text, e.Code, e.Position, e.Message)
		}
	}
}

// TestParams holds the types that expressions give to open parameters.
func TestParams(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, param, typ string }{
		{"$1", "open", "NULL"},
		{"$1::int", "INT", "INT"},
		{"CAST($1 AS DECIMAL(10, 2))", "DECIMAL(10, 2)", "DECIMAL(10, 2)"},
		{"CAST($1 AS text)", "STRING", "STRING"},
		{"$1 + 1", "INT", "INT"},
		{"2.5 * $1", "DECIMAL(38, 18)", "DECIMAL(38, 16)"},
		{"$1 || 'abc'", "STRING", "STRING"},
		{"UPPER($1)", "STRING", "STRING"},
		{"$1 = 'abc'", "STRING", "BOOLEAN"},
		{"$1 < DATE '2024-01-01'", "DATE", "BOOLEAN"},
		{"$1 AND TRUE", "BOOLEAN", "BOOLEAN"},
		{"CASE WHEN TRUE THEN $1 ELSE 'abc' END", "STRING", "STRING"},
		{"5 IN ($1)", "INT", "BOOLEAN"},
		{"$1 IS NULL", "STRING", "BOOLEAN NOT NULL"},
		{"$1 = $1", "STRING", "BOOLEAN"},
		{"-$1", "INT", "INT"},
		{"$1::bigint + $1", "BIGINT", "BIGINT"},
	}
	for _, test := range tests {
		params := &expr.Params{Types: make([]datatype.Type, 1), Known: make([]bool, 1)}
		typed, err := check(test.text, params, own)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		param := "open"
		if params.Known[0] {
			param = params.Types[0].String()
		}
		if param != test.param || typed.Type.String() != test.typ || typed.Constant {
			t.Errorf("%s: $1 is %s, the type %s, constant %v", test.text, param, typed.Type, typed.Constant)
		}
	}
}

func TestParamValues(t *testing.T) {
	t.Parallel()
	params := &expr.Params{Types: []datatype.Type{datatype.Of(datatype.Int)}, Known: []bool{true}}
	typed, err := check("$1 * 2 + 1", params, own)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ param, want datatype.Value }{{int32(20), int32(41)}, {nil, nil}} {
		got, err := typed.Eval(own, []datatype.Value{test.param})
		if err != nil || got != test.want {
			t.Errorf("$1 = %v: %v, %v", test.param, got, err)
		}
	}
	if _, err := typed.Eval(own, nil); pgerr.From(err).Code != pgerr.UndefinedParameter {
		t.Errorf("no value: %v", err)
	}
}

// TestEvalAs holds where a conversion to a parameter's type needs more than the value.
func TestEvalAs(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, to, want string }{
		{"CAST(1.2 AS DECIMAL)", "DECIMAL(10, 2)", "1.20"},
		{"CAST(99.95 AS DECIMAL(3, 1))", "DECIMAL(10, 2)", "99.95"},
		{"CAST(1.25 AS DECIMAL(3, 1))", "DECIMAL(3, 1)", "1.3"},
		{"CAST(1.7 AS INT)", "DOUBLE", "1"},
		{"CAST(0.1 AS FLOAT)", "DOUBLE", "0.1"},
		{"CAST(12345.678 AS FLOAT)", "FLOAT", "12345.68"},
		{"INTERVAL '2' DAY", "INT", "2"},
		{"INTERVAL '1 02' DAY TO HOUR", "BIGINT", "26"},
		{"INTERVAL '2' HOUR + INTERVAL '1' DAY", "INT", "26"},
		{"INTERVAL '2' YEAR", "DECIMAL(10, 2)", "2.00"},
		{"'abc'", "VARCHAR(2)", "ab"},
		{"TIMESTAMP '2024-01-01 00:00:00.5'", "DATE", "2024-01-01"},
		{"CAST(NULL AS INT)", "BIGINT", "NULL"},
	}
	for _, test := range tests {
		to, err := datatype.Parse(test.to)
		if err != nil {
			t.Fatal(err)
		}
		typed, err := check(test.text, &expr.Params{}, own)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if got, err := typed.EvalAs(own, nil, to); err != nil || canonical(got) != test.want {
			t.Errorf("%s as %s: got %s, %v, want %s", test.text, test.to, canonical(got), err, test.want)
		}
	}
}

func TestParseMany(t *testing.T) {
	t.Parallel()
	const text = "p(1, 'é' || 'b', abc, -5)"
	exprs, err := parse(text, "1", "'é' || 'b'", "abc", "-5")
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, e := range exprs {
		got = append(got, e.Pos)
	}
	if diff := cmp.Diff([]int{3, 6, 18, 23}, got); diff != "" {
		t.Error(diff)
	}
	if _, err := exprs[2].Check(&expr.Params{}, own); pgerr.From(err).Position != 18 {
		t.Errorf("position of abc: %v", err)
	}
}

// TestLimits holds that large inputs end, well or with an error, and quickly.
func TestLimits(t *testing.T) {
	t.Parallel()
	args := make([]string, scan.MaxArguments)
	for i := range args {
		args[i] = fmt.Sprintf("%d+%d", i, i)
	}
	if _, err := parse(strings.Join(args, ","), args[:100]...); err != nil {
		t.Error(err)
	}
	tests := []struct {
		text string
		code pgerr.Code
	}{
		{"1" + strings.Repeat("+1", 20_000), ""},
		{"1" + strings.Repeat("+1", 40_000), pgerr.ProgramLimitExceeded},
		{"'a'" + strings.Repeat("||'a'", 10_000), ""},
		{"1" + strings.Repeat("::int", 5_000), ""},
		{strings.Repeat("(", 90) + "1" + strings.Repeat(")", 90), ""},
		{strings.Repeat("NOT ", 90) + "TRUE", ""},
		{"'" + strings.Repeat("x", 900_000) + "' || 'y'", ""},
		{"1 IN (1" + strings.Repeat(",1", 20_000) + ")", ""},
		{"CAST(NULL AS " + strings.Repeat("ARRAY<", 200) + "INT" + strings.Repeat(">", 200) + ")", pgerr.StatementTooComplex},
		{"CAST(NULL AS INT" + strings.Repeat(" ARRAY", 200) + ")", pgerr.StatementTooComplex},
	}
	for _, test := range tests {
		_, _, err := evaluate(test.text, own)
		if code := pgerr.From(err); (code == nil) != (test.code == "") || code != nil && code.Code != test.code {
			t.Errorf("%.40s…: %v", test.text, err)
		}
	}
}

// TestConcurrent evaluates one constant from many goroutines.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	typed, err := check("CAST('2' AS INT) * 21", &expr.Params{}, own)
	if err != nil {
		t.Fatal(err)
	}
	if !typed.Constant {
		t.Error("not constant")
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if v, err := typed.Eval(own, nil); err != nil || v != int32(42) {
				t.Errorf("got %v, %v", v, err)
			}
		})
	}
	group.Wait()
}

// TestConstant holds which expressions may be computed ahead.
func TestConstant(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"1 + 1": true, "UPPER('a')": true, "'a'": true, "CURRENT_DATE": false, "RAND()": false,
		"CAST(TIMESTAMP '2024-01-01 00:00:00' AS TIMESTAMP_LTZ(3))": false, "CAST('2024-01-01 00:00:00' AS TIMESTAMP_LTZ(3))": false,
		"CAST(DATE '2024-01-01' AS STRING)": true,
	} {
		typed, err := check(text, &expr.Params{}, own)
		if err != nil {
			t.Fatal(err)
		}
		if typed.Constant != want {
			t.Errorf("%s: constant is %v", text, typed.Constant)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		"1", "-1.5e3", "'a' || $1", "CAST(1 AS DECIMAL(10, 2))::text[]", "CASE 1 WHEN 1, 2 THEN 'a' ELSE NULL END", "x IS NOT JSON ARRAY",
		"1 NOT BETWEEN SYMMETRIC 1 AND NOT TRUE", "(DATE '2024-01-01' - $2) YEAR TO MONTH", "TRIM(BOTH 'x' FROM 'y')", "{ts '2024-01-01'}",
		"EXTRACT(DAY FROM INTERVAL '1 02' DAY TO HOUR)", "ROW(1, ARRAY[MAP['a', 1]])[1]", "1 = ALL ((1, 2), 3)", "INTERVAL (1 + 1) DAY(3)",
		"a LIKE b ESCAPE c SIMILAR TO d", "FLOOR(1 TO DAY)", "CAST(NULL AS ROW<a INT 'x', b MAP<INT, INT NOT NULL>>)", "count(*)",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		toks, err := scan.Tokens(text)
		if err != nil {
			return
		}
		exprs, err := expr.Parse(text, [][]scan.Token{toks[:len(toks)-1]})
		if err != nil {
			if pgerr.From(err).Code == pgerr.InternalError {
				t.Fatal(err)
			}
			return
		}
		params := &expr.Params{Types: make([]datatype.Type, 2), Known: make([]bool, 2)}
		typed, err := exprs[0].Check(params, own)
		if err != nil {
			if pgerr.From(err).Code == pgerr.InternalError {
				t.Fatal(err)
			}
			return
		}
		if _, err := typed.Eval(own, make([]datatype.Value, 2)); pgerr.From(err) != nil && pgerr.From(err).Code == pgerr.InternalError {
			t.Fatal(err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"1", "-5", "'abc'", "$1", "1 + 2", "CAST('2024-01-01' AS DATE)"} {
		toks, err := scan.Tokens(text)
		if err != nil {
			b.Fatal(err)
		}
		args := [][]scan.Token{toks[:len(toks)-1]}
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := expr.Parse(text, args); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestTryCastOfLiterals holds that a number as written can be tried as any other: a cast of it is a literal again, without an argument.
func TestTryCastOfLiterals(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]datatype.Value{
		"TRY_CAST(1.5 AS DOUBLE)": 1.5, "TRY_CAST(7 AS FLOAT)": float32(7), "TRY_CAST(NULL AS INT)": nil, "TRY_CAST('x' AS INT)": nil,
	} {
		if _, got, err := evaluate(text, &expr.Env{}); err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", text, got, err, want)
		}
	}
}
