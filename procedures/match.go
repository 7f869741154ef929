package procedures

import "github.com/callgate/callgate/procedures/datatype"

// Match is the outcome of choosing an overload.
type Match struct {
	Overload int
	// Args says for each parameter, var-args expanded, which argument of the call feeds it; -1 where it is left out.
	Args []int
	// Types are the declared types of these parameters; an ANY parameter has the type of its argument.
	Types []datatype.Type
	// Output is the type of one row, nil where there are no result columns; Columns are these.
	Output  *datatype.Type
	Columns []datatype.Field
	// Rejected says for each overload before the chosen one why it was not taken: for EXPLAIN CALL.
	Rejected []string
}

// Resolve chooses the overload for arguments as Flink does (org.apache.flink.table.types.inference.TypeInferenceUtil): the first
// that fits without a cast, else the first that fits with implicit casts. With [SemanticsCallgate], where none fits, quoted
// literals are then taken to fit every scalar type. An argument of unknown type fits everything as it is. name is the procedure's
// name for error texts.
//
// Errors: 42883 where no overload takes the arguments, or none has an argument of a name; 42601 where names, DEFAULT or optional
// arguments are misused. DETAIL lists the signatures.
func (p *Procedure) Resolve(name string, args []Arg, semantics Semantics) (*Match, error) {
	r := &resolver{procedure: p, name: name, args: args, semantics: semantics}
	if err := r.checkForm(); err != nil {
		return nil, err
	}
	candidates := make([]candidate, len(p.Overloads))
	for i, o := range p.Overloads {
		candidates[i] = r.bind(o)
	}
	passes := []fitter{r.fits}
	if semantics == SemanticsCallgate {
		passes = append(passes, r.fitsLiteral)
	}
	for _, fits := range passes {
		for i := range candidates {
			candidates[i].judge(p.Overloads[i], args, fits)
		}
		chosen := choose(candidates)
		if chosen >= 0 && r.hasOutput(p.Overloads[chosen], candidates[chosen].slots) {
			return r.match(candidates, chosen), nil
		}
	}
	return nil, r.noMatch(candidates)
}

// resolver holds what one resolution is about.
type resolver struct {
	procedure *Procedure
	name      string
	args      []Arg
	semantics Semantics
}

// fit says how well an argument goes with a parameter.
type fit uint8

const (
	fitNone fit = iota
	fitCast     // an implicit cast is needed
	fitExact
)

type fitter func(arg Arg, param *Param) fit

func (r *resolver) fits(arg Arg, param *Param) fit {
	switch {
	case param.Any, arg.Unknown, arg.Default:
		return fitExact
	case datatype.SupportsAvoidingCast(arg.Type, param.Type):
		return fitExact
	case datatype.SupportsImplicitCast(arg.Type, param.Type):
		return fitCast
	}
	return fitNone
}

// fitsLiteral is deviation 1 of docs/deviations.md: a quoted literal is read as the declared type, as PostgreSQL does.
func (r *resolver) fitsLiteral(arg Arg, param *Param) fit {
	if f := r.fits(arg, param); f != fitNone || !arg.Literal || !readable(param.Type.Root) {
		return f
	}
	return fitExact
}

// readable reports whether a text can be read as a type of this root: the scalars, and arrays in PostgreSQL's {a,b}.
func readable(root datatype.Root) bool {
	switch root {
	case datatype.Null, datatype.Map, datatype.Multiset, datatype.Row, datatype.Structured, datatype.Raw, datatype.Bitmap,
		datatype.Descriptor, datatype.Array:
		return false
	}
	return true
}

// candidate is an overload with the arguments bound to its parameters.
type candidate struct {
	slots   []int // per parameter, var-args expanded: the argument, or -1
	problem *problem
	fit     fit
	misfit  int // the first slot that does not fit
}

// judge finds out how well the arguments fit: as well as the one that fits worst.
func (c *candidate) judge(o *Overload, args []Arg, fits fitter) {
	if c.problem != nil {
		return
	}
	c.fit = fitExact
	for slot, arg := range c.slots {
		if arg < 0 {
			continue
		}
		if f := fits(args[arg], o.param(slot)); f < c.fit {
			c.fit, c.misfit = f, slot
		}
	}
}

// choose is Flink's rule (org.apache.flink.table.types.inference.strategies.OrInputTypeStrategy); -1 where nothing fits.
func choose(candidates []candidate) int {
	first := -1
	for i, c := range candidates {
		switch {
		case c.problem != nil || c.fit == fitNone:
		case c.fit == fitExact:
			return i
		case first < 0:
			first = i
		}
	}
	return first
}

// hasOutput reports whether the chosen overload has a result type. Where there are several overloads, Flink looks it up by the types of
// the folded arguments (org.apache.flink.table.types.inference.strategies.MappingTypeStrategy), and none of these is a TIME of more
// than milliseconds.
func (r *resolver) hasOutput(o *Overload, slots []int) bool {
	if r.semantics != SemanticsFlink || len(r.procedure.Overloads) == 1 {
		return true
	}
	for slot, arg := range slots {
		if t := o.param(slot).Type; arg >= 0 && t.Root == datatype.Time && t.Precision > milliDigits {
			return false
		}
	}
	return true
}

// milliDigits are the digits of a second that Flink's literals of TIME have.
const milliDigits = 3

func (r *resolver) match(candidates []candidate, chosen int) *Match {
	o := r.procedure.Overloads[chosen]
	m := &Match{Overload: chosen, Args: candidates[chosen].slots}
	for slot, arg := range m.Args {
		m.Types = append(m.Types, r.slotType(o.param(slot), arg))
	}
	m.Output = o.outputFor(m.Types)
	m.Columns = columnsOf(m.Output)
	for i := range chosen {
		m.Rejected = append(m.Rejected, r.procedure.Overloads[i].Signature(r.name)+": "+r.reason(i, &candidates[i]))
	}
	return m
}

// slotType is the type that a parameter has in a call.
func (r *resolver) slotType(param *Param, arg int) datatype.Type {
	if !param.Any {
		return param.Type
	}
	if arg < 0 {
		return datatype.Type{}
	}
	if r.args[arg].Unknown {
		return datatype.StringType()
	}
	return r.args[arg].Type
}

// reason says why an overload before the chosen one was not taken.
func (r *resolver) reason(i int, c *candidate) string {
	switch {
	case c.problem != nil:
		return c.problem.message
	case c.fit == fitCast:
		return "it needs a cast, and a later signature does not"
	}
	return r.misfit(i, c)
}

// misfit says which argument does not fit, and how.
func (r *resolver) misfit(i int, c *candidate) string {
	param, arg := r.procedure.Overloads[i].param(c.misfit), r.args[c.slots[c.misfit]]
	if param.Type.NotNull && datatype.SupportsImplicitCast(arg.Type, param.Type.Nullable()) {
		return "argument " + quote(param.Name) + " must not be null, and " + arg.Type.String() + " may be"
	}
	return "argument " + quote(param.Name) + " is " + param.Type.String() + ", not " + arg.Type.String()
}
