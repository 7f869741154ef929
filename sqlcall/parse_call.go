package sqlcall

import (
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// call parses CALL name(arguments).
func (p *parser) call() (Statement, error) {
	p.skip()
	c := &Call{NamePos: p.char(p.token()), Limit: -1}
	start := p.token()
	var err error
	if c.Name, err = p.path(); err != nil {
		return nil, err
	}
	if p.op(".") { // name.*, which Flink parses and never finds
		end := p.ahead(1).End
		return nil, p.refuse(start, pgerr.UndefinedFunction, "procedure %s does not exist", p.text[start.Pos:end])
	}
	c.Args, err = p.arguments()
	return c, err
}

// arguments parses a list of arguments with its brackets.
func (p *parser) arguments() ([]Argument, error) {
	if err := p.expectOp("("); err != nil {
		return nil, err
	}
	if p.acceptOp(")") {
		return nil, nil
	}
	var args []Argument
	var bodies [][]scan.Token
	for {
		if len(args) == scan.MaxArguments {
			return nil, p.refuse(p.token(), pgerr.TooManyArguments, "cannot pass more than %d arguments to a procedure", scan.MaxArguments)
		}
		arg, body, err := p.argument()
		if err != nil {
			return nil, err
		}
		if args = append(args, arg); !arg.Default {
			bodies = append(bodies, body)
		}
		if p.acceptOp(",") {
			continue
		}
		if err := p.expectOp(")"); err != nil {
			return nil, err
		}
		return args, p.expressions(args, bodies)
	}
}

// expressions parses the bodies of the arguments that are not DEFAULT, all in one go.
func (p *parser) expressions(args []Argument, bodies [][]scan.Token) error {
	if len(bodies) == 0 {
		return nil
	}
	list, err := p.exprs(p.text, bodies)
	if err != nil {
		return err
	}
	for i := range args {
		if !args[i].Default {
			args[i].Expr, list = list[0], list[1:]
		}
	}
	return nil
}

// argument parses [name =>|:=] and collects the tokens of the expression behind it.
func (p *parser) argument() (Argument, []scan.Token, error) {
	arg := Argument{Pos: p.char(p.token())}
	if p.isName() && arrow(p.ahead(1)) {
		t := p.skip()
		arg.Name, arg.Quoted = t.Value, t.Kind == scan.QuotedIdent
		p.skip()
	}
	body, err := p.argumentBody()
	if err != nil {
		return arg, nil, err
	}
	arg.Default = len(body) == 1 && body[0].Word("DEFAULT")
	if len(body) > 1 && body[0].Word("DEFAULT") {
		return arg, nil, scan.Unexpected(p.text, body[1])
	}
	return arg, body, nil
}

func arrow(t scan.Token) bool { return t.Is("=>") || t.Is(":=") }

// argumentBody collects tokens up to the comma or bracket that ends the argument.
func (p *parser) argumentBody() ([]scan.Token, error) {
	start := p.i
	var open []byte
	for {
		t := p.token()
		switch {
		case p.atEnd(), t.Is(";"), len(open) == 0 && arrow(t):
			return nil, p.unexpected()
		case len(open) == 0 && (t.Is(",") || t.Is(")")):
			if p.i == start {
				return nil, p.unexpected()
			}
			return p.tokens[start:p.i], nil
		case bracket(t) > 0:
			open = append(open, t.Value[0])
		case bracket(t) < 0:
			if len(open) == 0 || closing(open[len(open)-1]) != t.Value[0] {
				return nil, p.unexpected()
			}
			open = open[:len(open)-1]
		}
		p.i++
	}
}

// closing is the bracket that closes an opening one.
func closing(open byte) byte {
	switch open {
	case '(':
		return ')'
	case '[':
		return ']'
	}
	return '}'
}
