package funcs

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Two classes of Java read and write dates by patterns that look alike. DATE_FORMAT, TO_TIMESTAMP and TO_TIMESTAMP_LTZ use
// java.time.format.DateTimeFormatter (strict), FROM_UNIXTIME, UNIX_TIMESTAMP, TO_DATE and CONVERT_TZ use
// java.text.SimpleDateFormat (lenient). Both in English.

// patternItem is a run of one letter, or a literal text (letter 0), or the bracket of an optional part.
type patternItem struct {
	letter byte
	count  int
	text   string
}

const maxDatePattern = 1000 // characters

// javaPattern is a compiled pattern.
type javaPattern struct {
	items  []patternItem
	simple bool // SimpleDateFormat
}

// letters that the two classes know, with the longest run where there is one.
const (
	simpleLetters    = "GyYMLwWDdFEuaHkKhmsSzZX"
	formatterLetters = "GuyYMLDdQqwWEecFahKkHmsSAnNVvzOXxZ"
)

var longestRuns = map[byte]int{
	'M': 5, 'L': 5, 'D': 3, 'd': 2, 'H': 2, 'h': 2, 'K': 2, 'k': 2, 'm': 2, 's': 2, 'S': 9, 'E': 5, 'e': 5, 'c': 5,
	'Q': 5, 'q': 5, 'a': 1, 'G': 5, 'F': 1, 'w': 2, 'W': 1, 'X': 5, 'x': 5, 'Z': 5, 'O': 4, 'V': 2, 'z': 4, 'v': 4,
}

// compilePattern reads a pattern of either class.
func compilePattern(pattern string, simple bool) (*javaPattern, error) {
	if len(pattern) > maxDatePattern {
		return nil, pgerr.New(pgerr.ProgramLimitExceeded, "date pattern is longer than %d bytes", maxDatePattern)
	}
	p := &javaPattern{simple: simple}
	for i := 0; i < len(pattern); {
		c := pattern[i]
		switch {
		case c == '\'':
			text, n, ok := quotedText(pattern[i:])
			if !ok {
				return nil, badPattern(pattern, "a quoted text has no end")
			}
			p.literal(text)
			i += n
		case isLetter(c):
			run := len(pattern[i:]) - len(strings.TrimLeft(pattern[i:], pattern[i:i+1]))
			if err := p.field(pattern, c, run); err != nil {
				return nil, err
			}
			i += run
		case !simple && strings.IndexByte("{}#", c) >= 0:
			return nil, badPattern(pattern, "reserved character "+string(c))
		case !simple && (c == '[' || c == ']'):
			p.items = append(p.items, patternItem{letter: c})
			i++
		default:
			p.literal(pattern[i : i+1])
			i++
		}
	}
	return p, nil
}

func (p *javaPattern) field(pattern string, letter byte, run int) error {
	known := formatterLetters
	if p.simple {
		known = simpleLetters
	}
	if strings.IndexByte(known, letter) < 0 {
		return badPattern(pattern, "unknown letter "+string(letter))
	}
	if longest := longestRuns[letter]; !p.simple && longest > 0 && run > longest {
		return badPattern(pattern, "too many letters "+string(letter))
	}
	p.items = append(p.items, patternItem{letter: letter, count: run})
	return nil
}

func (p *javaPattern) literal(s string) {
	if n := len(p.items); n > 0 && p.items[n-1].letter == 0 {
		p.items[n-1].text += s
		return
	}
	p.items = append(p.items, patternItem{text: s})
}

// quotedText reads '…', where ” is a quote, also outside of quotes.
func quotedText(s string) (text string, length int, ok bool) {
	if strings.HasPrefix(s, "''") {
		return "'", 2, true
	}
	for i := 1; i < len(s); i++ {
		if s[i] != '\'' {
			continue
		}
		if strings.HasPrefix(s[i:], "''") {
			i++
			continue
		}
		return strings.ReplaceAll(s[1:i], "''", "'"), i + 1, true
	}
	return "", 0, false
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func badPattern(pattern, why string) error {
	return pgerr.New(pgerr.InvalidParameterValue, "invalid date pattern %q: %s", pattern, why)
}

// isNumeric reports whether an item reads and writes digits.
func (i patternItem) isNumeric() bool {
	switch i.letter {
	case 'M', 'L', 'Q', 'q':
		return i.count < 3
	case 'e', 'c':
		return i.count < 3
	}
	return i.letter != 0 && strings.IndexByte("uyYDdwWFHhKkmsSAnN", i.letter) >= 0
}
