// Package expr types and folds the arguments of calls by Flink's rules.
//
// [Parse] lowers the tokens of all arguments to a text that TiDB's parser accepts and turns its syntax tree into [Expr]s.
// [Expr.Check] gives an expression its static type; [Typed.Eval] computes its value.
package expr
