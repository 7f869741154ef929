package catalogs

import (
	"math"
	"strconv"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"

	"github.com/callgate/callgate/procedures"
)

func (r *registry) addHints() {
	r.addDocumented()
	const db = "hints"
	type hints = procedures.ProcedureHint
	r.extract(db, "class_input_output", classInputOutput, procedures.Hints(hints{Input: inputs("INT", "STRING"), Output: output("STRING")}))
	r.extract(db, "method_input", procedures.Func(methodInput,
		procedures.MethodHints(hints{Input: inputs("DECIMAL(6, 1)", "DATE"), Output: output("STRING")})))
	r.extract(db, "method_output", procedures.Func(methodOutput, procedures.Argument(0, procedures.ArgumentHint{Name: "x"}),
		procedures.MethodHints(hints{Output: output("BIGINT")})))
	r.extract(db, "split_full",
		procedures.Func(typedAny, procedures.MethodHints(hints{Input: inputs("BIGINT"), Output: output("STRING")})),
		procedures.Hints(hints{Input: inputs("INT"), Output: output("STRING")}))
	r.extract(db, "global_inputs", procedures.Func(typedAny, procedures.MethodHints(hints{Output: output("STRING")})),
		procedures.Hints(hints{Input: inputs("INT")}, hints{Input: inputs("BIGINT")}))
	r.extract(db, "hint_varargs", procedures.Func(typedAll,
		procedures.MethodHints(hints{Input: inputs("INT", "STRING"), VarArgs: true, Output: output("STRING")})))
	r.extract(db, "annotation_order", typedAny, procedures.Hints(
		hints{Input: inputs("BIGINT"), Output: output("STRING")}, hints{Input: inputs("INT"), Output: output("STRING")}))
	r.extract(db, "bridged_int_date", procedures.Func(daysOfDate, procedures.Argument(0, hinted("x", "DATE"))))
	r.extract(db, "bridged_long_ltz", procedures.Func(millisOfInstant, procedures.Argument(0, hinted("x", "TIMESTAMP_LTZ(3)"))))
	r.extract(db, "default_decimal", procedures.Func(same[*apd.Decimal], procedures.Result(hint("DECIMAL(8, 3)")),
		procedures.Argument(0, procedures.ArgumentHint{Name: "x", Type: procedures.DataTypeHint{DecimalPrecision: 8, DecimalScale: 3}})))
	r.extract(db, "default_second", procedures.Func(same[*civil.DateTime], procedures.Result(hint("TIMESTAMP(3)")),
		procedures.Argument(0, procedures.ArgumentHint{Name: "x", Type: procedures.DataTypeHint{SecondPrecision: new(3)}})))
	r.extract(db, "raw_result", procedures.Func(rawResult, procedures.Result(rawHint)))
}

// addDocumented adds the examples of Flink's documentation.
func (r *registry) addDocumented() {
	const db = "hints"
	type hints = procedures.ProcedureHint
	r.extract(db, "doc_overloaded", procedures.Funcs(
		function(addLongs, "a", "b"),
		procedures.Func(addFloats, procedures.Argument(0, procedures.ArgumentHint{Name: "a"}),
			procedures.Argument(1, procedures.ArgumentHint{Name: "b"}), procedures.Result(hint("DECIMAL(12, 3)"))),
		procedures.Func(rawTyped, wildcard("o"), procedures.Result(rawHint)),
		procedures.Func(textAndTime, procedures.Argument(0, procedures.ArgumentHint{Name: "i"}),
			procedures.Result(hint("ROW<s STRING, t TIMESTAMP_LTZ(3)>")))))
	r.extract(db, "doc_global_output", procedures.Funcs(emptyArgs, function(sumRow, "a", "b")),
		procedures.Hints(hints{Output: output("ROW<s STRING, i INT>")}))
	r.extract(db, "doc_decoupled", firstOrFalse, procedures.Hints(
		hints{Input: inputs("INT", "INT"), Output: output("INT")},
		hints{Input: inputs("BIGINT", "BIGINT"), Output: output("BIGINT")},
		hints{Input: inputs(), Output: output("BOOLEAN")}))
	r.extract(db, "doc_integer_varargs", function(all[*int32], "x"))
	r.extract(db, "doc_integer_or_time", procedures.Funcs(function(integerText, "i"), function(timeText, "t")))
	r.extract(db, "doc_object", procedures.Func(typedAny, wildcard("o")))
}

