package datatype

import (
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// invalidText is PostgreSQL's error for text that an input function cannot read.
func invalidText(typeName, text string) *pgerr.Error {
	return pgerr.New(pgerr.InvalidTextRepresentation, "invalid input syntax for type %s: \"%s\"", typeName, text)
}

func trimSpace(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return r < 0x80 && isSpace(byte(r)) })
}

// parseInt reads an integer as pg_strtoint16, 32 and 64 do: decimal, with a sign, blanks around it.
func parseInt(text string, bits int, typeName string) (int64, error) {
	n, err := strconv.ParseInt(trimSpace(text), 10, bits)
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, strconv.ErrRange):
		return 0, pgerr.New(pgerr.NumericValueOutOfRange, "value \"%s\" is out of range for type %s", text, typeName)
	}
	return 0, invalidText(typeName, text)
}

// parseOid reads an oid as oidin does: 32 bits without a sign, of which a negative number is the complement.
func parseOid(text string) (int64, error) {
	n, err := strconv.ParseInt(trimSpace(text), 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange), err == nil && (n > math.MaxUint32 || n < math.MinInt32):
		return 0, pgerr.New(pgerr.NumericValueOutOfRange, "value \"%s\" is out of range for type oid", text)
	case err != nil:
		return 0, invalidText("oid", text)
	}
	return int64(uint32(n)), nil
}

// parseBool reads a boolean as boolin does: the words in any case, cut short as long as they are unambiguous.
func parseBool(text string) (bool, error) {
	word := strings.ToLower(trimSpace(text))
	switch {
	case word == "":
	case word == "1", word == "on", strings.HasPrefix("true", word), strings.HasPrefix("yes", word):
		return true, nil
	case word == "0", word == "of", word == "off", strings.HasPrefix("false", word), strings.HasPrefix("no", word):
		return false, nil
	}
	return false, invalidText("boolean", text)
}

// parseFloat reads a float4 (bits 32) or float8 (bits 64) as float4in and float8in do.
func parseFloat(text string, bits int) (float64, error) {
	name := "double precision"
	if bits == 32 {
		name = "real"
	}
	trimmed := trimSpace(text)
	if trimmed == "" || strings.ContainsRune(trimmed, '_') {
		return 0, invalidText(name, text)
	}
	f, err := strconv.ParseFloat(trimmed, bits)
	switch {
	case errors.Is(err, strconv.ErrRange), err == nil && f == 0 && isNonzero(trimmed):
		return 0, pgerr.New(pgerr.NumericValueOutOfRange, "\"%s\" is out of range for type %s", trimmed, name)
	case err != nil:
		return 0, invalidText(name, text)
	}
	return f, nil
}

// isNonzero reports whether the digits before the exponent of a number are not all zero.
func isNonzero(text string) bool {
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	return strings.ContainsAny(mantissa, "123456789")
}

const maxDecimalDigits = 38 // of Flink's DECIMAL

// numericText is a finite number as digits × 10^exponent. digits has no leading zeros; it is empty for 0.
type numericText struct {
	negative bool
	digits   string
	exponent int
}

// parseNumeric reads a number as numeric_in does, of any length. DECIMAL has neither NaN nor infinities (22003).
func parseNumeric(text string) (numericText, error) {
	const typeName = "numeric"
	trimmed := trimSpace(text)
	rest := strings.TrimPrefix(strings.TrimPrefix(trimmed, "+"), "-")
	if len(trimmed)-len(rest) > 1 {
		return numericText{}, invalidText(typeName, text)
	}
	switch strings.ToLower(rest) {
	case "nan", "inf", "infinity":
		return numericText{}, notDecimal(trimmed)
	}
	mantissa, exponentText, scientific := cutExponent(rest)
	exponent := 0
	if scientific {
		n, err := strconv.Atoi(exponentText)
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return numericText{}, invalidText(typeName, text)
		}
		if err != nil || n > math.MaxInt32/2 || n < -math.MaxInt32/2 {
			return numericText{}, pgerr.New(pgerr.NumericValueOutOfRange, "value overflows numeric format")
		}
		exponent = n
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if whole+fraction == "" || !isDigits(whole) || !isDigits(fraction) {
		return numericText{}, invalidText(typeName, text)
	}
	return numericText{
		negative: strings.HasPrefix(trimmed, "-"),
		digits:   strings.TrimLeft(whole+fraction, "0"),
		exponent: exponent - len(fraction),
	}, nil
}

func notDecimal(text string) error {
	return pgerr.New(pgerr.NumericValueOutOfRange, "value \"%s\" is out of range for type numeric", text).
		WithDetail("DECIMAL holds finite numbers of up to %d digits.", maxDecimalDigits)
}

// cutExponent splits a number at its e.
func cutExponent(text string) (mantissa, exponent string, found bool) {
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return text, "", false
}

