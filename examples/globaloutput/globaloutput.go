// Package globaloutput is the example of a procedure hint of Flink's documentation that declares the result of all methods once.
package globaloutput

import "github.com/callgate/callgate/procedures"

// Procedure is global_output() and global_output(a, b).
var Procedure = procedures.MustNew(Overloaded{}, procedures.ReadOnly(),
	procedures.Doc("Two signatures with one result type: CALL demo.examples.global_output(1, 2)"),
	procedures.Hints(procedures.ProcedureHint{Output: &procedures.DataTypeHint{Type: "ROW<s STRING, i INT>"}}))

// Overloaded has methods that share their result type.
type Overloaded struct{}

// CallSum takes two INTs.
func (Overloaded) CallSum(_ procedures.Context, a, b int32) []procedures.Row {
	return []procedures.Row{{"Sum", a + b}}
}

// CallEmpty takes nothing: overloading of arguments is still possible.
func (Overloaded) CallEmpty(_ procedures.Context) []procedures.Row {
	return []procedures.Row{{"Empty args", -1}}
}
