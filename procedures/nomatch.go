package procedures

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// What an error text lists at most: it has to stay readable, and short enough for a client to show.
const (
	listedSignatures = 20
	listedTypes      = 20
	listedBytes      = 4096
)

// noMatch says why no overload takes the arguments: what is wrong with the only one, or with the ones that come closest.
func (r *resolver) noMatch(candidates []candidate) error {
	if p := sharedProblem(candidates); p != nil {
		return p.error(r).WithDetail("%s", r.detail())
	}
	e := pgerr.New(pgerr.UndefinedFunction, "no signature of procedure %s takes the arguments (%s)", r.name, r.types()).
		WithDetail("%s", r.detail()).WithHint("You might need to add explicit type casts.")
	if only := onlyMisfit(candidates); only >= 0 {
		c := &candidates[only]
		e = e.WithHint("%s", upperFirst(r.misfit(only, c))+". You might need to add an explicit type cast.").
			At(r.args[c.slots[c.misfit]].Position)
	}
	return e
}

// sharedProblem is the problem of an only overload, or of all where every one has a problem of the same kind that is not about
// the count: "takes 2 arguments, not 3" would be half of the truth then.
func sharedProblem(candidates []candidate) *problem {
	var shared *problem
	for _, c := range candidates {
		switch {
		case c.problem == nil, shared != nil && shared.kind != c.problem.kind:
			return nil
		case shared == nil:
			shared = c.problem
		}
	}
	if shared != nil && shared.kind == problemCount && len(candidates) > 1 {
		return nil
	}
	return shared
}

// onlyMisfit is the only overload that fits but for the type of an argument, or -1.
func onlyMisfit(candidates []candidate) int {
	only := -1
	for i, c := range candidates {
		if c.problem != nil {
			continue
		}
		if only >= 0 {
			return -1
		}
		only = i
	}
	return only
}

// types lists the types of the arguments, with their names.
func (r *resolver) types() string {
	var b strings.Builder
	for i, a := range r.args {
		if i > 0 {
			b.WriteString(", ")
		}
		if i == listedTypes {
			b.WriteString("…")
			break
		}
		if a.Name != "" {
			b.WriteString(clip(a.Name) + " => ")
		}
		b.WriteString(a.text())
	}
	return clip(b.String())
}

func (a Arg) text() string {
	switch {
	case a.Default:
		return "DEFAULT"
	case a.Unknown:
		return "unknown"
	}
	return a.Type.String()
}

// detail lists the signatures, as Flink does.
func (r *resolver) detail() string {
	lines := r.procedure.Signatures(r.name)
	if len(lines) > listedSignatures {
		lines = append(lines[:listedSignatures:listedSignatures], "…")
	}
	return clip("Supported signatures are:\n" + strings.Join(lines, "\n"))
}

// clip cuts a text that types of many fields have made too long.
func clip(text string) string {
	if len(text) <= listedBytes {
		return text
	}
	return strings.ToValidUTF8(text[:listedBytes], "") + "…"
}

func upperFirst(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
