package sqlcall

import (
	"context"
	"slices"
	"strings"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/expr"
)

// Scope is what the plan of a call depends on besides its text.
type Scope struct {
	Snapshot *catalog.Snapshot
	Names    catalog.Scope
	Env      *expr.Env
	Format   *datatype.Format // how literals are read as a declared type
}

// Plan is a call whose procedure, overload and types are decided. It holds while the snapshot and the settings that its scope
// was made of stay the same. It is used by one session at a time.
type Plan struct {
	Found    *catalog.Found
	Overload int
	Columns  []datatype.Field // the result columns; none where the procedure has none
	// ParamOIDs are the types of $1, $2, …, as PostgreSQL OIDs.
	ParamOIDs []uint32

	call   *Call
	scope  Scope
	match  *procedures.Match
	types  []datatype.Type // of $1, $2, …
	typed  []*expr.Typed   // per argument of the call; nil for DEFAULT
	inputs []input         // per parameter of the overload, var-args expanded
	ready  []datatype.Value
}

// input says how one parameter gets its value.
type input struct {
	arg     int  // index of the argument, or -1 where it is left out
	literal bool // a text that is read as the parameter's type
	cast    bool // a cast is needed
}

// Param is the value of one $n and its exact type.
type Param struct {
	Value datatype.Value
	Type  datatype.Type
}

// oidUnknown and oidVoid are types that a client declares for parameters whose type it leaves open, and pgJDBC for OUT parameters.
const (
	oidUnknown = 705
	oidVoid    = 2278
)

// NewPlan resolves the procedure of a call, types its arguments and chooses the overload; nothing is run. oids are the types that
// the client declared for $1, $2, …: 0 leaves one open.
func NewPlan(ctx context.Context, call *Call, scope Scope, params int, oids []uint32) (*Plan, error) {
	found, err := scope.Snapshot.Resolve(ctx, scope.Names, call.Name)
	if err != nil {
		return nil, at(err, call.NamePos)
	}
	p := &Plan{Found: found, call: call, scope: scope}
	open, err := newParams(max(params, len(oids)), oids)
	if err != nil {
		return nil, err
	}
	args, err := p.check(open, oids)
	if err != nil {
		return nil, err
	}
	p.match, err = found.Procedure.Resolve(p.fullName(), args, scope.semantics())
	if err != nil {
		return nil, at(err, call.NamePos)
	}
	p.Overload, p.Columns = p.match.Overload, p.match.Columns
	p.decideParams(open)
	p.finishParams(open, oids)
	p.decideInputs()
	return p, nil
}

func (p *Plan) fullName() string {
	return p.Found.Catalog + "." + p.Found.Database + "." + p.Found.Name
}

func (s Scope) semantics() procedures.Semantics {
	if s.Env.Flink {
		return procedures.SemanticsFlink
	}
	return procedures.SemanticsCallgate
}

// newParams returns the types that the client declared.
func newParams(n int, oids []uint32) (*expr.Params, error) {
	open := &expr.Params{Types: make([]datatype.Type, n), Known: make([]bool, n)}
	for i, oid := range oids {
		if oid == 0 || oid == oidUnknown || oid == oidVoid {
			continue
		}
		t, ok := datatype.TypeOfOID(oid)
		if !ok {
			return nil, pgerr.New(pgerr.UndefinedObject, "type with OID %d does not exist", oid)
		}
		open.Types[i], open.Known[i] = t.NonNull(), true // a NULL is found when it is bound
	}
	return open, nil
}

// check types the arguments. An argument that is a lone parameter of type void is dropped: that is how pgJDBC writes the OUT
// parameters of {? = call p(?)} (parse_func.c, "hack to allow the JDBC driver").
func (p *Plan) check(open *expr.Params, oids []uint32) ([]procedures.Arg, error) {
	env := *p.scope.Env
	env.Format = p.scope.Format
	var args []procedures.Arg
	kept := make([]Argument, 0, len(p.call.Args))
	for _, a := range p.call.Args {
		arg := procedures.Arg{Name: a.Name, Position: a.Pos, Default: a.Default}
		var typed *expr.Typed
		if !a.Default {
			var err error
			if typed, err = a.Expr.Check(open, &env); err != nil {
				return nil, err
			}
			if n := typed.Param; n > 0 && n <= len(oids) && oids[n-1] == oidVoid {
				continue
			}
			arg.Type, arg.Literal = typed.Type, typed.Literal
			if len(open.Types) > 0 && !typed.Constant {
				arg.Type = arg.Type.NonNull() // as with a lone parameter, a NULL is found when it is bound
			}
			arg.Unknown = typed.Param > 0 && !open.Known[typed.Param-1]
		}
		args, kept, p.typed = append(args, arg), append(kept, a), append(p.typed, typed)
	}
	if len(kept) != len(p.call.Args) {
		call := *p.call
		call.Args = kept
		p.call = &call
	}
	return args, nil
}

