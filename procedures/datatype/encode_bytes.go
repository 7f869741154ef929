package datatype

import (
	"encoding/hex"
	"unicode/utf8"
)

// appendBytea writes bytes in the session's bytea_output (byteaout).
func appendBytea(buf []byte, b []byte, f *Format) []byte {
	if !f.ByteaEscape {
		return hex.AppendEncode(append(buf, '\\', 'x'), b)
	}
	for _, c := range b {
		switch {
		case c == '\\':
			buf = append(buf, '\\', '\\')
		case c < 0x20 || c > 0x7e:
			buf = append(buf, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
		default:
			buf = append(buf, c)
		}
	}
	return buf
}

// appendBlankPadded writes a CHAR(n), filled up with blanks to n characters as bpchar is. A length that PostgreSQL cannot
// declare is not filled up.
func appendBlankPadded(buf []byte, s string, n int) []byte {
	buf = append(buf, s...)
	if n > maxAttrLength || len(s) >= n*utf8.UTFMax {
		return buf
	}
	for missing := n - utf8.RuneCountInString(s); missing > 0; missing-- {
		buf = append(buf, ' ')
	}
	return buf
}
