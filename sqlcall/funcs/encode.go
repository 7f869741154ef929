package funcs

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// validText makes a string of bytes. Each maximal beginning of a character that does not go on becomes one U+FFFD, as in Java.
func validText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			for n < len(b) && !utf8.FullRune(b[:n]) && !utf8.RuneStart(b[n]) && startsRune(b[:n+1]) {
				n++
			}
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String()
}

// startsRune reports whether bytes begin some character: one more byte would make it whole or leave it open.
func startsRune(b []byte) bool {
	r, n := utf8.DecodeRune(b)
	return !utf8.FullRune(b) || r != utf8.RuneError || n > 1
}

// fromBase64 wants the alphabet of RFC 4648 and no line breaks; the padding is whole or left out.
func fromBase64(c *call) (datatype.Value, error) {
	s, encoding := c.str(0), base64.StdEncoding
	if !strings.Contains(s, "=") {
		encoding = base64.RawStdEncoding
	}
	b, err := encoding.DecodeString(s)
	if err != nil || strings.ContainsAny(s, "\r\n") { // which Go skips
		return nil, invalidBase64()
	}
	return validText(b), nil
}

func invalidBase64() error {
	return pgerr.New(pgerr.InvalidTextRepresentation, "text is not valid base64")
}

func toBase64(c *call) (datatype.Value, error) {
	return base64.StdEncoding.EncodeToString(c.bytes(0)), nil
}

// hexOf is HEX: an integer in 64 bits without leading zeros, or the bytes of a string in UTF-8.
func hexOf(c *call) (datatype.Value, error) {
	if s, ok := c.args[0].Value.(string); ok {
		return strings.ToUpper(hex.EncodeToString([]byte(s))), nil
	}
	return strings.ToUpper(strconv.FormatUint(uint64(c.int(0)), 16)), nil
}

// unhex drops the first digit of an odd number of them and puts a zero byte in its place; NULL where a digit is none.
func unhex(c *call) (datatype.Value, error) {
	s, odd := c.str(0), []byte(nil)
	if len(s)%2 == 1 {
		if !isHexDigit(s[0]) {
			return nil, nil
		}
		s, odd = s[1:], []byte{0}
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil, nil //nolint:nilerr // what cannot be read is NULL
	}
	return append(odd, b...), nil
}

func isHexDigit(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 }

// bin is an integer in base 2, negative ones in the two's complement of 64 bits.
func bin(c *call) (datatype.Value, error) { return strconv.FormatUint(uint64(c.int(0)), 2), nil }

// charset is an encoding of text; the names are Java's with their aliases.
type charset uint8

const (
	asciiSet charset = iota
	latin1
	utf8Set
	utf16Set // big-endian with a byte order mark
	utf16BE
	utf16LE
)

var charsets = map[string]charset{
	"US-ASCII": asciiSet, "ASCII": asciiSet, "ISO646-US": asciiSet,
	"ISO-8859-1": latin1, "ISO8859-1": latin1, "ISO8859_1": latin1, "ISO_8859-1": latin1, "LATIN1": latin1, "L1": latin1,
	"UTF-8": utf8Set, "UTF8": utf8Set,
	"UTF-16": utf16Set, "UTF16": utf16Set, "UTF_16": utf16Set,
	"UTF-16BE": utf16BE, "UTF-16LE": utf16LE,
}

func charsetOf(name string) (charset, error) {
	set, ok := charsets[strings.ToUpper(name)]
	if !ok {
		return 0, pgerr.New(pgerr.InvalidParameterValue, "unknown character set %q", name).
			WithHint("Known are US-ASCII, ISO-8859-1, UTF-8, UTF-16, UTF-16BE and UTF-16LE.")
	}
	return set, nil
}

func encode(c *call) (datatype.Value, error) {
	set, err := charsetOf(c.str(1))
	if err != nil {
		return nil, err
	}
	s := c.str(0)
	switch set {
	case utf8Set:
		return []byte(s), nil
	case asciiSet:
		return encodeNarrow(s, 0x7F), nil
	case latin1:
		return encodeNarrow(s, 0xFF), nil
	}
	units := utf16.Encode([]rune(s))
	out := make([]byte, 0, 2*len(units)+2)
	if set == utf16LE {
		for _, u := range units {
			out = binary.LittleEndian.AppendUint16(out, u)
		}
		return out, nil
	}
	if set == utf16Set && s != "" {
		out = append(out, 0xFE, 0xFF)
	}
	for _, u := range units {
		out = binary.BigEndian.AppendUint16(out, u)
	}
	return out, nil
}

// encodeNarrow writes one byte a character, and ? for those that do not fit.
func encodeNarrow(s string, highest rune) []byte {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if r > highest {
			r = '?'
		}
		out = append(out, byte(r))
	}
	return out
}

func decode(c *call) (datatype.Value, error) {
	set, err := charsetOf(c.str(1))
	if err != nil {
		return nil, err
	}
	b := c.bytes(0)
	switch set {
	case utf8Set:
		return validText(b), nil
	case asciiSet:
		return decodeNarrow(b, 0x7F), nil
	case latin1:
		return decodeNarrow(b, 0xFF), nil
	case utf16Set:
		switch {
		case len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF:
			b = b[2:]
		case len(b) >= 2 && b[0] == 0xFF && b[1] == 0xFE:
			return decodeUTF16(b[2:], binary.LittleEndian), nil
		}
	case utf16LE:
		return decodeUTF16(b, binary.LittleEndian), nil
	}
	return decodeUTF16(b, binary.BigEndian), nil
}

func decodeNarrow(b []byte, highest byte) string {
	var out strings.Builder
	for _, c := range b {
		if c > highest {
			out.WriteRune(utf8.RuneError)
			continue
		}
		out.WriteRune(rune(c))
	}
	return out.String()
}

func decodeUTF16(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	s := string(utf16.Decode(units))
	if len(b)%2 == 1 {
		s += "\uFFFD"
	}
	return s
}

// urlEncode is java.net.URLEncoder: letters, digits and .-*_ stay, the blank becomes +.
func urlEncode(c *call) (datatype.Value, error) {
	s := url.QueryEscape(c.str(0))
	return strings.NewReplacer("~", "%7E", "%2A", "*").Replace(s), nil
}

// urlDecode is NULL where a % is not followed by two hexadecimal digits.
func urlDecode(c *call) (datatype.Value, error) {
	s, err := url.QueryUnescape(c.str(0))
	if err != nil {
		return nil, nil //nolint:nilerr // what cannot be read is NULL
	}
	return validText([]byte(s)), nil
}

// inetAton reads an IPv4 address of one to four numbers up to 255; the last of fewer than four is the lowest byte. Else NULL.
func inetAton(c *call) (datatype.Value, error) {
	parts := strings.Split(c.str(0), ".")
	if len(parts) > 4 {
		return nil, nil
	}
	var address uint64
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 8)
		if err != nil {
			return nil, nil //nolint:nilerr // what cannot be read is NULL
		}
		if i == len(parts)-1 {
			address <<= 8 * (4 - len(parts))
		}
		address = address<<8 | n
	}
	return int64(address), nil
}

func inetNtoa(c *call) (datatype.Value, error) {
	n := c.int(0)
	if n < 0 || n > math.MaxUint32 {
		return nil, nil
	}
	var b textBuilder
	for shift := 24; shift >= 0; shift -= 8 {
		b.add(strconv.Itoa(int(n>>shift) & 0xFF))
		if shift > 0 {
			b.add(".")
		}
	}
	return b.value()
}
