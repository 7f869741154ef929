package procedures

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"
	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// echoes are functions that return their argument, as a slice; hinted is the type that both have, where reflection cannot tell.
var echoes = []struct {
	fn     any
	hinted string
	values []datatype.Value
}{
	{func(_ Context, x bool) []bool { return []bool{x} }, "", []datatype.Value{true, false}},
	{func(_ Context, x int8) []int8 { return []int8{x} }, "", []datatype.Value{int8(-128)}},
	{func(_ Context, x int16) []int16 { return []int16{x} }, "", []datatype.Value{int16(-5)}},
	{func(_ Context, x int32) []int32 { return []int32{x} }, "", []datatype.Value{int32(5)}},
	{func(_ Context, x int64) []int64 { return []int64{x} }, "", []datatype.Value{int64(1) << 62}},
	{func(_ Context, x int) []int { return []int{x} }, "", []datatype.Value{int64(7)}},
	{func(_ Context, x float32) []float32 { return []float32{x} }, "", []datatype.Value{float32(1.5)}},
	{func(_ Context, x float64) []float64 { return []float64{x} }, "", []datatype.Value{-2.5}},
	{func(_ Context, x string) []string { return []string{x} }, "", []datatype.Value{"", "é"}},
	{func(_ Context, x *string) []*string { return []*string{x} }, "", []datatype.Value{"a", nil}},
	{func(_ Context, x sql.Null[int32]) []sql.Null[int32] { return []sql.Null[int32]{x} }, "", []datatype.Value{int32(3), nil}},
	{func(_ Context, x []byte) [][]byte { return [][]byte{x} }, "", []datatype.Value{[]byte{0, 255}, nil}},
	{func(_ Context, x []byte) [][]byte { return [][]byte{x} }, "STRING", []datatype.Value{"text", nil}},
	{func(_ Context, x civil.Date) []civil.Date { return []civil.Date{x} }, "", []datatype.Value{datatype.Days(-1), datatype.Days(20000)}},
	{func(_ Context, x *int32) []*int32 { return []*int32{x} }, "DATE", []datatype.Value{datatype.Days(365), nil}},
	{func(_ Context, x *datatype.Days) []*datatype.Days { return []*datatype.Days{x} }, "DATE", []datatype.Value{datatype.DaysInfinity}},
	{
		func(_ Context, x civil.Time) []civil.Time { return []civil.Time{x} }, "",
		[]datatype.Value{datatype.Nanos(0), datatype.Nanos(86399999999999), datatype.Nanos(24 * time.Hour)},
	},
	{func(_ Context, x *int32) []*int32 { return []*int32{x} }, "TIME(3)", []datatype.Value{datatype.Nanos(1_500_000_000)}},
	{func(_ Context, x *int64) []*int64 { return []*int64{x} }, "TIME(9)", []datatype.Value{datatype.Nanos(1_500_000_001)}},
	{
		func(_ Context, x civil.DateTime) []civil.DateTime { return []civil.DateTime{x} }, "",
		[]datatype.Value{datatype.Instant{Seconds: -1, Nanos: 5}, datatype.Instant{Seconds: 1 << 33}},
	},
	{
		func(_ Context, x *datatype.Instant) []*datatype.Instant { return []*datatype.Instant{x} }, "TIMESTAMP(6)",
		[]datatype.Value{datatype.Instant{Seconds: 9}, datatype.InstantInfinity},
	},
	{func(_ Context, x time.Time) []time.Time { return []time.Time{x} }, "", []datatype.Value{datatype.Instant{Seconds: -5, Nanos: 999_999_999}}},
	{
		func(_ Context, x *int64) []*int64 { return []*int64{x} }, "TIMESTAMP_LTZ(3)",
		[]datatype.Value{datatype.Instant{Seconds: -2, Nanos: 250_000_000}, nil},
	},
	{func(_ Context, x *int32) []*int32 { return []*int32{x} }, "TIMESTAMP_LTZ(0)", []datatype.Value{datatype.Instant{Seconds: -2}}},
	{func(_ Context, x time.Duration) []time.Duration { return []time.Duration{x} }, "", []datatype.Value{-90061001 * time.Millisecond}},
	{func(_ Context, x *int64) []*int64 { return []*int64{x} }, "INTERVAL SECOND(3)", []datatype.Value{1500 * time.Millisecond}},
	{func(_ Context, x datatype.Period) []datatype.Period { return []datatype.Period{x} }, "", []datatype.Value{datatype.Period(-13)}},
	{func(_ Context, x *int32) []*int32 { return []*int32{x} }, "INTERVAL MONTH", []datatype.Value{datatype.Period(14)}},
	{func(_ Context, x *apd.Decimal) []*apd.Decimal { return []*apd.Decimal{x} }, "DECIMAL(10, 2)", []datatype.Value{apd.New(-123450, -2), nil}},
	{func(_ Context, x []int32) [][]int32 { return [][]int32{x} }, "", []datatype.Value{[]datatype.Value{int32(1), int32(2)}, nil}},
	{func(_ Context, x []*string) [][]*string { return [][]*string{x} }, "", []datatype.Value{[]datatype.Value{"a", nil}}},
	{
		func(_ Context, x map[string]int32) []map[string]int32 { return []map[string]int32{x} }, "",
		[]datatype.Value{[]datatype.Entry{{Key: "a", Value: int32(1)}, {Key: "b", Value: int32(2)}}, nil},
	},
	{
		func(_ Context, x map[int64]*bool) []map[int64]*bool { return []map[int64]*bool{x} }, "",
		[]datatype.Value{[]datatype.Entry{{Key: int64(9), Value: true}, {Key: int64(10), Value: nil}}},
	},
	{
		func(_ Context, x map[string]int32) []map[string]int32 { return []map[string]int32{x} }, "MULTISET<STRING>",
		[]datatype.Value{[]datatype.Entry{{Key: "a", Value: int32(3)}}},
	},
	{
		func(_ Context, x []datatype.Entry) [][]datatype.Entry { return [][]datatype.Entry{x} }, "MAP<DATE, INT>",
		[]datatype.Value{[]datatype.Entry{{Key: datatype.Days(2), Value: int32(1)}, {Key: datatype.Days(1), Value: nil}}},
	},
	{
		func(_ Context, x []inner) [][]inner { return [][]inner{x} }, "",
		[]datatype.Value{[]datatype.Value{[]datatype.Value{"Kiel", int32(24103)}, []datatype.Value{"x", nil}}},
	},
	{func(_ Context, x json.RawMessage) []json.RawMessage { return []json.RawMessage{x} }, "", []datatype.Value{json.RawMessage(`{"a":1}`), nil}},
}

