package procedures

import "strings"

// Signature is the text of an overload as Flink writes those that take no named arguments: name(i INT NOT NULL, more STRING...);
// <ANY> stands for any type.
func (o *Overload) Signature(name string) string { return o.text(name, " ") }

// Signatures are the texts of all overloads, in order. That of a procedure with named arguments reads name(a => INT, b => STRING),
// as in Flink.
func (p *Procedure) Signatures(name string) []string {
	texts := make([]string, len(p.Overloads))
	for i, o := range p.Overloads {
		if p.omits() {
			texts[i] = o.text(name, " => ")
			continue
		}
		texts[i] = o.Signature(name)
	}
	return texts
}

func (o *Overload) text(name, between string) string {
	var b strings.Builder
	b.WriteString(name)
	b.WriteByte('(')
	for i, p := range o.Params {
		if i > 0 {
			b.WriteString(", ")
		}
		if p.Name != "" {
			b.WriteString(p.Name + between)
		}
		if p.Any {
			b.WriteString("<ANY>")
		} else {
			b.WriteString(p.Type.String())
		}
		if o.VarArgs && i == len(o.Params)-1 {
			b.WriteString("...")
		}
	}
	b.WriteByte(')')
	return b.String()
}
