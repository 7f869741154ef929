package funcs

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// textBuilder builds a string and fails before it grows beyond the limit.
type textBuilder struct {
	strings.Builder
	err error
}

func (b *textBuilder) add(parts ...string) {
	for _, s := range parts {
		if b.err == nil {
			b.err = checkText(b.Len() + len(s))
		}
		if b.err == nil {
			b.WriteString(s)
		}
	}
}

func (b *textBuilder) value() (datatype.Value, error) {
	if b.err != nil {
		return nil, b.err
	}
	return b.String(), nil
}

// text makes a body of a function from strings to a string.
func text(f func(s string) string) body {
	return strict(func(c *call) (datatype.Value, error) { return f(c.str(0)), nil })
}

// upper maps cases fully, as Java's toUpperCase(Locale.ROOT): ß becomes SS.
func upper(s string) string { return cases.Upper(language.Und).String(s) }

func lower(s string) string { return cases.Lower(language.Und).String(s) }

// initcap knows ASCII letters only, as Flink's does: any other character but a digit ends a word.
func initcap(s string) string {
	out := []byte(s)
	inWord := false
	for i, c := range out {
		isLower, isUpper := 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z'
		switch {
		case !inWord && isLower:
			out[i] = c - 'a' + 'A'
		case inWord && isUpper:
			out[i] = c - 'A' + 'a'
		}
		inWord = isLower || isUpper || '0' <= c && c <= '9'
	}
	return string(out)
}

func reverse(s string) string {
	runes := []rune(s)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}

func charLength(c *call) (datatype.Value, error) {
	return int32(utf8.RuneCountInString(c.str(0))), nil
}

// ascii is the first byte of the UTF-8 form, signed: Flink's ASCII('é') is -61.
func ascii(c *call) (datatype.Value, error) {
	if c.str(0) == "" {
		return int32(0), nil
	}
	return int32(int8(c.str(0)[0])), nil
}

// chr takes the number modulo 256 as a character of ISO 8859-1.
func chr(c *call) (datatype.Value, error) {
	n := c.int(0)
	if n < 0 {
		return "", nil
	}
	return string(rune(n & 0xFF)), nil
}

func concat(c *call) (datatype.Value, error) {
	var b textBuilder
	for i := range c.args {
		b.add(c.str(i))
	}
	return b.value()
}

// concatWS skips NULLs; only a NULL separator makes NULL.
func concatWS(c *call) (datatype.Value, error) {
	if !c.has(0) {
		return nil, nil
	}
	var b textBuilder
	separator := ""
	for i := 1; i < len(c.args); i++ {
		if c.has(i) {
			b.add(separator, c.str(i))
			separator = c.str(0)
		}
	}
	return b.value()
}

// substring counts characters from 1, or from the end where the position is negative (BinaryStringDataUtil.substringSQL).
func substring(c *call) (datatype.Value, error) {
	runes := []rune(c.str(0))
	start, length := c.length(1), len(runes)
	if len(c.args) > 2 {
		length = c.length(2)
	}
	switch {
	case length < 0:
		return nil, nil
	case start > 0:
		start--
	case start < 0:
		start += len(runes)
	}
	if start < 0 || start >= len(runes) {
		return "", nil
	}
	return string(runes[start : start+min(length, len(runes)-start)]), nil
}

func left(c *call) (datatype.Value, error) {
	runes := []rune(c.str(0))
	return string(runes[:max(0, min(c.length(1), len(runes)))]), nil
}

func right(c *call) (datatype.Value, error) {
	runes := []rune(c.str(0))
	return string(runes[len(runes)-max(0, min(c.length(1), len(runes))):]), nil
}

// trim is TRIM(x) and TRIM('BOTH' | 'LEADING' | 'TRAILING', characters, x).
func trim(c *call) (datatype.Value, error) {
	if len(c.args) == 1 {
		return strings.Trim(c.str(0), " "), nil
	}
	switch strings.ToUpper(c.str(0)) {
	case "LEADING":
		return strings.TrimLeft(c.str(2), c.str(1)), nil
	case "TRAILING":
		return strings.TrimRight(c.str(2), c.str(1)), nil
	}
	return strings.Trim(c.str(2), c.str(1)), nil
}

