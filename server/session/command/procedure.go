package command

import (
	"context"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall"
)

// describeProcedure lists the parameters and then the result columns of every overload.
func (e Env) describeProcedure(ctx context.Context, s *sqlcall.DescribeProcedure) ([][]datatype.Value, error) {
	found, err := e.Catalogs.Snapshot().Resolve(ctx, e.scope(), s.Name)
	if err != nil {
		placed := *pgerr.From(err)
		return nil, placed.At(s.NamePos)
	}
	var rows [][]datatype.Value
	for _, o := range found.Procedure.Overloads {
		signature := o.Signature(found.Name)
		for i, p := range o.Params {
			rows = append(rows, []datatype.Value{signature, mode(o, i), p.Name, paramType(p), defaultText(p)})
		}
		for _, c := range o.Columns {
			rows = append(rows, []datatype.Value{signature, "out", c.Name, c.Type.String(), nil})
		}
		if len(o.Params)+len(o.Columns) == 0 {
			rows = append(rows, []datatype.Value{signature, nil, nil, nil, nil})
		}
	}
	return rows, nil
}

// mode says how a parameter is given: in, optional, variadic.
func mode(o *procedures.Overload, i int) string {
	switch {
	case o.VarArgs && i == len(o.Params)-1:
		return "variadic"
	case o.Params[i].Optional:
		return "optional"
	}
	return "in"
}

func paramType(p procedures.Param) string {
	if p.Any {
		return "<ANY>"
	}
	return p.Type.String()
}

func defaultText(p procedures.Param) datatype.Value {
	switch {
	case !p.Optional:
		return nil
	case p.Default == nil:
		return "NULL"
	}
	return datatype.FormatSQL(p.Default, p.Type, nil)
}
