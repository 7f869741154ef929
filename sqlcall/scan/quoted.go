package scan

import "strings"

// quotedIdent reads "x" and `x`. A line may not end inside back-ticks (Parser.jj, BACK_QUOTED_IDENTIFIER).
func (s *scanner) quotedIdent(quote byte) (Token, error) {
	start := s.pos
	body, err := s.quoted(quote, false)
	if err != nil {
		return Token{}, err
	}
	if body == "" {
		return Token{}, ErrorAt(s.text, start, s.pos, "zero-length delimited identifier")
	}
	if quote == '`' && strings.ContainsAny(body, "\n\r") {
		return Token{}, ErrorAt(s.text, start, start+1, "syntax error")
	}
	return Token{Kind: QuotedIdent, Value: undouble(body, quote), Pos: start}, nil
}

// quoted reads from the quote at pos past the one that closes it, and returns what is between them, as written. Where backslash is
// set, a quote after a backslash does not close.
func (s *scanner) quoted(quote byte, backslash bool) (string, error) {
	start := s.pos
	for s.pos++; s.pos < len(s.text); s.pos++ {
		switch c := s.text[s.pos]; {
		case c == '\\' && backslash:
			s.pos++
		case c != quote:
		case s.peek(1) == quote:
			s.pos++
		default:
			s.pos++
			return s.text[start+1 : s.pos-1], nil
		}
	}
	s.pos = len(s.text)
	if quote == '\'' {
		return "", ErrorAt(s.text, start, len(s.text), "unterminated quoted string")
	}
	return "", ErrorAt(s.text, start, len(s.text), "unterminated quoted identifier")
}

// undouble turns every doubled quote into one.
func undouble(body string, quote byte) string {
	if strings.IndexByte(body, quote) < 0 {
		return body
	}
	one := string(quote)
	return strings.ReplaceAll(body, one+one, one)
}

// fragments reads a string and the strings that continue it on later lines, and returns what each holds, as written. Two strings on
// one line are an error in both dialects.
func (s *scanner) fragments(backslash bool) ([]string, error) {
	var list []string
	for {
		body, err := s.quoted('\'', backslash)
		if err != nil {
			return nil, err
		}
		list = append(list, body)
		end := s.pos
		newline, err := s.skipBlanks()
		if err != nil {
			return nil, err
		}
		if s.peek(0) != '\'' {
			s.pos = end
			return list, nil
		}
		if !newline {
			second := s.pos
			if _, err := s.quoted('\'', backslash); err != nil {
				return nil, err
			}
			return nil, ErrorAt(s.text, second, s.pos, "syntax error")
		}
	}
}

// joined is fragments in one piece.
func (s *scanner) joined(backslash bool) (string, error) {
	list, err := s.fragments(backslash)
	if len(list) == 1 {
		return list[0], err
	}
	return strings.Join(list, ""), err
}

// plainString reads 'x', in which only quotes are doubled. size is how much of a prefix stands before it.
func (s *scanner) plainString(size int) (Token, error) {
	start := s.pos
	s.pos += size
	body, err := s.joined(false)
	if err != nil {
		return Token{}, err
	}
	return Token{Kind: String, Value: undouble(body, '\''), Pos: start}, nil
}
