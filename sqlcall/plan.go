package sqlcall

import (
	"context"

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

// at gives an error the position of what it is about, unless it has one.
func at(err error, position int) error {
	e := pgerr.From(err)
	if e.Position != 0 || position == 0 {
		return err
	}
	placed := *e
	return placed.At(position)
}
