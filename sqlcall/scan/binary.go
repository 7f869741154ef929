package scan

import (
	"strings"
)

// hexString reads X'0aff'. An odd number of digits is a bit string of PostgreSQL's, which Flink has none of.
func (s *scanner) hexString() (Token, error) {
	start := s.pos
	s.pos++
	list, err := s.fragments(false)
	if err != nil {
		return Token{}, err
	}
	digits := 0
	for _, f := range list {
		if hexDigits(f, len(f)) < len(f) {
			return Token{}, ErrorAt(s.text, start, s.pos, "invalid hexadecimal digit in binary string")
		}
		digits += len(f)
	}
	switch {
	case digits%2 != 0:
		return Token{Kind: BitString, Value: hexToBits(strings.Join(list, "")), Pos: start}, nil
	case len(list) == 1:
		return Token{Kind: BinaryString, Value: hexToBytes(list[0]), Pos: start}, nil
	}
	return Token{Kind: BinaryString, Value: continuedBytes(list, digits/2), Pos: start}, nil
}

// continuedBytes is the value of a binary string that is continued over lines, in Flink: X'0a' and '0b' make 00ab. Each piece loses
// its leading zero bits before the pieces are put together, and the whole is padded on the left (org.apache.calcite.util.BitString,
// createFromHexString and concat).
func continuedBytes(list []string, size int) string {
	var bits strings.Builder
	for _, f := range list {
		if f == "" {
			continue
		}
		piece := strings.TrimLeft(hexToBits(f), "0")
		if piece == "" {
			piece = "0"
		}
		bits.WriteString(piece)
	}
	padded := strings.Repeat("0", size*8-bits.Len()) + bits.String()
	out := make([]byte, size)
	for i := range padded {
		out[i/8] = out[i/8]<<1 | (padded[i] - '0')
	}
	return string(out)
}

func hexToBytes(digits string) string {
	out := make([]byte, len(digits)/2)
	for i := range out {
		out[i] = byte(hexValue(digits[2*i])<<4 | hexValue(digits[2*i+1]))
	}
	return string(out)
}

func hexToBits(digits string) string {
	out := make([]byte, 0, 4*len(digits))
	for i := range len(digits) {
		for bit := 3; bit >= 0; bit-- {
			out = append(out, '0'+byte(hexValue(digits[i])>>bit&1))
		}
	}
	return string(out)
}

// bitString reads B'0101'.
func (s *scanner) bitString() (Token, error) {
	start := s.pos
	s.pos++
	digits, err := s.joined(false)
	if err != nil {
		return Token{}, err
	}
	if strings.Trim(digits, "01") != "" {
		return Token{}, ErrorAt(s.text, start, s.pos, "invalid binary digit in bit string")
	}
	return Token{Kind: BitString, Value: digits, Pos: start}, nil
}
