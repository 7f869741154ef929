package datatype

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// checkText checks text from a client as PostgreSQL checks it for the encoding UTF8: valid UTF-8 without a NUL (22021).
func checkText(data []byte) error {
	for i := 0; i < len(data); {
		if data[i] != 0 && data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if data[i] == 0 || r == utf8.RuneError && size == 1 {
			return pgerr.New(pgerr.CharacterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\": %s",
				hexBytes(data[i:min(i+claimedLength(data[i]), len(data))]))
		}
		i += size
	}
	return nil
}

// claimedLength is how many bytes a character has by its first byte (pg_utf_mblen).
func claimedLength(first byte) int {
	switch {
	case first&0xe0 == 0xc0:
		return 2
	case first&0xf0 == 0xe0:
		return 3
	case first&0xf8 == 0xf0:
		return 4
	}
	return 1
}

func hexBytes(data []byte) string {
	parts := make([]string, len(data))
	for i, b := range data {
		parts[i] = fmt.Sprintf("0x%02x", b)
	}
	return strings.Join(parts, " ")
}

// parseBytea reads bytea in either of its text formats (byteain).
func parseBytea(text string) ([]byte, error) {
	if digits, ok := strings.CutPrefix(text, `\x`); ok {
		return parseHex(digits)
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] != '\\':
			out = append(out, text[i])
		case strings.HasPrefix(text[i+1:], `\`):
			out = append(out, '\\')
			i++
		case len(text) > i+3 && isOctal(text[i+1], '3') && isOctal(text[i+2], '7') && isOctal(text[i+3], '7'):
			out = append(out, (text[i+1]-'0')<<6|(text[i+2]-'0')<<3|(text[i+3]-'0'))
			i += 3
		default:
			return nil, pgerr.New(pgerr.InvalidTextRepresentation, "invalid input syntax for type bytea")
		}
	}
	return out, nil
}

func isOctal(c, highest byte) bool { return c >= '0' && c <= highest }

// parseHex reads pairs of hexadecimal digits, with blanks between pairs (hex_decode in encode.c).
func parseHex(digits string) ([]byte, error) {
	if out, err := hex.DecodeString(digits); err == nil {
		return out, nil
	}
	out := make([]byte, 0, len(digits)/2)
	for i := 0; i < len(digits); i++ {
		if strings.IndexByte(" \n\t\r", digits[i]) >= 0 {
			continue
		}
		if i+1 == len(digits) {
			return nil, pgerr.New(pgerr.InvalidParameterValue, "invalid hexadecimal data: odd number of digits")
		}
		pair, err := hex.DecodeString(digits[i : i+2])
		if err != nil {
			bad := digits[i:]
			if strings.IndexByte("0123456789abcdefABCDEF", bad[0]) >= 0 {
				bad = bad[1:]
			}
			r, _ := utf8.DecodeRuneInString(bad)
			return nil, pgerr.New(pgerr.InvalidParameterValue, "invalid hexadecimal digit: \"%c\"", r)
		}
		out = append(out, pair[0])
		i++
	}
	return out, nil
}

// parseUUID reads a uuid as uuid_in does, with optional braces and hyphens after any four digits, and returns its usual spelling.
func parseUUID(text string) (string, error) {
	rest, braced := strings.CutPrefix(text, "{")
	if braced {
		var closed bool
		if rest, closed = strings.CutSuffix(rest, "}"); !closed {
			return "", invalidText("uuid", text)
		}
	}
	digits := make([]byte, 0, 32)
	for i := 0; i < len(rest); i++ {
		if rest[i] == '-' && len(digits) > 0 && len(digits)%4 == 0 && len(digits) < 32 && rest[i-1] != '-' {
			continue
		}
		digits = append(digits, rest[i])
	}
	raw, err := hex.DecodeString(string(digits))
	if err != nil || len(raw) != 16 {
		return "", invalidText("uuid", text)
	}
	return formatUUID(raw), nil
}

func formatUUID(raw []byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", raw[:4], raw[4:6], raw[6:8], raw[8:10], raw[10:])
}
