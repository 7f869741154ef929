package scan

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// skipBlanks moves past blanks and comments: -- and // to the end of the line, /* */, which nest as in PostgreSQL. It reports whether
// a line ended on the way.
func (s *scanner) skipBlanks() (newline bool, err error) {
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case c == '\n' || c == '\r':
			newline = true
			s.pos++
		case c == ' ' || c == '\t' || c == '\f':
			s.pos++
		case (c == '-' || c == '/') && s.peek(1) == c:
			s.skipLine()
		case c == '/' && s.peek(1) == '*':
			start := s.pos
			if err := s.skipComment(); err != nil {
				return false, err
			}
			newline = newline || strings.ContainsAny(s.text[start:s.pos], "\n\r")
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s.text[s.pos:])
			if !isWideBlank(r) {
				return newline, nil
			}
			s.pos += size
		default:
			return newline, nil
		}
	}
	return newline, nil
}

// skipLine moves to the end of the line, not past it.
func (s *scanner) skipLine() {
	if n := strings.IndexAny(s.text[s.pos:], "\n\r"); n >= 0 {
		s.pos += n
	} else {
		s.pos = len(s.text)
	}
}

func (s *scanner) skipComment() error {
	start, depth := s.pos, 0
	for s.pos < len(s.text) {
		switch {
		case s.text[s.pos] == '/' && s.peek(1) == '*':
			depth++
			s.pos += 2
		case s.text[s.pos] == '*' && s.peek(1) == '/':
			depth--
			s.pos += 2
			if depth == 0 {
				return nil
			}
		default:
			s.pos++
		}
	}
	return ErrorAt(s.text, start, len(s.text), "unterminated /* comment")
}

// isWideBlank reports a blank beyond ASCII: what editors and web pages put between words (U+00A0, U+3000 and so on), and the byte
// order mark that Windows tools put at the start of a file.
func isWideBlank(r rune) bool { return r >= utf8.RuneSelf && (unicode.IsSpace(r) || r == '\uFEFF') }
