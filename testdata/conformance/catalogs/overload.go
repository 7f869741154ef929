package catalogs

import (
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
)

// none, one, two, three and four answer with a label and their arguments.
func none(label string) func(procedures.Context) []*string {
	return func(procedures.Context) []*string { return call(label) }
}

func one[A any](label string) func(procedures.Context, A) []*string {
	return func(_ procedures.Context, a A) []*string { return call(label, a) }
}

func two[A, B any](label string) func(procedures.Context, A, B) []*string {
	return func(_ procedures.Context, a A, b B) []*string { return call(label, a, b) }
}

func three[A, B, C any](label string) func(procedures.Context, A, B, C) []*string {
	return func(_ procedures.Context, a A, b B, c C) []*string { return call(label, a, b, c) }
}

func four[A, B, C, D any](label string) func(procedures.Context, A, B, C, D) []*string {
	return func(_ procedures.Context, a A, b B, c C, d D) []*string { return call(label, a, b, c, d) }
}

// rest answers with a label and its var-args.
func rest[A any](label string) func(procedures.Context, ...A) []*string {
	return func(_ procedures.Context, a ...A) []*string {
		values := make([]any, len(a))
		for i, v := range a {
			values[i] = v
		}
		return call(label, values...)
	}
}

// countRest answers with a label, its first argument and the number of the others.
func countRest[A, B any](label string) func(procedures.Context, A, ...B) []*string {
	return func(_ procedures.Context, a A, b ...B) []*string { return call(label, a, int32(len(b))) }
}

// anyTyped answers with any(typed(a)).
func anyTyped(_ procedures.Context, a any) []*string { return call("any", typedGo(a)) }

// a and ab are functions whose parameters are called a, and a and b; typedA has a type hint for a.
func a(fn any) procedures.Function  { return function(fn, "a") }
func ab(fn any) procedures.Function { return function(fn, "a", "b") }

func typedA(fn any, typ string) procedures.Function {
	return procedures.Func(fn, procedures.Argument(0, hinted("a", typ)))
}

func (r *registry) addOverloads() {
	overloads := func(name string, functions ...any) { r.extract("overload", name, procedures.Funcs(functions...)) }
	overloads("all_numbers", a(one[*int8]("tinyint")), a(one[*float64]("double")), a(one[*float32]("float")), a(one[*int32]("int")),
		a(one[*int64]("bigint")), a(one[*int16]("smallint")), typedA(one[*apd.Decimal]("decimal"), "DECIMAL(10, 2)"))
	overloads("any_or_int", a(one[*int32]("int")), procedures.Func(anyTyped, wildcard("a")))
	overloads("any_or_varargs", a(rest[*int32]("ints")), procedures.Func(anyTyped, wildcard("a")))
	overloads("by_count", none("none"), a(one[*int32]("one")), ab(two[*int32, *int32]("two")),
		function(four[*int32, *int32, *int32, *int32]("four"), "a", "b", "c", "d"))
	overloads("byte_int_long", a(one[*int8]("tinyint")), a(one[*int32]("int")), a(one[*int64]("bigint")))
	overloads("bytes_or_string", a(one[*[]byte]("bytes")), a(one[*string]("string")))
	overloads("char_or_string",
		procedures.Func(two[*string, int32]("char"), procedures.Argument(0, hinted("a", "CHAR(3)")), procedures.Argument(1, procedures.ArgumentHint{Name: "b"})),
		ab(two[*string, int64]("string")))
	overloads("decimals", a(one[*float64]("double")), typedA(one[*apd.Decimal]("decimal 10 2"), "DECIMAL(10, 2)"))
	overloads("double_float", a(one[*float64]("double")), a(one[*float32]("float")))
	overloads("first_then_varargs", ab(countRest[*int32, *string]("int strings")), ab(countRest[*string, *int32]("string ints")))
	overloads("fixed_or_varargs", ab(two[*int32, *int32]("two")), a(rest[*int32]("varargs")))
	overloads("int_or_integer", a(one[int32]("int nn")), a(one[*int32]("int")))
	overloads("int_string", a(one[*int32]("int")), a(one[*string]("string")))
	overloads("interval_or_int", a(one[*int32]("int")), a(one[*time.Duration]("duration")), a(one[*datatype.Period]("period")))
	overloads("none_or_varargs", none("none"), a(rest[*string]("strings")))
	overloads("not_null_last_nullable", a(one[int32]("int nn")), a(one[*int64]("bigint")), a(one[string]("string nn")))
	overloads("pair", ab(two[*int32, *string]("int string")), ab(two[*int64, *float64]("bigint double")),
		ab(two[*string, *int32]("string int")), ab(two[*string, *string]("string string")))
	overloads("string_int_boolean", a(one[*bool]("boolean")), a(one[*int32]("int")), a(one[*string]("string")))
	overloads("temporal", a(one[*time.Time]("ltz")), a(one[*civil.Date]("date")), a(one[*civil.DateTime]("timestamp")), a(one[*civil.Time]("time")))
	overloads("temporal_no_ts", a(one[*civil.Date]("date")), a(one[*civil.Time]("time")))
	overloads("two_varargs", a(rest[*int32]("ints")), a(rest[*string]("strings")))
}
