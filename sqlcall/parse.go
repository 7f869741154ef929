package sqlcall

import (
	"strconv"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/expr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// MaxStatements is how many statements one text may hold (spec/reliability.md §3.4); more are 54000.
const MaxStatements = 100

// maxParams is the highest n of $n: a Bind message counts parameters in 16 bits.
const maxParams = 65535

// Parse splits a text at its semicolons and parses each statement. Empty statements vanish, so an empty text gives an empty slice.
// The statements are never changed after that and may be shared. Errors are 42601 with a position in characters of the whole text,
// 42P02 and 54023 for a bad $n, and those of [scan.Tokens]. As in PostgreSQL one bad statement spoils the whole text.
func Parse(text string) ([]Located, error) { return parseWith(text, expr.Parse) }

// exprParser parses the arguments of one call; it is [expr.Parse].
type exprParser func(text string, args [][]scan.Token) ([]*expr.Expr, error)

func parseWith(text string, exprs exprParser) ([]Located, error) {
	tokens, err := scan.Tokens(text)
	if err != nil {
		return nil, err
	}
	source := &source{text: text, positions: scan.NewPositions(text), exprs: exprs}
	list := []Located{}
	depth, start := 0, 0
	for i, t := range tokens {
		depth = max(0, depth+bracket(t))
		if t.Kind != scan.EOF && (depth > 0 || !t.Is(";")) {
			continue
		}
		if i > start {
			if len(list) == MaxStatements {
				return nil, pgerr.New(pgerr.ProgramLimitExceeded, "text holds more than %d statements", MaxStatements)
			}
			l, err := source.parser(tokens[start : i+1]).whole()
			if err != nil {
				return nil, err
			}
			list = append(list, l)
		}
		start = i + 1
	}
	return list, nil
}

// bracket is +1 for an opening bracket, -1 for a closing one.
func bracket(t scan.Token) int {
	if t.Kind == scan.Op {
		switch t.Value {
		case "(", "[", "{":
			return 1
		case ")", "]", "}":
			return -1
		}
	}
	return 0
}

// source is the text that is parsed.
type source struct {
	text      string
	positions *scan.Positions
	exprs     exprParser
}

// parser returns a parser of one statement. The last of tokens is what ends it: a semicolon, a closing bracket or the end.
func (s *source) parser(tokens []scan.Token) *parser { return &parser{source: s, tokens: tokens} }

// parser reads one statement from its tokens.
type parser struct {
	*source
	tokens []scan.Token // and the one behind the statement
	i      int
}

// whole parses all the tokens as one statement.
func (p *parser) whole() (Located, error) {
	start := p.i
	params, err := p.params()
	if err != nil {
		return Located{}, err
	}
	if p.atEnd() {
		return Located{}, p.unexpected()
	}
	stmt, err := p.statement()
	if err != nil {
		return Located{}, err
	}
	if err := p.end(); err != nil {
		return Located{}, err
	}
	first, last := p.tokens[start], p.tokens[len(p.tokens)-2]
	return Located{
		Statement: stmt,
		Text:      p.text[first.Pos:last.End],
		Position:  p.positions.CharPos(first.Pos) - 1,
		Params:    params,
	}, nil
}

// rest parses the tokens from here to the end as a statement inside another: what EXPLAIN, DECLARE or PREPARE is about.
func (p *parser) rest() (Located, error) {
	inner := p.source.parser(p.tokens[p.i:])
	l, err := inner.whole()
	p.i = len(p.tokens) - 1
	return l, err
}

// params returns the highest n of $n in the statement.
func (p *parser) params() (int, error) {
	highest := 0
	for _, t := range p.tokens[p.i:] {
		if t.Kind != scan.Param {
			continue
		}
		n, err := strconv.ParseInt(t.Value, 10, 32)
		switch {
		case err != nil || n == 0:
			return 0, pgerr.New(pgerr.UndefinedParameter, "there is no parameter $%.20s", t.Value).At(p.char(t))
		case n > maxParams:
			return 0, pgerr.New(pgerr.TooManyArguments, "statement has more than %d parameters", maxParams).At(p.char(t))
		}
		highest = max(highest, int(n))
	}
	return highest, nil
}
