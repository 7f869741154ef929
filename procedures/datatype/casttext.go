package datatype

import (
	"strings"
	"unicode/utf8"
)

// castText writes a value as text and cuts it, or pads it with blanks for CHAR, to the length of the target in characters.
func (c *caster) castText(v Value, from, to Type) (Value, error) {
	if from.Root == Variant {
		return nil, noCast(from, to)
	}
	text := FormatSQL(v, from, c.zone)
	length := utf8.RuneCountInString(text)
	switch {
	case length > to.Length:
		return firstRunes(text, to.Length), nil
	case to.Root == Char && length < to.Length:
		missing := to.Length - length
		if err := c.pad(missing, to); err != nil {
			return nil, err
		}
		return text + strings.Repeat(" ", missing), nil
	}
	return text, nil
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// castBinary takes the UTF-8 bytes of a text, and cuts or, for BINARY, pads with zeros.
func (c *caster) castBinary(v Value, from, to Type) (Value, error) {
	var bytes []byte
	switch v := v.(type) {
	case []byte:
		bytes = v
	case string:
		bytes = []byte(v)
	default:
		return nil, noCast(from, to)
	}
	switch {
	case len(bytes) > to.Length:
		return bytes[:to.Length:to.Length], nil
	case to.Root == Binary && len(bytes) < to.Length:
		missing := to.Length - len(bytes)
		if err := c.pad(missing, to); err != nil {
			return nil, err
		}
		return append(bytes[:len(bytes):len(bytes)], make([]byte, missing)...), nil
	}
	return bytes, nil
}
