// Package sqlcall turns the text of statements into bound calls.
//
// [Parse] splits a text into [Statement]s. For a [Call], [NewPlan] resolves the procedure in a catalog snapshot, types the
// arguments by Flink's rules and chooses the overload, without running anything; [Plan.Bind] then evaluates the arguments
// with the values of $n and returns a [procedures.Call]. Errors carry the position in the original text.
package sqlcall
