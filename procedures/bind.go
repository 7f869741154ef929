package procedures

import (
	"fmt"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// problem is why the arguments of a call cannot be bound to the parameters of an overload.
type problem struct {
	kind    problemKind
	code    pgerr.Code
	message string
	hint    string
	arg     int // the argument that it is about, or -1
}

type problemKind uint8

const (
	problemCount   problemKind = iota // too many or too few arguments
	problemName                       // no parameter of a name
	problemMissing                    // a required parameter is left out of a call by name
	problemMisuse                     // of names, DEFAULT or optional arguments
)

func (p *problem) error(r *resolver) *pgerr.Error {
	e := pgerr.New(p.code, "%s", p.message)
	e.Hint = p.hint
	if p.arg >= 0 {
		return e.At(r.args[p.arg].Position)
	}
	return e
}

func misuse(arg int, format string, args ...any) *problem {
	return &problem{kind: problemMisuse, code: pgerr.SyntaxError, message: fmt.Sprintf(format, args...), arg: arg}
}

// checkForm checks the argument names of a call before any overload is looked at.
func (r *resolver) checkForm() error {
	firstNamed := -1
	for i, a := range r.args {
		switch {
		case a.Name != "" && firstNamed < 0:
			firstNamed = i
		case a.Name == "" && firstNamed >= 0:
			return misuse(i, "positional argument cannot follow named argument").error(r)
		}
	}
	switch {
	case firstNamed < 0:
		return nil
	case firstNamed > 0 && r.semantics == SemanticsFlink:
		p := misuse(firstNamed, "cannot mix positional and named arguments when calling procedure %s", r.name)
		p.hint = "Use either all positional arguments or all named arguments (e.g. arg => value)."
		return p.error(r)
	case !r.procedure.omits():
		p := misuse(firstNamed, "procedure %s takes no named arguments", r.name)
		p.hint = "A procedure with several signatures, var-args or arguments of any type takes arguments by position only."
		return p.error(r).WithDetail("%s", r.detail())
	}
	return nil
}

// omits reports whether named and optional arguments are allowed.
func (p *Procedure) omits() bool { return p.NamedOverloads || p.Static() }

// unbound marks a slot that no argument feeds yet.
const unbound = -2

// bind gives every parameter of an overload its argument.
func (r *resolver) bind(o *Overload) candidate {
	b := binder{resolver: r, overload: o}
	b.slots = make([]int, len(o.Params))
	for i := range b.slots {
		b.slots[i] = unbound
	}
	for i, a := range r.args {
		var p *problem
		if a.Name == "" {
			p = b.position(i)
		} else {
			p = b.byName(i)
		}
		if p != nil {
			return candidate{problem: p}
		}
	}
	return candidate{slots: b.slots, problem: b.omit()}
}

type binder struct {
	*resolver
	overload *Overload
	slots    []int
}

// position binds the i-th argument, which is positional, to the i-th slot.
func (b *binder) position(i int) *problem {
	if i >= len(b.slots) {
		if !b.overload.VarArgs {
			return b.count()
		}
		b.slots = append(b.slots, unbound)
	}
	return b.put(i, i)
}

func (b *binder) byName(i int) *problem {
	name := b.args[i].Name
	slot := b.find(name)
	switch {
	case slot < 0:
		return b.unknown(i)
	case b.slots[slot] >= 0 && b.args[b.slots[slot]].Name == "":
		return misuse(i, "argument %s of procedure %s is given by position and by name", quote(name), b.name)
	case b.slots[slot] != unbound:
		return misuse(i, "argument name %s used more than once", quote(name))
	}
	return b.put(slot, i)
}

// put binds an argument to a slot; DEFAULT leaves it out.
func (b *binder) put(slot, arg int) *problem {
	if b.args[arg].Default && !b.optional(b.overload.param(slot)) {
		return misuse(arg, "DEFAULT is only allowed for optional parameters, and argument %s of procedure %s is required",
			quote(b.overload.param(slot).Name), b.name)
	}
	b.slots[slot] = arg
	return nil
}

// optional reports whether a parameter may be left out. Flink knows no default but NULL.
func (r *resolver) optional(p *Param) bool {
	return p.Optional && (r.semantics == SemanticsCallgate || !p.Type.NotNull)
}

// find is the parameter of a name: exactly so, else in any case if that is unique, which Flink 2.3 does not do.
func (b *binder) find(name string) int {
	found := -1
	for i, p := range b.overload.Params {
		if p.Name == name {
			return i
		}
		if b.semantics == SemanticsFlink || !strings.EqualFold(p.Name, name) {
			continue
		}
		if found >= 0 {
			found = len(b.overload.Params) // ambiguous
			continue
		}
		found = i
	}
	if found == len(b.overload.Params) {
		return -1
	}
	return found
}

func (b *binder) unknown(i int) *problem {
	name := b.args[i].Name
	p := &problem{
		kind: problemName, code: pgerr.UndefinedFunction, arg: i,
		message: fmt.Sprintf("procedure %s has no argument named %s", b.name, quote(name)),
	}
	if near := Nearest(name, b.procedure.names()); near != "" {
		p.hint = "Did you mean " + quote(near) + "?"
	}
	return p
}

// names are the names of all parameters.
func (p *Procedure) names() []string {
	var names []string
	for _, o := range p.Overloads {
		for _, param := range o.Params {
			names = append(names, param.Name)
		}
	}
	return names
}

// omit decides on the parameters that got no argument: optional ones are left out, var-args are none, others are missing.
func (b *binder) omit() *problem {
	var missing []string
	for i, slot := range b.slots {
		switch {
		case slot == unbound && b.overload.VarArgs && i == len(b.overload.Params)-1:
			b.slots = b.slots[:i]
		case slot == unbound && b.procedure.omits() && b.optional(&b.overload.Params[i]):
			b.slots[i] = -1
		case slot == unbound:
			missing = append(missing, quote(b.overload.Params[i].Name))
		case b.args[slot].Default:
			b.slots[i] = -1
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return b.missing(missing)
}

// missing is the problem of required parameters without an argument. As in Flink it is one of the signature where all are
// required, and one of the use of optional arguments where the count alone would do.
func (b *binder) missing(names []string) *problem {
	required, named := 0, len(b.args) > 0 && b.args[len(b.args)-1].Name != ""
	for i := range b.overload.Params {
		if !b.optional(&b.overload.Params[i]) {
			required++
		}
	}
	anyOptional := b.procedure.omits() && required < len(b.overload.Params)
	if !named && (!anyOptional || len(b.args) < required) {
		return b.count()
	}
	p := &problem{
		kind: problemMissing, code: pgerr.UndefinedFunction, arg: -1,
		message: fmt.Sprintf("procedure %s needs argument %s", b.name, strings.Join(names, ", ")),
	}
	if anyOptional {
		p.code = pgerr.SyntaxError
		p.hint = "Only trailing optional arguments can be left out by position; name the arguments to leave out others."
	}
	return p
}

func (b *binder) count() *problem {
	wanted := b.counts()
	return &problem{
		kind: problemCount, code: pgerr.UndefinedFunction, arg: -1,
		message: fmt.Sprintf("procedure %s takes %s, not %d", b.name, wanted, len(b.args)),
	}
}

// counts says how many arguments the overload takes.
func (b *binder) counts() string {
	most, least := len(b.overload.Params), 0
	for i := range b.overload.Params {
		varArg := b.overload.VarArgs && i == most-1
		omissible := b.procedure.omits() && b.optional(&b.overload.Params[i])
		if !varArg && !omissible {
			least++
		}
	}
	switch {
	case b.overload.VarArgs:
		return fmt.Sprintf("at least %s", plural(least))
	case least < most:
		return fmt.Sprintf("%d to %s", least, plural(most))
	case most == 0:
		return "no arguments"
	}
	return plural(most)
}

func plural(n int) string {
	if n == 1 {
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", n)
}

// quotedBytes is how much of a name an error text shows.
const quotedBytes = 200

// quote quotes an identifier for an error text.
func quote(name string) string {
	if len(name) > quotedBytes {
		name = strings.ToValidUTF8(name[:quotedBytes], "") + "…"
	}
	return `"` + name + `"`
}
