package funcs

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"github.com/callgate/callgate/procedures/datatype"
)

// isDecimal reports whether a text reads as a number in Java (Double.valueOf), blanks around it and a final f or d allowed.
func isDecimal(c *call) (datatype.Value, error) {
	if _, ok := c.args[0].Value.(string); !ok {
		return c.has(0), nil
	}
	s := strings.TrimSpace(c.str(0))
	if s == "NaN" || strings.TrimLeft(s, "+-") == "Infinity" {
		return true, nil
	}
	if n := len(s); n > 0 && strings.Contains("fFdD", s[n-1:]) {
		s = s[:n-1]
	}
	if strings.Trim(s, "0123456789.eE+-") != "" {
		return false, nil
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil || errors.Is(err, strconv.ErrRange), nil
}

// allOf makes a body that reports whether a text is not empty and all its characters are of a kind; of numbers, integers
// are all digits and none has letters.
func allOf(is func(r rune) bool) body {
	return func(c *call) (datatype.Value, error) {
		s, ok := c.args[0].Value.(string)
		if !ok && classHas(integers, c.args[0].Type.Root) && c.has(0) {
			s = "0"
		}
		return s != "" && strings.IndexFunc(s, func(r rune) bool { return !is(r) }) < 0, nil
	}
}

var (
	isDigit = allOf(unicode.IsDigit)
	isAlpha = allOf(unicode.IsLetter)
)
