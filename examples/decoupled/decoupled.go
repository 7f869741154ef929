// Package decoupled is the example of Flink's documentation in which hints alone decide on the types: one Go function serves
// three signatures.
package decoupled

import "github.com/callgate/callgate/procedures"

// Procedure is decoupled(INT, INT), decoupled(BIGINT, BIGINT) and decoupled().
var Procedure = procedures.MustNew(call, procedures.ReadOnly(),
	procedures.Doc("Yields its first argument, or FALSE: CALL demo.examples.decoupled(1, 2)"),
	procedures.Hints(
		procedures.ProcedureHint{Input: types("INT", "INT"), Output: &procedures.DataTypeHint{Type: "INT"}},
		procedures.ProcedureHint{Input: types("BIGINT", "BIGINT"), Output: &procedures.DataTypeHint{Type: "BIGINT"}},
		procedures.ProcedureHint{Input: types(), Output: &procedures.DataTypeHint{Type: "BOOLEAN"}},
	))

// call only has to exist for all signatures: the arguments arrive as the Go types of their data types, int32 and int64.
func call(_ procedures.Context, o ...any) []any {
	if len(o) == 0 {
		return []any{false}
	}
	return []any{o[0]}
}

// types are hints of types; none is a signature without arguments.
func types(names ...string) []procedures.DataTypeHint {
	hints := make([]procedures.DataTypeHint, len(names))
	for i, name := range names {
		hints[i].Type = name
	}
	return hints
}
