package scan

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// prefixed reads a string or name that begins with a letter: E'x', U&'x', U&"x", N'x', X'x', B'x', _charset'x'. ok is false where
// there is none at pos.
func (s *scanner) prefixed(c byte) (t Token, ok bool, err error) {
	next := s.peek(1)
	switch {
	case c == '_':
		return s.charsetString()
	case c|0x20 == 'u' && next == '&' && s.peek(2) == '\'':
		t, err = s.unicodeString()
	case c|0x20 == 'u' && next == '&' && s.peek(2) == '"':
		t, err = s.unicodeIdent()
	case next != '\'':
		return Token{}, false, nil
	case c|0x20 == 'e':
		t, err = s.escapeString()
	case c|0x20 == 'n':
		t, err = s.plainString(1)
		t.Prefix = 'N'
	case c|0x20 == 'x':
		t, err = s.hexString()
	case c|0x20 == 'b':
		t, err = s.bitString()
	default:
		return Token{}, false, nil
	}
	return t, true, err
}

func (s *scanner) escapeString() (Token, error) {
	start := s.pos
	s.pos++
	body, err := s.joined(true)
	if err != nil {
		return Token{}, err
	}
	value, bad := decodeEscapes(body)
	if bad != nil {
		return Token{}, bad.At(CharPos(s.text, start))
	}
	return Token{Kind: String, Prefix: 'E', Value: value, Pos: start}, nil
}

func (s *scanner) unicodeString() (Token, error) {
	start := s.pos
	s.pos += 2
	body, err := s.joined(false)
	if err != nil {
		return Token{}, err
	}
	value, err := s.decodeUnicode(undouble(body, '\''), start)
	return Token{Kind: String, Prefix: 'U', Value: value, Pos: start}, err
}

func (s *scanner) unicodeIdent() (Token, error) {
	start := s.pos
	s.pos += 2
	body, err := s.quoted('"', false)
	if err != nil {
		return Token{}, err
	}
	if body == "" {
		return Token{}, ErrorAt(s.text, start, s.pos, "zero-length delimited identifier")
	}
	value, err := s.decodeUnicode(undouble(body, '"'), start)
	return Token{Kind: QuotedIdent, Value: value, Pos: start}, err
}

// decodeUnicode decodes what U& was written before, with the escape character that UESCAPE behind it names.
func (s *scanner) decodeUnicode(body string, start int) (string, error) {
	escape, err := s.uescape()
	if err != nil {
		return "", err
	}
	value, bad := decodeUnicodeEscapes(body, escape)
	if bad != nil {
		return "", bad.At(CharPos(s.text, start))
	}
	return value, nil
}

// uescape reads UESCAPE 'c', if it follows, and returns the escape character.
func (s *scanner) uescape() (rune, error) {
	const word = "UESCAPE"
	end := s.pos
	if _, err := s.skipBlanks(); err != nil {
		return 0, err
	}
	if n := s.pos + len(word); n > len(s.text) || !strings.EqualFold(s.text[s.pos:n], word) || n < len(s.text) && isIdentPart(s.text[n]) {
		s.pos = end
		return '\\', nil
	}
	keyword := s.pos
	s.pos += len(word)
	if _, err := s.skipBlanks(); err != nil {
		return 0, err
	}
	if s.peek(0) != '\'' {
		return 0, ErrorAt(s.text, keyword, keyword+len(word), "UESCAPE must be followed by a simple string literal")
	}
	quote := s.pos
	body, err := s.quoted('\'', false)
	if err != nil {
		return 0, err
	}
	r, ok := escapeCharacter(undouble(body, '\''))
	if !ok {
		return 0, ErrorAt(s.text, quote, s.pos, "invalid Unicode escape character")
	}
	return r, nil
}

// escapeCharacter returns the one character of s, if it may be an escape character (parser.c, check_uescapechar).
func escapeCharacter(s string) (rune, bool) {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || size != len(s) || unicode.IsSpace(r) || strings.ContainsRune(`+'"`, r) {
		return 0, false
	}
	return r, r >= utf8.RuneSelf || hexValue(byte(r)) < 0
}

// charsetString reads _charset'x'. What follows an underscore is a character set only if Flink knows it by that name, else a name.
func (s *scanner) charsetString() (t Token, ok bool, err error) {
	const longest = len("_ISO-8859-1")
	end, limit := s.pos+1, min(s.pos+longest, len(s.text)-1)
	for end < limit && (isIdentPart(s.text[end]) && s.text[end] < utf8.RuneSelf || strings.IndexByte(":.-", s.text[end]) >= 0) {
		end++
	}
	if s.peek(end-s.pos) != '\'' {
		return Token{}, false, nil
	}
	charset, known := charsets[strings.ToUpper(s.text[s.pos+1:end])]
	if !known {
		return Token{}, false, nil
	}
	t, err = s.plainString(end - s.pos)
	t.Prefix = '_'
	if err == nil && charset == "ISO-8859-1" && strings.ContainsFunc(t.Value, func(r rune) bool { return r > 0xff }) {
		err = ErrorAt(s.text, t.Pos, s.pos, "character that "+charset+" lacks")
	}
	return t, true, err
}

// charsets are the character sets that a literal may name (org.apache.calcite.sql.SqlUtil, translateCharacterSetName).
var charsets = map[string]string{
	"BIG5": "Big5", "LATIN1": "ISO-8859-1", "ISO-8859-1": "ISO-8859-1", "UTF8": "UTF-8", "UTF-8": "UTF-8", "GB2312": "GB2312", "GBK": "GBK",
	"UTF16": "UTF-16LE", "UTF-16": "UTF-16LE", "UTF-16LE": "UTF-16LE", "UTF-16BE": "UTF-16BE",
}
