package datatype

import (
	"strconv"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// maxTypeDepth is how deep a type string may nest types.
const maxTypeDepth = 100

// Parse reads a type string in Flink's grammar (LogicalTypeParser), such as `DECIMAL(10, 2) NOT NULL`, `ARRAY<STRING>` or
// `ROW<id BIGINT, name STRING 'a comment'>`. Keywords are case-insensitive; both printed forms of a type are read back.
//
// Errors: 42601 what does not parse, 22023 a length or precision out of its range, 42704 the name of a user-defined type,
// 54001 more than 100 levels. A RAW type is taken as it is: its serializer is not looked at.
func Parse(s string) (Type, error) {
	p := typeParser{tokens: tokenizeType(s), input: s, current: -1, lastValid: -1}
	t, err := p.parseType(1)
	if err != nil {
		return Type{}, err
	}
	if p.current+1 < len(p.tokens) {
		token, err := p.next()
		if err != nil {
			return Type{}, err
		}
		return Type{}, p.fail("Unexpected token: %s", token.text)
	}
	return t, nil
}

// typeParser reads tokens one after the other. Its two positions are those of Flink's parser, so that errors count the same.
type typeParser struct {
	tokens    []typeToken
	input     string
	current   int
	lastValid int
}

func (p *typeParser) fail(format string, args ...any) error {
	position := 0
	if p.lastValid >= 0 {
		position = p.tokens[p.lastValid].end + 1
	}
	e := pgerr.New(pgerr.SyntaxError, format, args...)
	e.Message = "could not parse type at position " + strconv.Itoa(position) + ": " + e.Message
	return e.WithDetail("Input type string: %s", shorten(p.input))
}

func (p *typeParser) next() (typeToken, error) {
	p.current++
	if p.current >= len(p.tokens) {
		return typeToken{}, p.fail("Unexpected end")
	}
	p.lastValid = p.current - 1
	return p.tokens[p.current], nil
}

func (p *typeParser) expect(kind tokenKind) (typeToken, error) {
	token, err := p.next()
	if err == nil && token.kind != kind {
		err = p.fail("<%s> expected but was <%s>", kind, token.kind)
	}
	return token, err
}

func (p *typeParser) expectKeywords(words ...string) error {
	for _, word := range words {
		token, err := p.expect(tokenKeyword)
		if err != nil {
			return err
		}
		if token.text != word {
			return p.fail("Keyword '%s' expected but was '%s'", word, token.text)
		}
	}
	return nil
}

// peek reports whether the next token is of a kind.
func (p *typeParser) peek(kind tokenKind) bool {
	return p.current+1 < len(p.tokens) && p.tokens[p.current+1].kind == kind
}

// accept consumes the keywords if they come next, all of them.
func (p *typeParser) accept(words ...string) bool {
	if p.current+len(words) >= len(p.tokens) {
		return false
	}
	for i, word := range words {
		if token := p.tokens[p.current+1+i]; token.kind != tokenKeyword || token.text != word {
			return false
		}
	}
	p.current += len(words)
	p.lastValid = p.current - 1
	return true
}

// parseType reads a type with its nullability and at most one suffix ARRAY or MULTISET.
func (p *typeParser) parseType(depth int) (Type, error) {
	if depth > maxTypeDepth {
		return Type{}, pgerr.New(pgerr.StatementTooComplex, "type is nested more than %d levels deep", maxTypeDepth)
	}
	if p.peek(tokenIdentifier) {
		return Type{}, p.userDefinedType()
	}
	t, err := p.parseKeywordType(depth)
	if err != nil {
		return Type{}, err
	}
	if t, err = p.parseNullability(t); err != nil {
		return Type{}, err
	}
	switch {
	case p.accept("ARRAY"):
		return p.parseNullability(ArrayType(t))
	case p.accept("MULTISET"):
		return p.parseNullability(MultisetType(t))
	}
	return t, nil
}

func (p *typeParser) parseNullability(t Type) (Type, error) {
	switch {
	case p.accept("NOT", "NULL"):
		if t.Root == Null {
			return Type{}, pgerr.New(pgerr.InvalidParameterValue, "the nullability of a NULL type cannot be disabled")
		}
		return t.NonNull(), nil
	case p.accept("NULL"):
	}
	return t, nil
}

// userDefinedType reads the up to three parts of a name and says that there is no such type.
func (p *typeParser) userDefinedType() error {
	var parts []string
	for {
		token, err := p.expect(tokenIdentifier)
		if err != nil {
			return err
		}
		parts = append(parts, token.text)
		if len(parts) == 3 || !p.peek(tokenDot) {
			return pgerr.New(pgerr.UndefinedObject, "type %q does not exist", strings.Join(parts, ".")).
				WithDetail("User-defined types are not supported yet.")
		}
		if _, err := p.next(); err != nil {
			return err
		}
	}
}
