// Package overloaded is the example of data type hints in Flink's documentation: a method that needs no hint, a decimal whose
// precision a hint gives, a row type from a hint, and an argument of any type with a result of custom bytes.
package overloaded

import (
	"fmt"
	"strconv"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures"
)

// Procedure is overloaded(a, b) for BIGINT and DOUBLE, overloaded(i) for INT and overloaded(o) for the rest.
var Procedure = procedures.MustNew(Overloaded{}, procedures.ReadOnly(),
	procedures.Doc("The documentation's OverloadedProcedure: CALL demo.examples.overloaded(1.5e0, 2e0)"),
	procedures.Method("CallDoubles", procedures.Result(procedures.DataTypeHint{Type: "DECIMAL(12, 3)"})),
	procedures.Method("CallInt", procedures.Result(procedures.DataTypeHint{Type: "ROW<s STRING, t TIMESTAMP_LTZ(3)>"})),
	procedures.Method("CallObject",
		procedures.ParamHint(0, procedures.DataTypeHint{InputGroup: procedures.GroupAny}),
		procedures.Result(procedures.DataTypeHint{Type: "RAW", Serializer: text{}})),
)

// Overloaded is tried in the order of the methods' names.
type Overloaded struct{}

// CallBigints needs no hint.
func (Overloaded) CallBigints(_ procedures.Context, a, b int64) []int64 { return []int64{a + b} }

// CallDoubles needs to know the precision and scale of its decimal.
func (Overloaded) CallDoubles(_ procedures.Context, a, b float64) ([]apd.Decimal, error) {
	var sum apd.Decimal
	_, err := sum.SetFloat64(a + b)
	return []apd.Decimal{sum}, err
}

// CallInt returns rows of a nested data type.
func (Overloaded) CallInt(_ procedures.Context, i int32) []procedures.Row {
	return []procedures.Row{{strconv.Itoa(int(i)), time.Unix(int64(i), 0)}}
}

// CallObject takes anything.
func (Overloaded) CallObject(_ procedures.Context, o any) []any { return []any{o} }

// text serializes any value as its text.
type text struct{}

// Class implements [procedures.Serializer].
func (text) Class() string { return "text" }

// Serialize implements [procedures.Serializer].
func (text) Serialize(v any) ([]byte, error) { return fmt.Append(nil, v), nil }
