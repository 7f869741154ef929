package datatype

import (
	"encoding/binary"
	"math"
	"math/big"
	"strconv"

	"github.com/cockroachdb/apd/v3"
)

func appendBool(buf []byte, b bool) []byte {
	if b {
		return append(buf, 't')
	}
	return append(buf, 'f')
}

func appendInt(buf []byte, n int64) []byte { return strconv.AppendInt(buf, n, 10) }

// encodeIntText writes an integer column. Integers are the bulk of most results, so the frame is written in place.
func encodeIntText(buf []byte, c *Column, row int) []byte {
	if c.IsNull(row) {
		return appendNullField(buf)
	}
	start := len(buf)
	buf = appendInt(append(buf, 0, 0, 0, 0), c.Ints[row])
	buf[start+3] = byte(len(buf) - start - 4) // at most 20
	return buf
}

func encodeInt2Binary(buf []byte, c *Column, row int) []byte {
	if c.IsNull(row) {
		return appendNullField(buf)
	}
	n := c.Ints[row]
	return append(buf, 0, 0, 0, 2, byte(n>>8), byte(n))
}

func encodeInt4Binary(buf []byte, c *Column, row int) []byte {
	if c.IsNull(row) {
		return appendNullField(buf)
	}
	return binary.BigEndian.AppendUint64(buf, 4<<32|uint64(uint32(c.Ints[row])))
}

func encodeInt8Binary(buf []byte, c *Column, row int) []byte {
	if c.IsNull(row) {
		return appendNullField(buf)
	}
	return binary.BigEndian.AppendUint64(append(buf, 0, 0, 0, 8), uint64(c.Ints[row]))
}

func appendFloat4(buf []byte, f float32) []byte {
	return binary.BigEndian.AppendUint32(buf, math.Float32bits(f))
}

func appendFloat8(buf []byte, f float64) []byte {
	bits := math.Float64bits(f)
	if f != f {
		bits = 0x7ff8 << 48 // PostgreSQL's NaN; Go's has one bit more
	}
	return binary.BigEndian.AppendUint64(buf, bits)
}

// fixedNotation bounds the magnitudes that PostgreSQL writes without an exponent (to_chars of src/common/d2s.c and f2s.c).
const (
	fixedNotationMin = 1e-4
	fixedMax64       = 1e15
	fixedMax32       = 1e6
)

// appendFloat writes a float4 (bits 32) or float8 (bits 64) as PostgreSQL's float8out does.
func appendFloat(buf []byte, v float64, bits int, f *Format) []byte {
	switch {
	case math.IsNaN(v):
		return append(buf, "NaN"...)
	case math.IsInf(v, 1):
		return append(buf, "Infinity"...)
	case math.IsInf(v, -1):
		return append(buf, "-Infinity"...)
	case f.ExtraFloatDigits <= 0:
		return appendFloatDigits(buf, v, bits, f.ExtraFloatDigits)
	}
	lowest, highest := fixedNotationMin, fixedMax64
	if bits == 32 {
		lowest, highest = float64(float32(fixedNotationMin)), fixedMax32
	}
	abs := math.Abs(v)
	switch {
	case v == 0 || abs >= lowest && abs < highest:
		return strconv.AppendFloat(buf, v, 'f', -1, bits)
	case abs < lowest:
		return strconv.AppendFloat(buf, v, 'e', -1, bits)
	}
	return appendLargeFloat(buf, v, bits)
}

// appendLargeFloat writes the shortest text that lies strictly between the neighbours' midpoints. strconv also takes a midpoint
// itself, because reading rounds it to even, and PostgreSQL does not: it writes 1e23 as 9.999999999999999e+22. A midpoint can only
// be the shortest text of a large number.
func appendLargeFloat(buf []byte, v float64, bits int) []byte {
	start := len(buf)
	buf = strconv.AppendFloat(buf, v, 'e', -1, bits)
	if !isMidpoint(buf[start:], v, bits) {
		return buf
	}
	for digits := 1; ; digits++ {
		buf = trimMantissa(strconv.AppendFloat(buf[:start], v, 'e', digits, bits), start)
		back, _ := strconv.ParseFloat(string(buf[start:]), bits)
		if digits >= 17 || back == v && !isMidpoint(buf[start:], v, bits) {
			return buf
		}
	}
}

