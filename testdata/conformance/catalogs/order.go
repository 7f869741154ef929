package catalogs

import (
	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"

	"github.com/callgate/callgate/procedures"
)

// addOverloadOrder adds procedures that show in which order overloads are tried. Flink sorts methods by their text, result type
// first; here they stand in that order.
func (r *registry) addOverloadOrder() {
	const db = "overload"
	overloads := func(name string, functions ...any) { r.extract(db, name, procedures.Funcs(functions...)) }
	overloads("long_before_integer", a(same[*int32]), a(same[*int64]))
	overloads("integer_returns_last", a(cutLong), a(nested[*int32]("int")))
	overloads("double_returns_first", a(same[*float64]), a(nested[*int64]("bigint")))
	overloads("primitive_returns", a(constant[*int32](int32(1))), a(nested[*int64]("bigint")), a(constant[*int8](int64(2))))
	overloads("static_method", a(one[*int32]("int")), a(one[*int64]("bigint")), a(one[*int8]("tinyint static")))
	overloads("inherited", a(one[*int64]("inherited bigint")), a(one[*int32]("own int")))
	overloads("object_runs_first", decoupled("integer ", "INT"), decoupled("object ", "BIGINT"))
	overloads("number_runs", decoupled("long ", "BIGINT"), decoupled("number ", "INT"))

	byHints := func(name string, fn any, types ...string) {
		var hints []procedures.ProcedureHint
		for _, t := range types {
			hints = append(hints, procedures.ProcedureHint{Input: inputs(t)})
		}
		r.extract(db, name, fn, procedures.Hints(hints...))
	}
	byHints("varchar_20_10", one[*string]("call"), "VARCHAR(20)", "VARCHAR(10)")
	byHints("varchar_2_20", one[*string]("call"), "VARCHAR(2)", "VARCHAR(20)")
	byHints("decimal_4_2_20_4", one[*apd.Decimal]("call"), "DECIMAL(4, 2)", "DECIMAL(20, 4)")
	byHints("timestamp_3_9", one[*civil.DateTime]("call"), "TIMESTAMP(3)", "TIMESTAMP(9)")

	var byType []procedures.ProcedureHint
	for _, t := range []string{"INT", "BIGINT", "DOUBLE", "STRING"} {
		byType = append(byType, procedures.ProcedureHint{Input: inputs(t), Output: output(t)})
	}
	r.extract(db, "result_by_type", same[any], procedures.Hints(byType...))
}

// cutLong answers with the low 32 bits.
func cutLong(_ procedures.Context, a *int64) []*int32 {
	if a == nil {
		return []*int32{nil}
	}
	return []*int32{new(int32(*a))}
}

// nested answers with a label in parentheses, as those Java methods do.
func nested[A any](label string) func(procedures.Context, A) []*string {
	return func(_ procedures.Context, a A) []*string { return call("", *call(label, a)[0]) }
}

// constant answers with the same, whatever the argument is.
func constant[A, R any](result R) func(procedures.Context, A) []R {
	return func(procedures.Context, A) []R { return []R{result} }
}

// decoupled is a function that takes anything and is hinted to take a type.
func decoupled(label, typ string) procedures.Function {
	return procedures.Func(func(_ procedures.Context, a any) []*string { return []*string{new(label + typedGo(a))} },
		procedures.MethodHints(procedures.ProcedureHint{Input: inputs(typ), Output: output("STRING")}))
}
