package sqlcall

import (
	"slices"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/expr"
)

// Param is the value of one $n and its exact type.
type Param struct {
	Value datatype.Value
	Type  datatype.Type
}

// Bind evaluates the arguments with the values of $1, $2, … and returns the bound call.
func (p *Plan) Bind(env *expr.Env, params []Param) (*procedures.Call, error) {
	args := p.ready
	if args == nil {
		values, err := p.paramValues(params)
		if err != nil {
			return nil, err
		}
		if args, err = p.evaluate(env, values); err != nil {
			return nil, err
		}
		if p.constant() {
			p.ready = args
		}
	}
	return &procedures.Call{
		Catalog: p.Found.Catalog, Database: p.Found.Database, Name: p.Found.Name,
		Proc: p.Found.Procedure, Overload: p.Overload, Args: args, Types: p.argTypes(args),
	}, nil
}

// argTypes are the types of values: that of an ANY which a NULL was bound to is nullable, whatever the plan took it for.
func (p *Plan) argTypes(args []datatype.Value) []datatype.Type {
	types, copied := p.match.Types, false
	for i, v := range args {
		if v != nil || !types[i].NotNull || !p.param(i).Any {
			continue
		}
		if !copied {
			types, copied = slices.Clone(types), true
		}
		types[i] = types[i].Nullable()
	}
	return types
}

// constant reports whether the arguments are the same at every execution.
func (p *Plan) constant() bool {
	for _, t := range p.typed {
		if t != nil && !t.Constant {
			return false
		}
	}
	return true
}

// paramValues brings the values of $1, $2, … to the types that the expressions were checked with.
func (p *Plan) paramValues(params []Param) ([]datatype.Value, error) {
	if len(params) == 0 {
		return nil, nil
	}
	values := make([]datatype.Value, len(params))
	for i, param := range params {
		if i >= len(p.types) {
			break
		}
		v, err := p.convertParam(param, p.types[i])
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

func (p *Plan) convertParam(param Param, to datatype.Type) (datatype.Value, error) {
	from := param.Type
	switch text, isText := param.Value.(string); {
	case param.Value == nil || from.EqualIgnoringNullability(to):
		return param.Value, nil
	case isText && !textual(to):
		return datatype.ParseText(to, text, p.scope.Format)
	}
	return datatype.Cast(param.Value, from, to, p.scope.Env.Zone)
}

func textual(t datatype.Type) bool { return t.Root == datatype.Char || t.Root == datatype.Varchar }

// evaluate computes the value of every parameter of the overload.
func (p *Plan) evaluate(env *expr.Env, params []datatype.Value) ([]datatype.Value, error) {
	overload := p.Found.Procedure.Overloads[p.Overload]
	args := make([]datatype.Value, len(p.inputs))
	for i, in := range p.inputs {
		if in.arg < 0 {
			if param := overload.Params[i]; !p.scope.Env.Flink {
				args[i] = param.Default
			}
			continue
		}
		v, err := p.value(env, params, i, in)
		if err != nil {
			return nil, at(err, p.call.Args[in.arg].Pos)
		}
		args[i] = v
	}
	return args, nil
}

func (p *Plan) value(env *expr.Env, params []datatype.Value, i int, in input) (datatype.Value, error) {
	typed, to := p.typed[in.arg], p.match.Types[i]
	var v datatype.Value
	var err error
	switch {
	case in.literal:
		if v, err = typed.Eval(env, params); err == nil && v != nil {
			text, _ := v.(string)
			v, err = datatype.ParseText(to, text, p.scope.Format)
		}
	case typed.Param > 0 && !in.cast:
		v, err = typed.Eval(env, params)
	default:
		v, err = typed.EvalAs(env, params, to)
	}
	if err == nil && v == nil && to.NotNull && !p.param(i).Any {
		err = pgerr.New(pgerr.NullValueNotAllowed, "argument %q must not be null", p.paramName(i))
	}
	return v, err
}

// param is the parameter that the i-th value feeds, var-args expanded.
func (p *Plan) param(i int) procedures.Param {
	params := p.Found.Procedure.Overloads[p.Overload].Params
	return params[min(i, len(params)-1)]
}

func (p *Plan) paramName(i int) string { return p.param(i).Name }
