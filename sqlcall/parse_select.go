package sqlcall

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// selectStatement parses SELECT, WITH, VALUES, TABLE or a bracket. All but a plain call are for the SQL engine, which reads the
// text again; the same holds where the arguments are more than this package reads, as in SELECT * FROM unnest((SELECT …)).
func (p *parser) selectStatement() (Statement, error) {
	if p.word("SELECT") {
		c, err := p.tableCall()
		if e := pgerr.From(err); e != nil && e.Code == pgerr.TooManyArguments {
			return nil, err
		}
		if err == nil && p.atEnd() {
			return c, nil
		}
	}
	p.i = len(p.tokens) - 1
	return &Select{}, nil
}

// tableCall parses SELECT [t.]* FROM p(args) [[AS] t [(columns)]] [LIMIT n], or the same with TABLE(p(args)). It may stop before the
// end, and any error means that this is no plain call.
func (p *parser) tableCall() (*Call, error) {
	p.skip()
	var of *scan.Token
	if p.isName() && p.ahead(1).Is(".") {
		t := p.skip()
		of = &t
		p.skip()
	}
	if err := p.expectOp("*"); err != nil {
		return nil, err
	}
	if err := p.expect("FROM"); err != nil {
		return nil, err
	}
	c := &Call{Form: FormTable}
	if err := p.tableFunction(c); err != nil {
		return nil, err
	}
	if err := p.alias(c); err != nil {
		return nil, err
	}
	if of != nil && !c.answersTo(*of) {
		return nil, p.unexpected()
	}
	return c, p.limit(c)
}

// tableFunction parses p(args) or TABLE(p(args)).
func (p *parser) tableFunction(c *Call) (err error) {
	table := p.token().Word("TABLE") && p.ahead(1).Is("(")
	if table {
		p.i += 2
	}
	c.NamePos = p.char(p.token())
	if c.Name, err = p.path(); err != nil {
		return err
	}
	if c.Args, err = p.arguments(); err != nil {
		return err
	}
	if table {
		return p.expectOp(")")
	}
	return nil
}

// alias parses [AS] t [(a, b)]. A keyword that PostgreSQL does not take as an alias begins another clause.
func (p *parser) alias(c *Call) error {
	as := p.accept("AS")
	if !p.isName() || p.token().Kind == scan.Ident && !mayNameTable(foldText(p.token().Value)) {
		if as {
			return p.unexpected()
		}
		return nil
	}
	c.Alias = fold(p.skip())
	if !p.acceptOp("(") {
		return nil
	}
	for {
		column, err := p.name()
		if err != nil {
			return err
		}
		c.Columns = append(c.Columns, column)
		if !p.acceptOp(",") {
			return p.expectOp(")")
		}
	}
}

// answersTo reports whether t in SELECT t.* means the call.
func (c *Call) answersTo(t scan.Token) bool {
	if c.Alias != "" {
		return fold(t) == c.Alias
	}
	last := c.Name[len(c.Name)-1]
	return strings.EqualFold(t.Value, last.Text)
}

// limit parses LIMIT n and LIMIT ALL.
func (p *parser) limit(c *Call) (err error) {
	c.Limit = -1
	if !p.accept("LIMIT") || p.accept("ALL") {
		return nil
	}
	if p.token().Kind != scan.Number {
		return p.unexpected()
	}
	c.Limit, err = p.integer()
	return err
}
