package scan

import "strings"

// number reads 1, 1.5, .5, 1., 1e3. The dots of 1..2 belong to no number.
func (s *scanner) number() (Token, error) {
	start := s.pos
	s.skipDigits()
	if s.peek(0) == '.' && s.peek(1) != '.' {
		s.pos++
		s.skipDigits()
	}
	if s.peek(0)|0x20 == 'e' {
		s.skipExponent()
	}
	if s.pos < len(s.text) && isIdentPart(s.text[s.pos]) {
		return Token{}, ErrorAt(s.text, start, s.pos+1, "trailing junk after numeric literal")
	}
	return Token{Kind: Number, Value: s.text[start:s.pos], Pos: start}, nil
}

func (s *scanner) skipDigits() {
	for isDigit(s.peek(0)) {
		s.pos++
	}
}

// skipExponent moves past e3, e+3, e-3; where no digits follow it stays, and the e is junk.
func (s *scanner) skipExponent() {
	n := 1
	if c := s.peek(1); c == '+' || c == '-' {
		n = 2
	}
	if isDigit(s.peek(n)) {
		s.pos += n
		s.skipDigits()
	}
}

// dollar reads what begins with a dollar sign: $1, $tag$x$tag$, or a name of Flink's such as $name.
func (s *scanner) dollar() (Token, error) {
	start := s.pos
	if isDigit(s.peek(1)) {
		return s.param()
	}
	tag := s.pos + 1
	for tag < len(s.text) && isIdentPart(s.text[tag]) && s.text[tag] != '$' {
		tag++
	}
	if tag < len(s.text) && s.text[tag] == '$' {
		return s.dollarString(s.text[start : tag+1])
	}
	s.pos++
	s.skipIdent()
	if s.pos == start+1 {
		return Token{}, ErrorAt(s.text, start, start+1, "syntax error")
	}
	return Token{Kind: Ident, Value: s.text[start:s.pos], Pos: start}, nil
}

func (s *scanner) param() (Token, error) {
	start := s.pos
	s.pos++
	s.skipDigits()
	if s.pos < len(s.text) && isIdentPart(s.text[s.pos]) {
		return Token{}, ErrorAt(s.text, start, s.pos+1, "trailing junk after parameter")
	}
	return Token{Kind: Param, Value: s.text[start+1 : s.pos], Pos: start}, nil
}

// dollarString reads $tag$x$tag$, where nothing is escaped.
func (s *scanner) dollarString(tag string) (Token, error) {
	start, body := s.pos, s.pos+len(tag)
	n := strings.Index(s.text[body:], tag)
	if n < 0 {
		return Token{}, ErrorAt(s.text, start, len(s.text), "unterminated dollar-quoted string")
	}
	s.pos = body + n + len(tag)
	return Token{Kind: String, Dollar: true, Value: s.text[body : body+n], Pos: start}, nil
}
