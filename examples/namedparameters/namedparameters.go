// Package namedparameters is the example of Flink's documentation of argument hints, at the three places where they can stand.
package namedparameters

import "github.com/callgate/callgate/procedures"

// OnParameters has hints on the parameters of the function: a may be left out.
var OnParameters = procedures.MustNew(sum, procedures.ReadOnly(),
	procedures.Doc("Adds a and b; a may be left out: CALL demo.examples.named_on_parameters(b => 2)"),
	procedures.Argument(0, procedures.ArgumentHint{Name: "a", Optional: true}),
	procedures.Argument(1, procedures.ArgumentHint{Name: "b"}),
	procedures.Result(integer))

// OnMethod has a hint on one method: param2 may be left out.
var OnMethod = procedures.MustNew(Sum{}, procedures.ReadOnly(),
	procedures.Doc("Adds param1 and param2, which may be left out: CALL demo.examples.named_on_method(param1 => 1)"),
	procedures.Method("Call", procedures.MethodHints(hint), procedures.Result(integer)))

// OnProcedure has a hint on the whole procedure, which all methods inherit.
var OnProcedure = procedures.MustNew(Sum{}, procedures.ReadOnly(),
	procedures.Doc("Adds param1 and param2, which may be left out: CALL demo.examples.named_on_procedure(param1 => 1)"),
	procedures.Hints(hint))

var integer = procedures.DataTypeHint{Type: "INTEGER"}

// hint holds argument hints; each has a data type hint inside, so the same hint cannot have Input as well.
var hint = procedures.ProcedureHint{Arguments: []procedures.ArgumentHint{
	{Name: "param1", Type: integer},
	{Name: "param2", Type: integer, Optional: true},
}}

// Sum adds two INTs.
type Sum struct{}

// Call adds what is not NULL.
func (Sum) Call(ctx procedures.Context, a, b *int32) []int32 { return sum(ctx, a, b) }

func sum(_ procedures.Context, a, b *int32) []int32 {
	total := int32(0)
	for _, n := range []*int32{a, b} {
		if n != nil {
			total += *n
		}
	}
	return []int32{total}
}