// trimBy makes a body of LTRIM, RTRIM, BTRIM: the characters to cut default to the blank.
func trimBy(f func(s, cutset string) string) body {
	return strict(func(c *call) (datatype.Value, error) {
		if len(c.args) == 1 {
			return f(c.str(0), " "), nil
		}
		return f(c.str(0), c.str(1)), nil
	})
}

// pad is LPAD and RPAD, which count UTF-16 units as Java does. What is NULL in Flink (a negative length, nothing to pad with)
// is an error, because the type is NOT NULL.
func pad(onLeft bool) body {
	return strict(func(c *call) (datatype.Value, error) {
		s, length, fill := utf16.Encode([]rune(c.str(0))), c.length(1), utf16.Encode([]rune(c.str(2)))
		switch {
		case length < 0:
			return nil, pgerr.New(pgerr.InvalidParameterValue, "length to pad to must not be negative")
		case len(fill) == 0:
			return nil, pgerr.New(pgerr.InvalidParameterValue, "text to pad with must not be empty")
		case length <= len(s):
			return string(utf16.Decode(s[:length])), nil
		}
		if err := checkText(length); err != nil {
			return nil, err
		}
		padding := make([]uint16, length-len(s))
		for i := range padding {
			padding[i] = fill[i%len(fill)]
		}
		if onLeft {
			return string(utf16.Decode(append(padding, s...))), nil
		}
		return string(utf16.Decode(append(s, padding...))), nil
	})
}

func repeat(c *call) (datatype.Value, error) {
	s, n := c.str(0), max(c.length(1), 0)
	if s == "" || n == 0 {
		return "", nil
	}
	if n > maxText/len(s) {
		return nil, checkText(maxText + 1)
	}
	return strings.Repeat(s, n), nil
}

func replace(c *call) (datatype.Value, error) {
	s, old, by := c.str(0), c.str(1), c.str(2)
	if grown := len(by) - len(old); grown > 0 {
		if n := strings.Count(s, old); n > (maxText-len(s))/grown {
			return nil, checkText(maxText + 1)
		}
	}
	return strings.ReplaceAll(s, old, by), nil
}

// overlay leaves the string alone where the position is outside it, and cuts the rest where the length is not positive
// (SqlFunctionUtils.overlay).
func overlay(c *call) (datatype.Value, error) {
	s, by, start := []rune(c.str(0)), c.str(1), c.length(2)
	length := utf8.RuneCountInString(by)
	if len(c.args) > 3 {
		length = c.length(3)
	}
	if start <= 0 || start > len(s) {
		return string(s), nil
	}
	rest := ""
	if length > 0 && start+length <= len(s) {
		rest = string(s[start+length-1:])
	}
	return string(s[:start-1]) + by + rest, nil
}

// overlayType is VARCHAR of both lengths together.
func overlayType(args []datatype.Type) (datatype.Type, bool) {
	length := min(int64(args[0].Length)+int64(args[1].Length), datatype.MaxLength)
	return withNullsOf(datatype.VarcharType(int(length)), args), true
}

// position returns the 1-based place of seek in s, in characters, at or after from; 0 where there is none. What is empty is
// found at 1.
func position(s, seek string, from int) datatype.Value {
	if seek == "" {
		return int32(1)
	}
	start := skipRunes(s, from-1)
	at := strings.Index(s[start:], seek)
	if at < 0 {
		return int32(0)
	}
	return int32(utf8.RuneCountInString(s[:start+at]) + 1)
}

// skipRunes returns the offset after n characters.
func skipRunes(s string, n int) int {
	for at := range s {
		if n <= 0 {
			return at
		}
		n--
	}
	return len(s)
}

func positionIn(c *call) (datatype.Value, error) { return position(c.str(1), c.str(0), 1), nil }

func locate(c *call) (datatype.Value, error) {
	from := 1
	if len(c.args) > 2 {
		from = c.length(2)
	}
	return position(c.str(1), c.str(0), from), nil
}