func TestEcho(t *testing.T) {
	t.Parallel()
	for _, tt := range echoes {
		var options []Option
		if tt.hinted != "" {
			options = []Option{ParamHint(0, DataTypeHint{Type: tt.hinted}), Result(DataTypeHint{Type: tt.hinted})}
		}
		p := mustNew(t, tt.fn, options...)
		for _, v := range tt.values {
			got, err := rowsOfCall(t.Context(), callOf(p, 0, v))
			if err != nil {
				t.Errorf("%s %v: %v", p.Overloads[0].Signature("echo"), v, err)
				continue
			}
			if diff := cmp.Diff(oneColumn(v), got, compareDecimals); diff != "" {
				t.Errorf("%s: (-want +got)\n%s", p.Overloads[0].Signature("echo"), diff)
			}
		}
	}
}

var compareDecimals = cmp.Comparer(func(a, b *apd.Decimal) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.CmpTotal(b) == 0
})

// Arguments without a Go type of their own arrive as the default type of their data type, and go back the same way.
func TestAny(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typ   string
		value datatype.Value
		want  string
	}{
		{"BOOLEAN", true, "bool"},
		{"TINYINT", int8(1), "int8"},
		{"SMALLINT", int16(1), "int16"},
		{"INT", int32(1), "int32"},
		{"BIGINT", int64(1), "int64"},
		{"FLOAT", float32(1), "float32"},
		{"DOUBLE", 1.0, "float64"},
		{"CHAR(3)", "abc", "string"},
		{"STRING", "abc", "string"},
		{"BYTES", []byte("x"), "[]uint8"},
		{"DECIMAL(3, 1)", apd.New(15, -1), "apd.Decimal"},
		{"DATE", datatype.Days(1), "civil.Date"},
		{"TIME(3)", datatype.Nanos(1), "civil.Time"},
		{"TIMESTAMP(3)", datatype.Instant{Seconds: 1}, "civil.DateTime"},
		{"TIMESTAMP_LTZ(3)", datatype.Instant{Seconds: 1}, "time.Time"},
		{"INTERVAL MONTH", datatype.Period(1), "datatype.Period"},
		{"INTERVAL SECOND(3)", time.Second, "time.Duration"},
		{"ARRAY<INT>", []datatype.Value{int32(1), nil}, "[]interface {}"},
		{"MAP<STRING, INT>", []datatype.Entry{{Key: "a", Value: int32(1)}}, "map[interface {}]interface {}"},
		{"MAP<DATE, INT>", []datatype.Entry{{Key: datatype.Days(1), Value: nil}}, "map[interface {}]interface {}"},
		{"MAP<BYTES, INT>", []datatype.Entry{{Key: []byte("a"), Value: int32(1)}}, "[]datatype.Entry"},
		{"MULTISET<INT>", []datatype.Entry{{Key: int32(1), Value: int32(2)}}, "map[interface {}]interface {}"},
		{"ARRAY<ROW<a INT, b STRING>>", []datatype.Value{[]datatype.Value{int32(1), nil}}, "[]interface {}"},
		{"VARIANT", json.RawMessage("1"), "json.RawMessage"},
		{"STRING", nil, "<nil>"},
	}
	for _, tt := range tests {
		var seen any
		p := mustNew(t, func(_ Context, x any) []any { seen = x; return []any{x} },
			Hints(ProcedureHint{Input: []DataTypeHint{{Type: tt.typ}}, Output: &DataTypeHint{Type: tt.typ}}))
		got, err := rowsOfCall(t.Context(), callOf(p, 0, tt.value))
		if err != nil {
			t.Errorf("%s: %v", tt.typ, err)
			continue
		}
		if text := fmt.Sprintf("%T", seen); text != tt.want {
			t.Errorf("%s: the procedure got a %s, want %s", tt.typ, text, tt.want)
		}
		if diff := cmp.Diff(oneColumn(tt.value), got, compareDecimals); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.typ, diff)
		}
	}
}

