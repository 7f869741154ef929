package datatype

import (
	"strings"
	"unicode/utf8"
)

// decodeUTF8 reads bytes as Java's new String(bytes, UTF_8) does: each longest piece that could have begun a character becomes one
// U+FFFD.
func decodeUTF8(bytes []byte) string {
	if utf8.Valid(bytes) {
		return string(bytes)
	}
	var b strings.Builder
	for len(bytes) > 0 {
		r, size := utf8.DecodeRune(bytes)
		if r == utf8.RuneError && size == 1 {
			size = malformedLength(bytes)
		}
		b.WriteRune(r)
		bytes = bytes[size:]
	}
	return b.String()
}

// malformedLength returns the length of the piece at the front of bytes that one U+FFFD stands for.
func malformedLength(bytes []byte) int {
	first, continuations := bytes[0], 0
	low, high := byte(0x80), byte(0xbf) // of the second byte
	switch {
	case first >= 0xc2 && first <= 0xdf:
		continuations = 1
	case first >= 0xe0 && first <= 0xef: // surrogates (ED A0 …) are one piece to Java
		continuations = 2
		if first == 0xe0 {
			low = 0xa0
		}
	case first >= 0xf0 && first <= 0xf4:
		continuations = 3
		if first == 0xf0 {
			low = 0x90
		} else if first == 0xf4 {
			high = 0x8f
		}
	}
	size := 1
	for size < len(bytes) && size <= continuations && bytes[size] >= low && bytes[size] <= high {
		low, high = 0x80, 0xbf
		size++
	}
	return size
}
