package scan

import (
	"strings"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Tokens splits text into tokens; the last one is an [EOF] at the end of the text. It fails with 22021 where the text is not UTF-8
// or holds a NUL, 54000 where it is too long, 54001 where it nests too deeply, and 42601 where it holds what is no token.
func Tokens(text string) ([]Token, error) {
	if err := checkText(text); err != nil {
		return nil, err
	}
	s := scanner{text: text, tokens: make([]Token, 0, min(len(text)/3+8, 256))}
	for {
		if _, err := s.skipBlanks(); err != nil {
			return nil, err
		}
		if s.pos == len(text) {
			return append(s.tokens, Token{Kind: EOF, Pos: s.pos, End: s.pos}), nil
		}
		t, err := s.next()
		if err != nil {
			return nil, err
		}
		t.End = s.pos
		if len(s.tokens) == MaxTokens {
			return nil, pgerr.New(pgerr.ProgramLimitExceeded, "statement has more than %d words", MaxTokens).At(CharPos(text, t.Pos))
		}
		if !s.depth.add(&t) {
			return nil, pgerr.New(pgerr.StatementTooComplex, "statement is nested deeper than %d", MaxDepth).At(CharPos(text, t.Pos))
		}
		s.tokens = append(s.tokens, t)
	}
}

// checkText refuses what no scanner may see.
func checkText(text string) error {
	if len(text) > MaxTextBytes {
		return pgerr.New(pgerr.ProgramLimitExceeded, "statement text is longer than %d bytes", MaxTextBytes)
	}
	if strings.IndexByte(text, 0) >= 0 {
		return invalidBytes("0x00")
	}
	if utf8.ValidString(text) {
		return nil
	}
	for i, r := range text {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return invalidBytes("0x" + hexByte(text[i])).At(CharPos(text, i))
			}
		}
	}
	return invalidBytes("0xff")
}

// invalidBytes is PostgreSQL's error for text that is not UTF-8 (wchar.c, report_invalid_encoding).
func invalidBytes(what string) *pgerr.Error {
	return pgerr.New(pgerr.CharacterNotInRepertoire, `invalid byte sequence for encoding "UTF8": %s`, what)
}

func hexByte(b byte) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[b>>4], digits[b&15]})
}

type scanner struct {
	text   string
	pos    int
	tokens []Token
	depth  nesting
}

// peek returns the byte n places ahead, or 0 at the end.
func (s *scanner) peek(n int) byte {
	if s.pos+n < len(s.text) {
		return s.text[s.pos+n]
	}
	return 0
}

// next reads the token at pos, which is neither a blank nor the end. It leaves End to its caller.
func (s *scanner) next() (Token, error) {
	switch c := s.text[s.pos]; {
	case isIdentStart(c):
		return s.word(c)
	case isDigit(c), c == '.' && isDigit(s.peek(1)):
		return s.number()
	case c == '\'':
		return s.plainString(0)
	case c == '"', c == '`':
		return s.quotedIdent(c)
	case c == '$':
		return s.dollar()
	}
	return s.operator()
}

// word reads a name or keyword, or one of the strings that begin with a letter.
func (s *scanner) word(c byte) (Token, error) {
	if next := s.peek(1); next == '\'' || next == '&' || c == '_' {
		if t, ok, err := s.prefixed(c); ok || err != nil {
			return t, err
		}
	}
	start := s.pos
	s.skipIdent()
	return Token{Kind: Ident, Value: s.text[start:s.pos], Pos: start}, nil
}

// skipIdent moves past the characters of an unquoted name. Like PostgreSQL it takes every character beyond ASCII that is not a blank;
// Flink leaves some out, which then name nothing.
func (s *scanner) skipIdent() {
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		switch {
		case c < utf8.RuneSelf && isIdentPart(c):
			s.pos++
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s.text[s.pos:])
			if isWideBlank(r) {
				return
			}
			s.pos += size
		default:
			return
		}
	}
}

// operator reads punctuation or an operator. There is no << and >>: two closing brackets of ARRAY<ARRAY<INT>> are two tokens.
func (s *scanner) operator() (Token, error) {
	start, size := s.pos, 1
	switch s.text[start : start+min(2, len(s.text)-start)] {
	case "::", ":=", "=>", "->", "||", "<>", "!=", "<=", ">=":
		size = 2
	}
	if c := s.text[start]; c < ' ' || c == 0x7f || c == '\\' {
		return Token{}, ErrorAt(s.text, start, start+1, "syntax error")
	}
	s.pos += size
	return Token{Kind: Op, Value: s.text[start:s.pos], Pos: start}, nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isIdentStart(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c >= utf8.RuneSelf
}

func isIdentPart(c byte) bool { return isIdentStart(c) || isDigit(c) || c == '$' }