func TestAnyGroup(t *testing.T) {
	t.Parallel()
	p := mustNew(t, func(_ Context, x ...any) []string {
		var texts []string
		for _, x := range x {
			texts = append(texts, fmt.Sprintf("%T", x))
		}
		return texts
	}, ParamHint(0, DataTypeHint{InputGroup: GroupAny}))
	call := callOf(p, 0, int32(1), "a", nil, datatype.Days(1))
	call.Types = []datatype.Type{mustType(t, "INT NOT NULL"), datatype.CharType(1), {}, mustType(t, "DATE")}
	got, err := rowsOfCall(t.Context(), call)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(oneColumn("int32", "string", "<nil>", "civil.Date"), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// rowTypes are the Go types that can be a row of ROW<city STRING, zip INT>.
func TestRows(t *testing.T) {
	t.Parallel()
	zip := int32(24103)
	type pair struct {
		A *string
		B any
	}
	city := "Kiel"
	full := []datatype.Value{"Kiel", int32(24103)}
	half := []datatype.Value{"Kiel", nil}
	nulls := []datatype.Value{nil, nil}
	tests := []struct {
		name string
		fn   any
		want [][]datatype.Value
	}{
		{"structs", func(Context) []inner { return []inner{{"Kiel", &zip}, {"Kiel", nil}} }, [][]datatype.Value{full, half}},
		{"pointers", func(Context) []*inner { return []*inner{{"Kiel", &zip}, nil} }, [][]datatype.Value{full, nulls}},
		{
			"nullable", func(Context) []sql.Null[inner] { return []sql.Null[inner]{{}, {V: inner{City: "Kiel"}, Valid: true}} },
			[][]datatype.Value{nulls, half},
		},
		{"by position", func(Context) []pair { return []pair{{&city, 24103}, {}} }, [][]datatype.Value{full, nulls}},
		{"generic", func(Context) []Row { return []Row{{"Kiel", zip}, nil, {&city, nil}} }, [][]datatype.Value{full, nulls, half}},
		{
			"by name", func(Context) []map[string]any {
				return []map[string]any{{"zip": 24103, "city": "Kiel"}, {"city": "Kiel"}, nil}
			},
			[][]datatype.Value{full, half, nulls},
		},
		{
			"any", func(Context) []any { return []any{inner{"Kiel", &zip}, nil, Row{"Kiel", zip}, &inner{City: "Kiel"}} },
			[][]datatype.Value{full, nulls, full, half},
		},
		{"iterator", func(Context) iter.Seq[inner] {
			return func(yield func(inner) bool) { _ = yield(inner{"Kiel", &zip}) && yield(inner{City: "Kiel"}) }
		}, [][]datatype.Value{full, half}},
		{"iterator with errors", func(Context) (iter.Seq2[Row, error], error) {
			return func(yield func(Row, error) bool) { yield(Row{"Kiel", nil}, nil) }, nil
		}, [][]datatype.Value{half}},
	}
	for _, tt := range tests {
		p := mustNew(t, tt.fn, Result(DataTypeHint{Type: "ROW<city STRING, zip INT>"}))
		got, err := rowsOfCall(t.Context(), callOf(p, 0))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestBadRows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		fn   any
		typ  string
		want string
	}{
		{func(Context) []Row { return []Row{{1}} }, "ROW<a INT, b INT>", "procedure returned a row of 1 values for 2 columns (SQLSTATE 38000)"},
		{
			func(Context) []map[string]any { return []map[string]any{{"c": 1}} }, "ROW<a INT>",
			"Unknown field name 'c' for mapping to a row position. Available names are: [a] (SQLSTATE 38000)",
		},
		{func(Context) []any { return []any{"x"} }, "INT", "procedure returned a Go value of type string for INT (SQLSTATE 38000)"},
		{func(Context) []any { return []any{1} }, "ROW<a INT>", "procedure returned a Go value of type int for ROW<`a` INT> (SQLSTATE 38000)"},
		{func(Context) []any { return []any{int64(1) << 40} }, "INT", "integer out of range (SQLSTATE 22003)"},
		{func(Context) []int { return []int{300} }, "TINYINT", "integer out of range (SQLSTATE 22003)"},
		{func(Context) []civil.Date { return []civil.Date{{}} }, "DATE", "date out of range (SQLSTATE 22008)"},
		{func(Context) []civil.Time { return []civil.Time{{Hour: 24, Second: 1}} }, "TIME(0)", "time out of range (SQLSTATE 22008)"},
		{func(Context) []apd.Decimal { return []apd.Decimal{*apd.New(99995, -3)} }, "DECIMAL(4, 2)", "numeric field overflow (SQLSTATE 22003)"},
		{func(Context) []apd.Decimal { return []apd.Decimal{{Form: apd.NaN}} }, "DECIMAL(4, 2)", "numeric field overflow (SQLSTATE 22003)"},
	}
	for _, tt := range tests {
		p := mustNew(t, tt.fn, Result(DataTypeHint{Type: tt.typ}))
		_, err := rowsOfCall(t.Context(), callOf(p, 0))
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.typ, err, tt.want)
		}
	}
}