// exact returns the number with its own precision and scale. Beyond 38 digits, zeros after the point are dropped; what is still
// longer is 22003.
func (n numericText) exact() (*apd.Decimal, error) {
	if n.digits == "" {
		n.exponent = min(max(n.exponent, -maxDecimalDigits), 0)
	}
	size := func() int { return max(len(n.digits)+max(n.exponent, 0), -n.exponent) }
	for size() > maxDecimalDigits && n.exponent < 0 && strings.HasSuffix(n.digits, "0") {
		n.digits, n.exponent = n.digits[:len(n.digits)-1], n.exponent+1
	}
	if size() > maxDecimalDigits {
		return nil, pgerr.New(pgerr.NumericValueOutOfRange, "value is out of range for type numeric").
			WithDetail("DECIMAL holds finite numbers of up to %d digits.", maxDecimalDigits)
	}
	if n.exponent > 0 {
		n.digits, n.exponent = n.digits+strings.Repeat("0", n.exponent), 0
	}
	return n.decimal(), nil
}

func (n numericText) decimal() *apd.Decimal {
	d := &apd.Decimal{Negative: n.negative && n.digits != "", Exponent: int32(n.exponent)}
	if n.digits != "" {
		d.Coeff.SetString(n.digits, 10)
	}
	return d
}

// fit returns the number rounded half away from zero to a DECIMAL(precision, scale), as PostgreSQL's numeric(p,s) does.
func (n numericText) fit(precision, scale int) (*apd.Decimal, error) {
	whole := len(n.digits) + n.exponent // digits before the point
	if n.digits != "" && whole > precision-scale {
		return nil, fieldOverflow(precision, scale)
	}
	keep := whole + scale
	switch {
	case n.digits == "" || keep < 0:
		n.digits = ""
	case keep < len(n.digits):
		up := n.digits[keep] >= '5'
		n.digits = n.digits[:keep]
		if up {
			n.digits = increment(n.digits)
		}
	default:
		n.digits += strings.Repeat("0", keep-len(n.digits))
	}
	if len(n.digits) > precision {
		return nil, fieldOverflow(precision, scale)
	}
	n.exponent = -scale
	return n.decimal(), nil
}

// increment adds 1 to a string of digits.
func increment(digits string) string {
	out := []byte(digits)
	for i := len(out) - 1; i >= 0; i-- {
		if out[i] != '9' {
			out[i]++
			return string(out)
		}
		out[i] = '0'
	}
	return "1" + string(out)
}

func fieldOverflow(precision, scale int) error {
	bound := "10^" + strconv.Itoa(precision-scale)
	if precision == scale {
		bound = "1"
	}
	return pgerr.New(pgerr.NumericValueOutOfRange, "numeric field overflow").
		WithDetail("A field with precision %d, scale %d must round to an absolute value less than %s.", precision, scale, bound)
}

func decodeNumericBinary(data []byte) (Value, error) {
	if len(data) < 8 {
		return nil, insufficientData()
	}
	count, weight := int(binary.BigEndian.Uint16(data)), int(int16(binary.BigEndian.Uint16(data[2:])))
	sign, scale := int(binary.BigEndian.Uint16(data[4:])), int(binary.BigEndian.Uint16(data[6:]))
	data = data[8:]
	switch {
	case sign == numericNaN || sign == numericInfinity || sign == numericNegInfinity:
		return nil, notDecimal(map[int]string{
			numericNaN: "NaN", numericInfinity: "Infinity", numericNegInfinity: "-Infinity",
		}[sign])
	case sign != numericPositive && sign != numericNegative:
		return nil, invalidBinary("invalid sign in external \"numeric\" value")
	case scale > 0x3fff:
		return nil, invalidBinary("invalid scale in external \"numeric\" value")
	case len(data) < 2*count:
		return nil, insufficientData()
	case len(data) > 2*count:
		return nil, incorrectBinary()
	}
	digits := make([]byte, 0, numericGroup*count)
	for i := range count {
		group := int(binary.BigEndian.Uint16(data[2*i:]))
		if group > 9999 {
			return nil, invalidBinary("invalid digit in external \"numeric\" value")
		}
		digits = append4(digits, group)
	}
	n := numericText{negative: sign == numericNegative, exponent: (weight + 1 - count) * numericGroup}
	n.digits = strings.TrimLeft(string(digits), "0")
	n.rescale(scale)
	d, err := n.exact()
	return boxed(d, err)
}

// rescale shows scale digits after the point; digits beyond are cut off, as numeric_recv does. It adds no more zeros than a
// DECIMAL can have.
func (n *numericText) rescale(scale int) {
	switch drop := -n.exponent - scale; {
	case n.digits == "":
		n.exponent = -scale
	case drop > 0:
		n.digits, n.exponent = n.digits[:max(len(n.digits)-drop, 0)], -scale
	case n.exponent <= maxDecimalDigits:
		zeros := max(n.exponent+min(scale, maxDecimalDigits), 0)
		n.digits, n.exponent = n.digits+strings.Repeat("0", zeros), n.exponent-zeros
	}
}

func insufficientData() error {
	return pgerr.New(pgerr.ProtocolViolation, "insufficient data left in message")
}

func incorrectBinary() error {
	return invalidBinary("incorrect binary data format in bind parameter")
}

func invalidBinary(format string, args ...any) error {
	return pgerr.New(pgerr.InvalidBinaryRepresentation, format, args...)
}