// byteBuffer is the serializer of java.nio.ByteBuffer: its values are bytes already.
type byteBuffer struct{}

func (byteBuffer) Class() string { return "java.nio.ByteBuffer" }

func (byteBuffer) Serialize(v any) ([]byte, error) { return v.([]byte), nil }

var rawHint = procedures.DataTypeHint{Type: "RAW", Serializer: byteBuffer{}}

func same[T any](_ procedures.Context, x T) []T { return []T{x} }

func all[T any](_ procedures.Context, x ...T) []T { return x }

func typedAny(_ procedures.Context, x any) []*string { return []*string{new(typedGo(x))} }

func typedAll(_ procedures.Context, x ...any) []*string {
	var rows []*string
	for _, v := range x {
		rows = append(rows, new(typedGo(v)))
	}
	return rows
}

func classInputOutput(_ procedures.Context, i *int32, s *string) []*string { return joined(i, ":", s) }

func methodInput(_ procedures.Context, x, y any) []*string { return joined(x, "/", y) }

func joined(x any, separator string, y any) []*string {
	_, a := goText(x)
	_, b := goText(y)
	return []*string{new(a + separator + b)}
}

func methodOutput(_ procedures.Context, x *int32) []any {
	if x == nil {
		return []any{nil}
	}
	return []any{int64(*x) + 1}
}

func daysOfDate(_ procedures.Context, x *civil.Date) []*int32 {
	if x == nil {
		return []*int32{nil}
	}
	return []*int32{new(int32(date(x.Year, int(x.Month), x.Day)))}
}

func millisOfInstant(_ procedures.Context, x *time.Time) []*int64 {
	if x == nil {
		return []*int64{nil}
	}
	return []*int64{new(x.UnixMilli())}
}

func rawResult(procedures.Context) []any { return []any{[]byte{1, 2, 255}, nil} }

func addLongs(_ procedures.Context, a, b int64) []*int64 { return []*int64{new(a + b)} }

// addFloats answers with the decimal digits of the sum; NULL where DECIMAL(12, 3) cannot hold them, as Flink converts results.
func addFloats(_ procedures.Context, a, b float64) ([]*apd.Decimal, error) {
	const limit = 1e9
	sum := a + b
	if math.Abs(sum) >= limit {
		return []*apd.Decimal{nil}, nil
	}
	d, _, err := apd.NewFromString(strconv.FormatFloat(sum, 'f', -1, 64))
	if err != nil {
		return nil, err
	}
	rounded := new(apd.Decimal)
	_, err = halfUp.Quantize(rounded, d, -3)
	return []*apd.Decimal{rounded}, err
}

// halfUp rounds as Flink does where it brings a decimal to its scale.
var halfUp = apd.Context{Precision: 400, MaxExponent: apd.MaxExponent, MinExponent: apd.MinExponent, Rounding: apd.RoundHalfUp}

func rawTyped(_ procedures.Context, o any) []any { return []any{[]byte(typedGo(o))} }

func textAndTime(_ procedures.Context, i int32) []procedures.Row {
	return []procedures.Row{{strconv.Itoa(int(i)), time.Unix(int64(i), 0)}}
}

func emptyArgs(procedures.Context) []procedures.Row {
	return []procedures.Row{{"Empty args", int32(-1)}}
}

func sumRow(_ procedures.Context, a, b int32) []procedures.Row {
	return []procedures.Row{{"Sum", a + b}}
}

func firstOrFalse(_ procedures.Context, o ...any) []any {
	if len(o) == 0 {
		return []any{false}
	}
	return o[:1]
}

func integerText(_ procedures.Context, i *int32) []*string {
	_, text := goText(i)
	return []*string{new("integer " + text)}
}

func timeText(_ procedures.Context, t *civil.DateTime) []*string {
	_, text := goText(t)
	return []*string{new("time " + text)}
}
