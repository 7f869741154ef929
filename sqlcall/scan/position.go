package scan

import (
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// CharPos returns the 1-based position, in characters, of the byte offset in text: what the field P of an ErrorResponse holds.
func CharPos(text string, offset int) int {
	return utf8.RuneCountInString(text[:min(offset, len(text))]) + 1
}

// Positions converts many byte offsets of one text. Offsets that rise cost one pass over the text in all.
type Positions struct {
	text   string
	offset int // of the last answer
	chars  int // before offset
}

// NewPositions returns a converter of offsets into text.
func NewPositions(text string) *Positions { return &Positions{text: text} }

// CharPos returns the 1-based position, in characters, of the byte offset.
func (p *Positions) CharPos(offset int) int {
	offset = min(offset, len(p.text))
	if offset < p.offset {
		p.chars -= utf8.RuneCountInString(p.text[offset:p.offset])
	} else {
		p.chars += utf8.RuneCountInString(p.text[p.offset:offset])
	}
	p.offset = offset
	return p.chars + 1
}

// maxQuoted is how many bytes of the text an error message repeats.
const maxQuoted = 64

// ErrorAt returns the syntax error `message at or near "x"`, where x is text[pos:end], or `message at end of input` where the text
// ends at pos (scan.l, scanner_yyerror).
func ErrorAt(text string, pos, end int, message string) *pgerr.Error {
	if pos >= len(text) {
		return pgerr.New(pgerr.SyntaxError, "%s at end of input", message).At(CharPos(text, len(text)))
	}
	return pgerr.New(pgerr.SyntaxError, "%s at or near \"%s\"", message, clip(text[pos:end])).At(CharPos(text, pos))
}

// Unexpected returns the syntax error of a token that the grammar does not allow where it stands.
func Unexpected(text string, t Token) *pgerr.Error {
	return ErrorAt(text, t.Pos, t.End, "syntax error")
}

func clip(s string) string {
	if len(s) <= maxQuoted {
		return s
	}
	n := maxQuoted
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
