package sqlcall

import (
	"slices"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// explain parses EXPLAIN [ANALYZE] [VERBOSE] [(options)] statement, and Flink's EXPLAIN PLAN FOR statement.
func (p *parser) explain() (Statement, error) {
	p.skip()
	e := &Explain{}
	if !p.accept("PLAN", "FOR") {
		e.Analyze = p.oneOf("ANALYZE", "ANALYSE") != ""
		e.Verbose = p.accept("VERBOSE")
	}
	if p.op("(") && p.explainOptionsFollow() {
		p.skip()
		if err := p.explainOptions(e); err != nil {
			return nil, err
		}
	}
	if t := p.token(); !p.atEnd() && !t.Is("(") && (t.Kind != scan.Ident || !slices.Contains(explainable, foldText(t.Value))) {
		return nil, p.unexpected()
	}
	l, err := p.rest()
	e.Statement = l.Statement
	return e, err
}

// explainable are the first words of the statements that can be explained (gram.y, ExplainableStmt, and CALL).
var explainable = []string{"call", "select", "with", "values", "table", "execute", "declare", "insert", "update", "delete", "merge", "create", "refresh"}

// explainOptionsFollow tells the bracket of options from that of a query in brackets.
func (p *parser) explainOptionsFollow() bool {
	t := p.ahead(1)
	return t.Kind == scan.Ident && !t.Word("SELECT") && !t.Word("WITH") && !t.Word("VALUES") && !t.Word("TABLE") && !t.Word("CALL")
}

// explainOptions parses the options behind the bracket: name [value], ….
func (p *parser) explainOptions(e *Explain) error {
	for {
		t := p.token()
		name, err := p.label()
		if err != nil {
			return err
		}
		value, isWord := "", p.token().Kind == scan.Ident || p.token().Kind == scan.String || p.token().Kind == scan.Number
		if isWord {
			value = foldText(p.skip().Value)
		}
		on := value == "" || value == "true" || value == "on" || value == "1"
		switch name {
		case "analyze":
			e.Analyze = on
		case "verbose":
			e.Verbose = on
		case "format":
			if !slices.Contains([]string{"text", "json", "xml", "yaml"}, value) {
				return p.refuse(t, pgerr.InvalidParameterValue, "unrecognized value for EXPLAIN option %q: %q", name, value)
			}
			e.Format = value
		case "costs", "settings", "generic_plan", "buffers", "wal", "timing", "summary", "memory", "serialize":
		default:
			return p.refuse(t, pgerr.SyntaxError, "unrecognized EXPLAIN option %q", name)
		}
		if !p.acceptOp(",") {
			return p.expectOp(")")
		}
	}
}

// describe parses DESCRIBE|DESC PROCEDURE p and CATALOG [EXTENDED] c.
func (p *parser) describe() (Statement, error) {
	p.skip()
	switch {
	case p.accept("PROCEDURE"):
		d := &DescribeProcedure{NamePos: p.char(p.token())}
		var err error
		d.Name, err = p.path()
		return d, err
	case p.accept("CATALOG"):
		d := &DescribeCatalog{Extended: p.accept("EXTENDED")}
		var err error
		d.Name, err = p.part()
		return d, err
	case p.isName(): // a table, function, job, model of Flink's
		p.i = len(p.tokens) - 1
		return &Unsupported{Tag: "DESCRIBE"}, nil
	}
	return nil, p.unexpected()
}
