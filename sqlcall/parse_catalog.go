package sqlcall

import (
	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// use parses USE CATALOG c and USE [c.]d.
func (p *parser) use() (Statement, error) {
	p.skip()
	if p.accept("MODULES") {
		p.i = len(p.tokens) - 1
		return &Unsupported{Tag: "USE MODULES"}, nil
	}
	if p.accept("CATALOG") {
		u := &Use{Catalog: true, NamePos: p.char(p.token())}
		part, err := p.part()
		u.Name = catalog.Name{part}
		return u, err
	}
	u := &Use{NamePos: p.char(p.token())}
	var err error
	u.Name, err = p.databaseName("use")
	return u, err
}

// databaseName parses [catalog.]database.
func (p *parser) databaseName(verb string) (catalog.Name, error) {
	t := p.token()
	name, err := p.path()
	if err == nil && len(name) > 2 {
		err = p.refuse(t, pgerr.SyntaxError, "%s database identifier format error", verb)
	}
	return name, err
}

// create parses CREATE CATALOG and CREATE DATABASE|SCHEMA; any other CREATE is not supported.
func (p *parser) create() (Statement, error) {
	switch {
	case p.accept("CREATE", "CATALOG"):
		return p.createCatalog()
	case p.word("CREATE", "DATABASE"), p.word("CREATE", "SCHEMA"):
		return p.createDatabase()
	}
	return p.unsupportedObject()
}

func (p *parser) ifNotExists() bool { return p.accept("IF", "NOT", "EXISTS") }

// createCatalog parses [IF NOT EXISTS] c [COMMENT 'x'] [WITH (options)].
func (p *parser) createCatalog() (Statement, error) {
	c := &CreateCatalog{IfNotExists: p.ifNotExists()}
	var err error
	if c.Name, err = p.part(); err != nil {
		return nil, err
	}
	c.Comment, c.Options, err = p.commentAndOptions()
	return c, err
}

// createDatabase parses CREATE (DATABASE | SCHEMA) [IF NOT EXISTS] [c.]d [COMMENT 'x'] [WITH (options)]. What only PostgreSQL has
// behind the name (an owner, a template, objects) is not supported.
func (p *parser) createDatabase() (Statement, error) {
	p.skip()
	c := &CreateDatabase{Schema: p.skip().Word("SCHEMA"), IfNotExists: p.ifNotExists()}
	if c.Schema && p.word("AUTHORIZATION") {
		return p.unsupportedRest("CREATE SCHEMA")
	}
	var err error
	if c.Name, err = p.databaseName("create"); err != nil {
		return nil, err
	}
	if !p.atEnd() && !p.word("COMMENT") && !(p.word("WITH") && p.ahead(1).Is("(")) && p.isName() {
		if c.Schema {
			return p.unsupportedRest("CREATE SCHEMA")
		}
		return p.unsupportedRest("CREATE DATABASE")
	}
	c.Comment, c.Options, err = p.commentAndOptions()
	return c, err
}

// commentAndOptions parses [COMMENT 'x'] [WITH (options)].
func (p *parser) commentAndOptions() (comment string, options []OptionPair, err error) {
	if p.accept("COMMENT") {
		if comment, err = p.str(); err != nil {
			return "", nil, err
		}
	}
	if p.accept("WITH") {
		options, err = p.options()
	}
	return comment, options, err
}

// options parses ('key' = 'value', …).
func (p *parser) options() ([]OptionPair, error) {
	var list []OptionPair
	err := p.list(func() error {
		key, err := p.str()
		if err != nil {
			return err
		}
		if err := p.expectOp("="); err != nil {
			return err
		}
		value, err := p.str()
		list = append(list, OptionPair{Key: key, Value: value})
		return err
	})
	return list, err
}

// list parses items with commas between in brackets, which may be empty.
func (p *parser) list(item func() error) error {
	if err := p.expectOp("("); err != nil {
		return err
	}
	if p.acceptOp(")") {
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if !p.acceptOp(",") {
			return p.expectOp(")")
		}
	}
}

// alter parses ALTER CATALOG c (SET (options) | RESET (keys) | COMMENT 'x'); any other ALTER is not supported.
func (p *parser) alter() (Statement, error) {
	if !p.accept("ALTER", "CATALOG") {
		return p.unsupportedObject()
	}
	a := &AlterCatalog{}
	var err error
	if a.Name, err = p.part(); err != nil {
		return nil, err
	}
	switch p.oneOf("SET", "RESET", "COMMENT") {
	case "SET":
		a.Set, err = p.options()
	case "RESET":
		a.IsReset = true
		err = p.list(func() error {
			key, err := p.str()
			a.Reset = append(a.Reset, key)
			return err
		})
	case "COMMENT":
		var comment string
		comment, err = p.str()
		a.Comment = &comment
	default:
		return nil, p.unexpected()
	}
	return a, err
}

// drop parses DROP CATALOG and DROP DATABASE|SCHEMA; any other DROP is not supported.
func (p *parser) drop() (Statement, error) {
	switch {
	case p.accept("DROP", "CATALOG"):
		d := &DropCatalog{IfExists: p.accept("IF", "EXISTS")}
		var err error
		d.Name, err = p.part()
		return d, err
	case p.word("DROP", "DATABASE"), p.word("DROP", "SCHEMA"):
		return p.dropDatabase()
	}
	return p.unsupportedObject()
}

// dropDatabase parses DROP (DATABASE | SCHEMA) [IF EXISTS] [c.]d [RESTRICT | CASCADE].
func (p *parser) dropDatabase() (Statement, error) {
	p.skip()
	d := &DropDatabase{Schema: p.skip().Word("SCHEMA"), IfExists: p.accept("IF", "EXISTS")}
	var err error
	if d.Name, err = p.databaseName("drop"); err != nil {
		return nil, err
	}
	switch {
	case d.Schema && p.op(","):
		return p.unsupportedRest("DROP SCHEMA")
	case !d.Schema && (p.word("WITH") || p.op("(")):
		return p.unsupportedRest("DROP DATABASE")
	}
	d.Cascade = p.oneOf("RESTRICT", "CASCADE") == "CASCADE"
	return d, nil
}