func TestBadArguments(t *testing.T) {
	t.Parallel()
	tests := []struct {
		fn    any
		typ   string
		value datatype.Value
		want  pgerr.Code
	}{
		{func(Context, []int32) {}, "ARRAY<INT>", []datatype.Value{nil}, pgerr.NullValueNotAllowed},
		{func(Context, []civil.Date) {}, "ARRAY<DATE>", []datatype.Value{datatype.DaysInfinity}, pgerr.DatetimeFieldOverflow},
		{func(Context, *civil.DateTime) {}, "TIMESTAMP(3)", datatype.InstantInfinity, pgerr.DatetimeFieldOverflow},
		{func(Context, *time.Time) {}, "TIMESTAMP_LTZ(3)", datatype.InstantNegativeInfinity, pgerr.DatetimeFieldOverflow},
		{func(Context, *int64) {}, "TIMESTAMP_LTZ(3)", datatype.InstantInfinity, pgerr.DatetimeFieldOverflow},
		{func(Context, *int32) {}, "TIMESTAMP_LTZ(3)", datatype.Instant{Seconds: 1 << 40}, pgerr.NumericValueOutOfRange},
		{func(Context, *string) {}, "STRING", int32(1), pgerr.DatatypeMismatch},
	}
	for _, tt := range tests {
		p := mustNew(t, tt.fn, ParamHint(0, DataTypeHint{Type: tt.typ}))
		if _, err := rowsOfCall(t.Context(), callOf(p, 0, tt.value)); codeOf(err) != tt.want {
			t.Errorf("%s: got %v, want %s", tt.typ, err, tt.want)
		}
	}
}