// decideParams gives parameters that are an argument by themselves and still open the type of what they feed.
func (p *Plan) decideParams(open *expr.Params) {
	for i, arg := range p.match.Args {
		if arg < 0 || p.typed[arg] == nil {
			continue
		}
		n := p.typed[arg].Param
		if n == 0 || open.Known[n-1] {
			continue
		}
		t := p.match.Types[i]
		if t.Root == datatype.Null {
			t = datatype.StringType()
		}
		open.Types[n-1], open.Known[n-1] = t.Nullable(), true
	}
}

// finishParams makes what is open still a text, and names the types by their OIDs.
func (p *Plan) finishParams(open *expr.Params, oids []uint32) {
	p.types = open.Types
	p.ParamOIDs = make([]uint32, len(p.types))
	for i := range p.types {
		if !open.Known[i] {
			p.types[i] = datatype.StringType()
		}
		p.ParamOIDs[i] = p.types[i].OID()
		if i < len(oids) && oids[i] != 0 && oids[i] != oidUnknown {
			p.ParamOIDs[i] = oids[i]
		}
	}
}

// decideInputs says for each parameter of the overload where its value comes from and whether it needs a cast.
func (p *Plan) decideInputs() {
	p.inputs = make([]input, len(p.match.Args))
	for i, arg := range p.match.Args {
		in := input{arg: arg}
		if arg >= 0 && p.typed[arg] != nil {
			from, to := p.argType(arg), p.match.Types[i]
			switch {
			case p.typed[arg].Literal && !datatype.SupportsImplicitCast(from, to):
				in.literal = true
			case from.Root == datatype.Null || datatype.SupportsAvoidingCast(from.NonNull(), to):
			default:
				in.cast = true
			}
		} else {
			in.arg = -1
		}
		p.inputs[i] = in
	}
}

// argType is the type of an argument; that of a lone parameter may have been decided after it was checked.
func (p *Plan) argType(arg int) datatype.Type {
	if n := p.typed[arg].Param; n > 0 {
		return p.types[n-1]
	}
	return p.typed[arg].Type
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
	case from.Root == to.Root && to.Root == datatype.Decimal:
		return datatype.Cast(param.Value, from, to, p.scope.Env.Zone)
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

// at gives an error the position of what it is about, unless it has one.
func at(err error, position int) error {
	e := pgerr.From(err)
	if e.Position != 0 || position == 0 {
		return err
	}
	placed := *e
	return placed.At(position)
}

// Explain describes the plan, a line an element: the overload, why others lost, every cast, the defaults that fill in, the result
// columns.
func (p *Plan) Explain() []string {
	overload := p.Found.Procedure.Overloads[p.Overload]
	lines := []string{"Call " + p.fullName(), "  Overload: " + overload.Signature(p.Found.Name)}
	for _, r := range p.match.Rejected {
		lines = append(lines, "  Not taken: "+r)
	}
	for i, in := range p.inputs {
		lines = append(lines, "  Argument "+p.paramName(i)+": "+p.explainInput(i, in))
	}
	if len(p.Columns) == 0 {
		return append(lines, "  Result: none")
	}
	for _, c := range p.Columns {
		lines = append(lines, "  Result column "+c.Name+": "+c.Type.String())
	}
	return lines
}

func (p *Plan) explainInput(i int, in input) string {
	to := p.match.Types[i].String()
	if in.arg < 0 {
		overload := p.Found.Procedure.Overloads[p.Overload]
		value := overload.Params[min(i, len(overload.Params)-1)].Default
		if value == nil || p.scope.Env.Flink {
			return "left out, NULL"
		}
		return "left out, default " + datatype.FormatSQL(value, p.match.Types[i], p.scope.Env.Zone)
	}
	from := p.argType(in.arg).String()
	switch {
	case in.literal:
		return "quoted literal read as " + to
	case in.cast:
		return "CAST " + from + " AS " + to
	}
	return strings.TrimSpace(from)
}