// isMidpoint reports whether a decimal text lies exactly between v and a neighbour of v.
func isMidpoint(text []byte, v float64, bits int) bool {
	decimal, ok := new(big.Float).SetPrec(256).SetString(string(text))
	if !ok {
		return false
	}
	distance := decimal.Sub(decimal, big.NewFloat(v))
	if distance.Sign() == 0 {
		return false
	}
	toward := math.Inf(distance.Sign())
	neighbour := math.Nextafter(v, toward)
	if bits == 32 {
		neighbour = float64(math.Nextafter32(float32(v), float32(toward)))
	}
	gap := new(big.Float).SetPrec(256).SetFloat64(neighbour)
	gap.Sub(gap, big.NewFloat(v))
	return distance.Mul(distance, big.NewFloat(2)).Cmp(gap) == 0
}

// appendFloatDigits writes a float with 15 (float8) or 6 (float4) significant digits and extra more (C's %.*g).
func appendFloatDigits(buf []byte, v float64, bits, extra int) []byte {
	digits := 15
	if bits == 32 {
		digits = 6
	}
	digits = max(digits+extra, 1)
	start := len(buf)
	buf = strconv.AppendFloat(buf, v, 'e', digits-1, 64)
	exponent := exponentOf(buf[start:])
	if exponent >= -4 && exponent < digits {
		return trimFraction(strconv.AppendFloat(buf[:start], v, 'f', digits-1-exponent, 64), start)
	}
	return trimMantissa(buf, start)
}

// exponentOf returns the exponent of a number in scientific notation.
func exponentOf(text []byte) int {
	for i, c := range text {
		if c == 'e' {
			n, _ := strconv.Atoi(string(text[i+1:]))
			return n
		}
	}
	return 0
}

// trimFraction removes trailing zeros after the decimal point of the number that begins at start.
func trimFraction(buf []byte, start int) []byte {
	for i := start; i < len(buf); i++ {
		if buf[i] == '.' {
			for buf[len(buf)-1] == '0' {
				buf = buf[:len(buf)-1]
			}
			if buf[len(buf)-1] == '.' {
				buf = buf[:len(buf)-1]
			}
			return buf
		}
	}
	return buf
}

// trimMantissa is trimFraction for a number in scientific notation.
func trimMantissa(buf []byte, start int) []byte {
	for i := start; i < len(buf); i++ {
		if buf[i] == 'e' {
			n := len(trimFraction(buf[:i], start))
			return append(buf[:n], buf[i:]...)
		}
	}
	return buf
}

// The limits of PostgreSQL's numeric; what a procedure returns beyond them is written as Infinity, or 0.
const (
	maxNumericExponent = 131072
	minNumericExponent = -16383
	decimalBuffer      = 48 // digits of a 38-digit coefficient and some
)

// decimalParts brings a decimal into the form 0.digits × 10^point, with scale digits after the point to show. special is the text
// of NaN and the infinities, else empty.
func decimalParts(scratch []byte, d *apd.Decimal, scale int) (digits []byte, exponent, shown int, special string) {
	exponent = int(d.Exponent)
	switch {
	case d.Form == apd.NaN || d.Form == apd.NaNSignaling:
		return nil, 0, 0, "NaN"
	case d.Form == apd.Infinite || exponent > maxNumericExponent:
		if d.Negative {
			return nil, 0, 0, "-Infinity"
		}
		return nil, 0, 0, "Infinity"
	case exponent < minNumericExponent:
		return append(scratch, '0'), 0, scale, ""
	}
	if d.Coeff.IsUint64() {
		digits = strconv.AppendUint(scratch, d.Coeff.Uint64(), 10)
	} else {
		digits = d.Coeff.Append(scratch, 10)
	}
	if d.Coeff.Sign() == 0 {
		exponent = min(exponent, 0)
	}
	return digits, exponent, max(scale, -exponent, 0), ""
}