func TestDecimalsAreRescaled(t *testing.T) {
	t.Parallel()
	p := mustNew(t, func(Context) []apd.Decimal {
		return []apd.Decimal{*apd.New(1, 0), *apd.New(1005, -3), *apd.New(-1005, -3), *apd.New(1, 1), {}, *apd.New(1004999, -6)}
	}, Result(DataTypeHint{Type: "DECIMAL(5, 2)"}))
	got, err := rowsOfCall(t.Context(), callOf(p, 0))
	if err != nil {
		t.Fatal(err)
	}
	want := oneColumn(apd.New(100, -2), apd.New(101, -2), apd.New(-101, -2), apd.New(1000, -2), apd.New(0, -2), apd.New(100, -2))
	if diff := cmp.Diff(want, got, compareDecimals); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

type point struct{ x, y int }

type pointSerializer struct{}

func (pointSerializer) Class() string { return "example.Point" }

func (pointSerializer) Serialize(v any) ([]byte, error) {
	switch p := v.(type) {
	case point:
		return []byte{byte(p.x), byte(p.y)}, nil
	case *point:
		return []byte{byte(p.x), byte(p.y)}, nil
	}
	return nil, errors.New("no point")
}

func TestRaw(t *testing.T) {
	t.Parallel()
	hint := DataTypeHint{Type: "RAW", Serializer: pointSerializer{}}
	want := oneColumn([]byte{1, 2}, nil)
	for _, fn := range []any{
		func(Context) []*point { return []*point{{1, 2}, nil} },
		func(Context) []any { return []any{point{1, 2}, nil} },
	} {
		p := mustNew(t, fn, Result(hint))
		if text := p.Overloads[0].Output.String(); text != "RAW('example.Point', '...')" {
			t.Errorf("type %s", text)
		}
		got, err := rowsOfCall(t.Context(), callOf(p, 0))
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	p := mustNew(t, func(Context) []any { return []any{1} }, Result(hint))
	if _, err := rowsOfCall(t.Context(), callOf(p, 0)); err == nil || err.Error() != "no point (SQLSTATE 38000)" {
		t.Errorf("got %v", err)
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	p := mustNew(t, func(Context, *string, int64, *apd.Decimal) {},
		Argument(0, ArgumentHint{Name: "a", Optional: true, Default: "eu"}),
		Argument(1, ArgumentHint{Name: "b", Optional: true, Default: 5}),
		Argument(2, ArgumentHint{Name: "c", Optional: true, Default: *apd.New(15, -1), Type: DataTypeHint{Type: "DECIMAL(4, 2)"}}))
	var got []datatype.Value
	for _, param := range p.Overloads[0].Params {
		got = append(got, param.Default)
	}
	if diff := cmp.Diff([]datatype.Value{"eu", int64(5), apd.New(150, -2)}, got, compareDecimals); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
