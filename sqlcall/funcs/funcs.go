// Package funcs is the table of scalar functions that fold: each with the typing rule that Flink gives it and its value.
//
// The rules and values are those of Apache Flink 2.3 (BuiltInFunctionDefinitions, FlinkSqlOperatorTable), found by asking it.
// Where Flink refuses a value only because its static type is nullable, the value is computed here; who calls decides.
// A function whose type is NOT NULL in Flink and whose value is NULL there (LPAD with a negative length) is an error.
//
// Regular expressions are RE2's (package regexp): linear in time, without look-around and back-references.
package funcs

import (
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

// Arg is one argument of a function call: its static type, and its value when it is evaluated.
type Arg struct {
	Type  datatype.Type
	Value datatype.Value
}

// Env is what a function may depend on besides its arguments.
type Env struct {
	Now      time.Time
	Zone     *time.Location
	Catalog  string
	Database string
	User     string
}

// Func is one scalar function.
type Func struct {
	Name string // upper case
	// Volatile: its value depends on the time, on chance or on the session, so it is never computed ahead. Beside these, any
	// function of a TIMESTAMP_LTZ depends on the session's zone.
	Volatile bool
	// Type returns the result type for argument types, with nullability, or an error (SQLSTATE 42883) where they do not fit.
	Type func(args []datatype.Type) (datatype.Type, error)
	// TypeOf is set, and Type is nil, where the result type depends on the value of a constant argument: the scale of
	// ROUND(x, 2). Value of an argument is set where the argument is a literal (with its sign); it is nil for NULL and for
	// any other expression, even a constant one: Flink gives ROUND(1.255, 1 + 1) the scale 3.
	TypeOf func(args []Arg) (datatype.Type, error)
	// Eval computes the value of the result type. Arguments have the types that were given to Type.
	Eval func(env *Env, args []Arg, result datatype.Type) (datatype.Value, error)
	// Param returns the type that a parameter of unknown type takes as the i-th argument (0-based); false where the
	// function does not decide it.
	Param func(i int) (datatype.Type, bool)
}

// Lookup finds a function by its name in any case.
func Lookup(name string) (*Func, bool) {
	f, ok := functions[strings.ToUpper(name)]
	return f, ok
}
