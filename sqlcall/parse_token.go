package sqlcall

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// maxNameChars is the longest part of a name (org.apache.calcite.sql.parser.SqlParser, DEFAULT_IDENTIFIER_MAX_LENGTH is 128; Flink
// sets 256).
const maxNameChars = 256

// token is the next token.
func (p *parser) token() scan.Token { return p.tokens[p.i] }

// ahead is the n-th token after the next one; past the end it is the token that ends the statement.
func (p *parser) ahead(n int) scan.Token { return p.tokens[min(p.i+n, len(p.tokens)-1)] }

func (p *parser) atEnd() bool { return p.i == len(p.tokens)-1 }

// isLast reports whether the statement ends with the next token.
func (p *parser) isLast() bool { return p.i+1 >= len(p.tokens)-1 }

// skip moves past the next token and returns it. The token that ends the statement is never passed.
func (p *parser) skip() scan.Token {
	t := p.token()
	if !p.atEnd() {
		p.i++
	}
	return t
}

// char is the position of a token: 1-based, in characters.
func (p *parser) char(t scan.Token) int { return p.positions.CharPos(t.Pos) }

// unexpected is the syntax error at the next token.
func (p *parser) unexpected() error { return scan.Unexpected(p.text, p.token()) }

// refuse is an error of another kind at token t.
func (p *parser) refuse(t scan.Token, code pgerr.Code, format string, args ...any) error {
	return pgerr.New(code, format, args...).At(p.char(t))
}

// end fails where there is more.
func (p *parser) end() error {
	if !p.atEnd() {
		return p.unexpected()
	}
	return nil
}

// word reports whether the next tokens are these keywords.
func (p *parser) word(words ...string) bool {
	for n, w := range words {
		if p.i+n >= len(p.tokens)-1 || !p.tokens[p.i+n].Word(w) {
			return false
		}
	}
	return true
}

// accept moves past these keywords, if all of them are next.
func (p *parser) accept(words ...string) bool {
	if !p.word(words...) {
		return false
	}
	p.i += len(words)
	return true
}

// oneOf moves past one of these keywords and returns it, or "".
func (p *parser) oneOf(words ...string) string {
	for _, w := range words {
		if p.accept(w) {
			return w
		}
	}
	return ""
}

// expect moves past these keywords, one by one.
func (p *parser) expect(words ...string) error {
	for _, w := range words {
		if !p.accept(w) {
			return p.unexpected()
		}
	}
	return nil
}

func (p *parser) op(op string) bool { return !p.atEnd() && p.token().Is(op) }

func (p *parser) acceptOp(op string) bool {
	if !p.op(op) {
		return false
	}
	p.i++
	return true
}

func (p *parser) expectOp(op string) error {
	if !p.acceptOp(op) {
		return p.unexpected()
	}
	return nil
}

// str reads a string literal.
func (p *parser) str() (string, error) {
	if p.token().Kind != scan.String || p.atEnd() {
		return "", p.unexpected()
	}
	return p.skip().Value, nil
}

// isName reports whether the next token may be a name.
func (p *parser) isName() bool {
	return !p.atEnd() && (p.token().Kind == scan.Ident || p.token().Kind == scan.QuotedIdent)
}

// name reads the name of a cursor, savepoint, prepared statement or channel, folded as PostgreSQL does. Without quotes it may be no
// reserved word (gram.y, ColId).
func (p *parser) name() (string, error) {
	if p.token().Kind == scan.Ident && !mayNameTable(foldText(p.token().Value)) {
		return "", p.unexpected()
	}
	return p.label()
}

// label is name where reserved words may stand: for settings and options.
func (p *parser) label() (string, error) {
	if !p.isName() {
		return "", p.unexpected()
	}
	return fold(p.skip()), nil
}

// fold returns the name that a token means in PostgreSQL: without quotes it is in lower case.
func fold(t scan.Token) string {
	if t.Kind == scan.QuotedIdent {
		return t.Value
	}
	return foldText(t.Value)
}

// foldText turns A to Z into lower case, and nothing else (scansup.c, downcase_identifier in UTF-8).
func foldText(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// part reads a name of one part.
func (p *parser) part() (catalog.Part, error) {
	if !p.isName() {
		return catalog.Part{}, p.unexpected()
	}
	t := p.skip()
	if utf8.RuneCountInString(t.Value) > maxNameChars {
		return catalog.Part{}, p.refuse(t, pgerr.SyntaxError, "identifier is longer than %d characters", maxNameChars)
	}
	return catalog.Part{Text: t.Value, Quoted: t.Kind == scan.QuotedIdent}, nil
}

// path reads the name of an object: one to three parts with dots between (org.apache.flink.table.catalog.UnresolvedIdentifier).
func (p *parser) path() (catalog.Name, error) {
	var name catalog.Name
	for first := p.token(); ; {
		t := p.token()
		part, err := p.part()
		if err != nil {
			return nil, err
		}
		if strings.TrimFunc(part.Text, unicode.IsSpace) == "" {
			return nil, p.refuse(t, pgerr.InvalidName, "parts of the object identifier are null or whitespace-only")
		}
		name = append(name, part)
		if p.op(".") && !p.ahead(1).Is("*") {
			p.i++
			continue
		}
		if len(name) > 3 {
			return nil, p.refuse(first, pgerr.SyntaxError, "object identifier must consist of 1 to 3 parts")
		}
		return name, nil
	}
}

// integer reads a whole number with an optional sign.
func (p *parser) integer() (int64, error) {
	sign := ""
	if p.acceptOp("-") {
		sign = "-"
	} else {
		p.acceptOp("+")
	}
	if t := p.token(); t.Kind == scan.Number {
		if n, err := strconv.ParseInt(sign+t.Value, 10, 64); err == nil {
			p.skip()
			return n, nil
		}
	}
	return 0, p.unexpected()
}

// balanced moves past the bracket that is next and all that it holds, and returns the tokens in it with the closing bracket.
func (p *parser) balanced() ([]scan.Token, error) {
	if bracket(p.token()) != 1 {
		return nil, p.unexpected()
	}
	start, depth := p.i+1, 0
	for !p.atEnd() {
		depth += bracket(p.skip())
		if depth == 0 {
			return p.tokens[start:p.i], nil
		}
	}
	return nil, p.unexpected()
}
