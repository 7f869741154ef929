package builtin

import (
	"iter"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
)

// echo is not extracted from a Go function: the type of its result is that of its argument, which no Go type can say.
var echo = &procedures.Procedure{
	Doc: `Yields its argument, in one column of the argument's type.

    CALL demo.system.echo(DATE '2026-02-28')
       result
    ------------
     2026-02-28`,
	ReadOnly:       true,
	NamedOverloads: true,
	Overloads: []*procedures.Overload{{
		Params:   []procedures.Param{{Name: "value", Any: true}},
		Output:   &datatype.Type{},
		Columns:  []datatype.Field{{Name: "result"}},
		OutputOf: echoType,
		Invoke:   echoValue,
	}},
}

// echoType is the type of the argument; an untyped NULL is a STRING, as clients expect of it.
func echoType(types []datatype.Type) datatype.Type {
	if types[0].Root == datatype.Null {
		return datatype.StringType()
	}
	return types[0]
}

func echoValue(_ procedures.Context, call *procedures.Call) iter.Seq2[*datatype.Batch, error] {
	return func(yield func(*datatype.Batch, error) bool) {
		columns := call.Columns()
		types := make([]datatype.Type, len(columns))
		for i, c := range columns {
			types[i] = c.Type
		}
		batch := datatype.NewBatch(types)
		batch.Rows = 1
		row := echoRow(call, len(columns))
		for i := range batch.Columns {
			batch.Columns[i].Append(row[i])
		}
		yield(batch, nil)
	}
}

// echoRow is the one row of the result; a ROW has a column for each field.
func echoRow(call *procedures.Call, columns int) []datatype.Value {
	switch call.Types[0].Root {
	case datatype.Row, datatype.Structured:
		if fields, ok := call.Args[0].([]datatype.Value); ok && len(fields) == columns {
			return fields
		}
		return make([]datatype.Value, columns)
	}
	return call.Args
}