// instr is INSTR(s, seek [, from [, occurrence]]); occurrences may overlap, and a negative from searches backward from there.
func instr(c *call) (datatype.Value, error) {
	s, seek, from, occurrence := c.str(0), c.str(1), 1, 1
	if len(c.args) > 2 {
		from = c.length(2)
	}
	if len(c.args) > 3 {
		occurrence = c.length(3)
	}
	switch {
	case occurrence < 1:
		return nil, pgerr.New(pgerr.InvalidParameterValue, "occurrence must be positive")
	case occurrence > maxSteps/(len(seek)+1):
		return nil, pgerr.New(pgerr.ProgramLimitExceeded, "too many occurrences of a text of %d bytes", len(seek))
	case from == 0:
		return int32(0), nil
	case seek == "":
		return int32(1), nil
	}
	var at int
	if from > 0 {
		at = nthAfter(s, seek, skipRunes(s, from-1), occurrence)
	} else if from += utf8.RuneCountInString(s); from >= 0 {
		at = nthBefore(s, seek, skipRunes(s, from), occurrence)
	} else {
		return int32(0), nil
	}
	if at < 0 {
		return int32(0), nil
	}
	return int32(utf8.RuneCountInString(s[:at]) + 1), nil
}

// nthAfter returns the offset of the n-th occurrence that begins at or after an offset, or -1.
func nthAfter(s, seek string, from, n int) int {
	for {
		at := nextIndex(s, seek, from)
		if at < 0 || n == 1 {
			return at
		}
		from, n = at+1, n-1
	}
}

// nthBefore returns the offset of the n-th occurrence backward that begins at or before an offset, or -1.
func nthBefore(s, seek string, from, n int) int {
	for from >= 0 {
		at := strings.LastIndex(s[:min(len(s), from+len(seek))], seek)
		if at < 0 || n == 1 {
			return at
		}
		from, n = at-1, n-1
	}
	return -1
}

// nextIndex is strings.Index at or after an offset.
func nextIndex(s, seek string, from int) int {
	if from > len(s) {
		return -1
	}
	if i := strings.Index(s[from:], seek); i >= 0 {
		return from + i
	}
	return -1
}

func startsWith(c *call) (datatype.Value, error) {
	return strings.HasPrefix(string(c.bytes(0)), string(c.bytes(1))), nil
}

func endsWith(c *call) (datatype.Value, error) {
	return strings.HasSuffix(string(c.bytes(0)), string(c.bytes(1))), nil
}

// translate replaces characters one by one; those without a counterpart go. NULLs but the first count as empty.
func translate(c *call) (datatype.Value, error) {
	if !c.has(0) {
		return nil, nil
	}
	to := []rune(c.str(2))
	table := make(map[rune]rune)
	for i, r := range []rune(c.str(1)) {
		if _, known := table[r]; known {
			continue
		}
		table[r] = -1
		if i < len(to) {
			table[r] = to[i]
		}
	}
	return strings.Map(func(r rune) rune {
		if by, ok := table[r]; ok {
			return by
		}
		return r
	}, c.str(0)), nil
}

// elt picks one of the arguments by its number from 1; NULL where there is none.
func elt(c *call) (datatype.Value, error) {
	if !c.has(0) {
		return nil, nil
	}
	n := c.int(0)
	switch {
	case n < 0:
		return nil, pgerr.New(pgerr.InvalidParameterValue, "number of an argument must not be negative")
	case n == 0 || n >= int64(len(c.args)):
		return nil, nil
	}
	return c.args[n].Value, nil
}

func eltType(args []datatype.Type) (datatype.Type, bool) {
	t, ok := commonType(args[1:])
	return t.Nullable(), ok
}

// splitIndex returns the part with a number from 0; the separator may be given as the code of a character.
func splitIndex(c *call) (datatype.Value, error) {
	s, separator, n := c.str(0), c.str(1), c.int(2)
	if classHas(integers, c.args[1].Type.Root) {
		separator = string(rune(c.int(1)))
	}
	if s == "" || n < 0 {
		return nil, nil
	}
	for ; n > 0; n-- {
		_, rest, found := cutSeparator(s, separator)
		if !found {
			return nil, nil
		}
		s = rest
	}
	part, _, _ := cutSeparator(s, separator)
	return part, nil
}

// cutSeparator cuts at the separator, or at a blank where that is empty.
func cutSeparator(s, separator string) (before, after string, found bool) {
	if separator != "" {
		return strings.Cut(s, separator)
	}
	if i := strings.IndexAny(s, " \t\n\r\f\v"); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}
