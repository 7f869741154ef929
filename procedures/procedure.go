package procedures

import (
	"iter"

	"github.com/callgate/callgate/procedures/datatype"
)

// Procedure is a named set of overloads. It is immutable.
type Procedure struct {
	Doc       string      // what it does, for \df+ and DESCRIBE PROCEDURE
	Overloads []*Overload // in declared order, which is the order in which they are tried

	// ReadOnly procedures have no side effects: a call whose rows nobody wants any more is cancelled instead of finished.
	ReadOnly bool
	// NamedOverloads allows named arguments although there are several overloads, which Flink does not.
	NamedOverloads bool
}

// Overload is one signature of a procedure and the code that runs it.
type Overload struct {
	Params  []Param
	VarArgs bool // the last parameter takes any number of trailing arguments, none included
	// Output is the type of one element of the result; nil where the procedure has no result columns.
	Output *datatype.Type
	// Columns are the result columns: the fields of a ROW, else one column named "result".
	Columns []datatype.Field
	Doc     string

	// OutputOf is set where the type of a row depends on the types of the arguments; Output and Columns then only say that there are
	// result columns, and [Match] and [Call.Columns] know their types.
	OutputOf func(types []datatype.Type) datatype.Type

	// Invoke runs the overload with arguments in declared order, var-args expanded, each of its parameter's type (or of its own
	// type for an ANY parameter). Batches are valid until the next one is asked for.
	Invoke func(ctx Context, call *Call) iter.Seq2[*datatype.Batch, error]
}

// Param is one parameter of an overload.
type Param struct {
	Name     string
	Type     datatype.Type
	Any      bool           // the input group ANY: takes an argument of any type as it is
	Optional bool           // may be left out; then it is Default
	Default  datatype.Value // nil, which is Flink's only default, or a value of Type
}

// Static reports whether the procedure allows named and optional arguments by Flink's rule: a single signature, no var-args,
// every parameter of a concrete type (org.apache.flink.table.types.inference.StaticArgument).
func (p *Procedure) Static() bool {
	if len(p.Overloads) != 1 || p.Overloads[0].VarArgs {
		return false
	}
	for _, param := range p.Overloads[0].Params {
		if param.Any {
			return false
		}
	}
	return true
}

// Call is a bound call: a procedure, the chosen overload and typed arguments. It is a plain value: all but Proc can be stored,
// and Overload finds the code again.
type Call struct {
	Catalog, Database, Name string
	Proc                    *Procedure
	Overload                int              // index into Proc.Overloads
	Args                    []datatype.Value // in declared order, var-args expanded, cast to Types; not to be changed
	Types                   []datatype.Type  // the types of Args
}

// Signature returns the chosen overload.
func (c *Call) Signature() *Overload { return c.Proc.Overloads[c.Overload] }
