package datatype

import "strings"

// dateTokenKind is what a part of a date's or interval's text looks like (the DTK_ values of ParseDateTime).
type dateTokenKind uint8

const (
	tokenNumber  dateTokenKind = iota // digits with at most one decimal point
	tokenDate                         // digits or a word joined by one of - / . to more
	tokenTime                         // digits joined by colons
	tokenZone                         // a sign and digits: an offset, or a signed number
	tokenWord                         // letters
	tokenSpecial                      // a sign and letters, such as -infinity
)

// dateToken is one part of the text. text is in lower case, original as it was written.
type dateToken struct {
	kind           dateTokenKind
	text, original string
}

const (
	maxDateTokens = 25  // MAXDATEFIELDS
	maxDateLength = 150 // about what fits PostgreSQL's work buffer (MAXDATELEN + MAXDATEFIELDS)
)

// tokenizeDate splits the text of a date, time or interval as ParseDateTime in datetime.c does; ok is false where it cannot be one.
func tokenizeDate(text string) (tokens []dateToken, ok bool) {
	if len(text) > maxDateLength {
		return nil, false
	}
	scan := dateScanner{text: text}
	for scan.skipSpace(); scan.pos < len(text); scan.skipSpace() {
		if isPunctuation(text[scan.pos]) && text[scan.pos] != '+' && text[scan.pos] != '-' && text[scan.pos] != '.' {
			scan.pos++ // a separator
			continue
		}
		token, ok := scan.next()
		if !ok || len(tokens) == maxDateTokens {
			return nil, false
		}
		tokens = append(tokens, token)
	}
	return tokens, true
}

type dateScanner struct {
	text string
	pos  int
}

// peek returns the byte at the position, or 0 at the end.
func (s *dateScanner) peek() byte {
	if s.pos < len(s.text) {
		return s.text[s.pos]
	}
	return 0
}

func (s *dateScanner) skipSpace() { s.skip(isSpace) }

func (s *dateScanner) skip(class func(byte) bool) {
	for s.pos < len(s.text) && class(s.text[s.pos]) {
		s.pos++
	}
}

func (s *dateScanner) next() (dateToken, bool) {
	start := s.pos
	switch c := s.peek(); {
	case isDigit(c):
		kind := s.number()
		return s.token(kind, start), true
	case c == '.':
		s.pos++
		s.skip(isDigit)
		return s.token(tokenNumber, start), true
	case isAlpha(c):
		kind := s.word()
		return s.token(kind, start), true
	case c == '+' || c == '-':
		return s.signed()
	}
	return dateToken{}, false
}

func (s *dateScanner) token(kind dateTokenKind, start int) dateToken {
	text := s.text[start:s.pos]
	return dateToken{kind, strings.ToLower(text), text}
}

// number reads what begins with a digit: a time, a date or a number.
func (s *dateScanner) number() dateTokenKind {
	s.skip(isDigit)
	switch separator := s.peek(); separator {
	case ':':
		s.skip(func(c byte) bool { return isDigit(c) || c == ':' || c == '.' })
		return tokenTime
	case '-', '/', '.':
		s.pos++
		if !isDigit(s.peek()) {
			s.skip(func(c byte) bool { return isDigit(c) || isAlpha(c) || c == separator })
			return tokenDate
		}
		s.skip(isDigit)
		if s.peek() == separator { // only equal separators make a date of three parts
			s.skip(func(c byte) bool { return isDigit(c) || c == separator })
			return tokenDate
		}
		if separator == '.' {
			return tokenNumber
		}
		return tokenDate
	}
	return tokenNumber
}

// word reads what begins with a letter: a word, or a date or zone name with punctuation in it.
func (s *dateScanner) word() dateTokenKind {
	start := s.pos
	s.skip(isAlpha)
	c := s.peek()
	joined := c == '-' || c == '/' || c == '.'
	if c == '+' || isDigit(c) {
		_, keyword := dateKeywords[strings.ToLower(s.text[start:s.pos])]
		joined = !keyword
	}
	if !joined {
		return tokenWord
	}
	s.skip(func(c byte) bool { return isDigit(c) || isAlpha(c) || strings.IndexByte("+-/_.:", c) >= 0 })
	return tokenDate
}

// signed reads a sign and what it belongs to; blanks between them do not count.
func (s *dateScanner) signed() (dateToken, bool) {
	sign := s.text[s.pos : s.pos+1]
	s.pos++
	s.skipSpace()
	start, kind := s.pos, tokenZone
	switch c := s.peek(); {
	case isDigit(c):
		s.skip(func(c byte) bool { return isDigit(c) || c == ':' || c == '.' || c == '-' })
	case isAlpha(c):
		s.skip(isAlpha)
		kind = tokenSpecial
	default:
		return dateToken{}, false
	}
	text := sign + s.text[start:s.pos]
	return dateToken{kind, strings.ToLower(text), text}, true
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isPunctuation(c byte) bool { return c > ' ' && c < 0x7f && !isDigit(c) && !isAlpha(c) }
