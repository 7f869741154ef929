package sqlcall

import (
	"strings"

	"github.com/callgate/callgate/sqlcall/scan"
)

// copyTo parses COPY (query) TO STDOUT [options]. COPY of a table, from the client, or to a file is not supported.
func (p *parser) copyTo() (Statement, error) {
	p.skip()
	if !p.op("(") {
		if !p.isName() {
			return nil, p.unexpected()
		}
		p.i = len(p.tokens) - 1
		return &Unsupported{Tag: "COPY"}, nil
	}
	inner, err := p.balanced()
	if err != nil {
		return nil, err
	}
	c := &CopyTo{}
	if c.Query, err = p.source.parser(inner).query(true); err != nil {
		return nil, err
	}
	if err := p.expect("TO"); err != nil {
		return nil, err
	}
	if p.oneOf("STDOUT", "STDIN") == "" { // the grammar takes both
		if !p.word("PROGRAM") && p.token().Kind != scan.String {
			return nil, p.unexpected()
		}
		p.i = len(p.tokens) - 1
		return &Unsupported{Tag: "COPY"}, nil
	}
	with := p.accept("WITH")
	switch {
	case p.acceptOp("("):
		err = p.copyOptions(c)
	case with && p.atEnd():
		err = nil
	default:
		err = p.oldCopyOptions(c)
	}
	return c, err
}

func (c *CopyTo) add(key, value string) {
	c.Options = append(c.Options, OptionPair{Key: key, Value: value})
}

// copyOptions parses the options behind the bracket: name [value], …. An option without a value is true.
func (p *parser) copyOptions(c *CopyTo) error {
	for {
		key, err := p.label()
		if err != nil {
			return err
		}
		value := "true"
		if !p.op(",") && !p.op(")") {
			if value, err = p.copyValue(); err != nil {
				return err
			}
		}
		c.add(key, value)
		if !p.acceptOp(",") {
			return p.expectOp(")")
		}
	}
}

// copyValue parses a word, string, number, * or a list of columns; the columns come with commas between.
func (p *parser) copyValue() (string, error) {
	switch {
	case p.acceptOp("*"):
		return "*", nil
	case p.op("("):
		return p.copyColumns()
	}
	return p.settingValue()
}

func (p *parser) copyColumns() (string, error) {
	if p.acceptOp("*") {
		return "*", nil
	}
	bracketed := p.acceptOp("(")
	var columns []string
	for {
		column, err := p.name()
		if err != nil {
			return "", err
		}
		columns = append(columns, QuoteIdent(column))
		if p.acceptOp(",") {
			continue
		}
		if bracketed {
			err = p.expectOp(")")
		}
		return strings.Join(columns, ","), err
	}
}

// oldCopyOptions parses the spelling from before PostgreSQL 9.0: CSV HEADER DELIMITER AS ';' …
func (p *parser) oldCopyOptions(c *CopyTo) (err error) {
	for !p.atEnd() && err == nil {
		switch word := p.oneOf("BINARY", "CSV", "HEADER", "FREEZE", "DELIMITER", "DELIMITERS", "USING", "NULL", "QUOTE", "ESCAPE", "ENCODING", "FORCE"); word {
		case "BINARY", "CSV":
			c.add("format", strings.ToLower(word))
		case "HEADER", "FREEZE":
			c.add(strings.ToLower(word), "true")
		case "USING":
			if !p.word("DELIMITERS") {
				err = p.unexpected()
			}
		case "DELIMITERS":
			err = p.oldCopyString(c, "delimiter")
		case "DELIMITER", "NULL", "QUOTE", "ESCAPE", "ENCODING":
			err = p.oldCopyString(c, strings.ToLower(word))
		case "FORCE":
			err = p.oldForce(c)
		default:
			err = p.unexpected()
		}
	}
	return err
}

func (p *parser) oldCopyString(c *CopyTo, key string) error {
	p.accept("AS")
	value, err := p.str()
	c.add(key, value)
	return err
}

// oldForce parses FORCE (QUOTE | NULL | NOT NULL) columns.
func (p *parser) oldForce(c *CopyTo) error {
	key := "force_quote"
	switch {
	case p.accept("QUOTE"):
	case p.accept("NULL"):
		key = "force_null"
	case p.accept("NOT", "NULL"):
		key = "force_not_null"
	default:
		return p.unexpected()
	}
	columns, err := p.copyColumns()
	c.add(key, columns)
	return err
}