// appendDecimal writes a numeric with at least scale digits after the point.
func appendDecimal(buf []byte, d *apd.Decimal, scale int) []byte {
	var scratch [decimalBuffer]byte
	digits, exponent, shown, special := decimalParts(scratch[:0], d, scale)
	if special != "" {
		return append(buf, special...)
	}
	if d.Negative && !(len(digits) == 1 && digits[0] == '0') { // numeric has no negative zero
		buf = append(buf, '-')
	}
	whole := len(digits) + exponent // digits before the point
	if whole <= 0 {
		buf = append(buf, '0')
	}
	for i := 0; i < whole; i++ {
		buf = append(buf, digitAt(digits, i))
	}
	if shown > 0 {
		buf = append(buf, '.')
		for i := whole; i < whole+shown; i++ {
			buf = append(buf, digitAt(digits, i))
		}
	}
	return buf
}

// digitAt returns a digit of a number that goes on with zeros on both sides.
func digitAt(digits []byte, i int) byte {
	if i < 0 || i >= len(digits) {
		return '0'
	}
	return digits[i]
}

// The signs of numeric's binary format (NUMERIC_NEG and so on in numeric.c).
const (
	numericPositive    = 0x0000
	numericNegative    = 0x4000
	numericNaN         = 0xC000
	numericInfinity    = 0xD000
	numericNegInfinity = 0xF000

	numericGroup = 4 // decimal digits in a base-10000 digit
)

// appendNumeric writes numeric's binary format: the number of base-10000 digits, the weight of the first, the sign, the scale
// to show, and the digits without zeros at either end (numeric_send).
func appendNumeric(buf []byte, d *apd.Decimal, scale int) []byte {
	var scratch [decimalBuffer]byte
	digits, exponent, shown, special := decimalParts(scratch[:0], d, scale)
	switch special {
	case "NaN":
		return appendNumericHeader(buf, 0, 0, numericNaN, 0)
	case "Infinity":
		return appendNumericHeader(buf, 0, 0, numericInfinity, 0)
	case "-Infinity":
		return appendNumericHeader(buf, 0, 0, numericNegInfinity, 0)
	}
	whole := len(digits) + exponent
	first := -int(floorDiv(int64(-whole), numericGroup)) // groups before the point, rounded up; may be negative
	last := -int(floorDiv(int64(-max(shown, 0)), numericGroup))
	at := whole - first*numericGroup // index of the first group's first digit
	count := first + last
	for count > 0 && groupAt(digits, at) == 0 {
		at, first, count = at+numericGroup, first-1, count-1
	}
	for count > 0 && groupAt(digits, at+(count-1)*numericGroup) == 0 {
		count--
	}
	if count <= 0 {
		return appendNumericHeader(buf, 0, 0, numericPositive, shown)
	}
	sign := numericPositive
	if d.Negative {
		sign = numericNegative
	}
	buf = appendNumericHeader(buf, count, first-1, sign, shown)
	for i := range count {
		buf = binary.BigEndian.AppendUint16(buf, groupAt(digits, at+i*numericGroup))
	}
	return buf
}

func appendNumericHeader(buf []byte, count, weight, sign, scale int) []byte {
	return append(buf, byte(count>>8), byte(count), byte(weight>>8), byte(weight),
		byte(sign>>8), byte(sign), byte(scale>>8), byte(scale))
}

// groupAt returns the base-10000 digit whose four digits begin at i.
func groupAt(digits []byte, i int) uint16 {
	n := uint16(0)
	for j := i; j < i+numericGroup; j++ {
		n = n*10 + uint16(digitAt(digits, j)-'0')
	}
	return n
}
