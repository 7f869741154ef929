package sqlcall

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
)

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
		value := p.param(i).Default
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
