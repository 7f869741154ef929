package datatype

import (
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// A decimal number on its way to a DECIMAL is a string of digits without leading zeros, and an exponent: digits × 10^exponent.
// Nothing is computed with until the digits that the type can hold are picked, so that 1e999999999 costs what it says, not what
// it means.

// decimalDigits returns the digits and the exponent of a finite decimal.
func decimalDigits(d *apd.Decimal) (digits string, exponent int) {
	text := d.Coeff.String()
	return strings.TrimLeft(text, "0"), int(d.Exponent)
}

// newDecimal rounds a number half up to a DECIMAL; text is what an error shows.
func newDecimal(negative bool, digits string, exponent int, to Type, text string) (*apd.Decimal, error) {
	whole := len(digits) + exponent // digits left of the point; negative: zeros right of it
	if digits == "" {
		whole = 0
	}
	if whole > to.Precision-to.Scale {
		return nil, outOfRange(text, to)
	}
	coefficient := new(apd.BigInt)
	if keep := whole + to.Scale; keep >= 0 {
		kept, padding := digits, 0
		if keep < len(digits) {
			kept = digits[:keep]
		} else if digits != "" {
			padding = keep - len(digits)
		}
		coefficient.SetString("0"+kept+strings.Repeat("0", padding), 10)
		if keep < len(digits) && digits[keep] >= '5' {
			coefficient.Add(coefficient, apd.NewBigInt(1))
		}
	}
	d := &apd.Decimal{Exponent: int32(-to.Scale)}
	d.Coeff.Set(coefficient)
	d.Negative = negative && d.Coeff.Sign() != 0
	if d.NumDigits() > int64(to.Precision) {
		return nil, outOfRange(text, to)
	}
	return d, nil
}

func castDecimal(v Value, from, to Type) (Value, error) {
	if n, ok := asInteger(v); ok {
		return integerToDecimal(n, to)
	}
	switch v := v.(type) {
	case bool:
		if v {
			return integerToDecimal(1, to)
		}
		return integerToDecimal(0, to)
	case float32:
		return floatToDecimal(float64(v), to)
	case float64:
		return floatToDecimal(v, to)
	case *apd.Decimal:
		digits, exponent := decimalDigits(v)
		return decimalValue(newDecimal(v.Negative, digits, exponent, to, v.String()))
	case string:
		return parseDecimalText(v, to)
	}
	if months, units, ok := intervalCount(v, from); ok && to.Precision-to.Scale >= len(strconv.FormatInt(max(months, -months), 10)) {
		return integerToDecimal(units, to)
	}
	return nil, noCast(from, to)
}

// decimalValue keeps a nil *apd.Decimal from becoming a Value that is not nil.
func decimalValue(d *apd.Decimal, err error) (Value, error) {
	if err != nil {
		return nil, err
	}
	return d, nil
}

func integerToDecimal(n int64, to Type) (Value, error) {
	text := strconv.FormatInt(n, 10)
	digits, negative := cutSign(text)
	return decimalValue(newDecimal(negative, strings.TrimLeft(digits, "0"), 0, to, text))
}

// floatToDecimal takes the digits that the number is printed with, as Java's BigDecimal.valueOf does, not its exact value. A
// FLOAT is printed as the DOUBLE of the same value.
func floatToDecimal(f float64, to Type) (Value, error) {
	text := strconv.FormatFloat(f, 'e', -1, 64)
	negative, digits, exponent, ok := scanDecimal(text)
	if !ok { // NaN and the infinities
		return nil, outOfRange(formatJavaFloat(f, 64), to)
	}
	return decimalValue(newDecimal(negative, digits, exponent, to, text))
}

// scanDecimal reads [sign] digits [. digits] [e exponent], with a digit somewhere.
func scanDecimal(s string) (negative bool, digits string, exponent int, ok bool) {
	s, negative = cutSign(s)
	mantissa, power := s, ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, power = s[:i], s[i+1:]
		sign, _ := cutSign(power)
		if sign == "" || !allDigits(sign) {
			return false, "", 0, false
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if whole+fraction == "" || !allDigits(whole) || !allDigits(fraction) {
		return false, "", 0, false
	}
	if power != "" {
		const beyond = 1 << 30 // an exponent that nothing survives, and that sums cannot overflow
		n, err := strconv.ParseInt(power, 10, 32)
		if err != nil && power[0] == '-' {
			n = -beyond
		} else if err != nil {
			n = beyond
		}
		exponent = int(n)
	}
	return negative, strings.TrimLeft(whole+fraction, "0"), exponent - len(fraction), true
}

// parseDecimalText reads a text with blanks, tabs and line feeds around it.
func parseDecimalText(s string, to Type) (Value, error) {
	const longDigits = 18 // up to so many digits Flink reads by a way of its own
	if to.Precision <= longDigits && len(s) <= longDigits {
		return parseShortDecimal(s, to)
	}
	negative, digits, exponent, ok := scanDecimal(strings.Trim(s, " \n\t"))
	if !ok {
		return nil, badText(s, to.Nullable().String())
	}
	return decimalValue(newDecimal(negative, digits, exponent, to, s))
}

// parseShortDecimal follows BinaryStringDataUtil.toDecimalFromBytes to the letter: zeros in front count as digits ('0.5' is out of
// range for DECIMAL(1, 1), and '007' for DECIMAL(2, 0)), a mantissa of no digits is zero, and the one character that ends the
// mantissa or the exponent may be any.
func parseShortDecimal(s string, to Type) (Value, error) {
	text := strings.TrimLeft(s, " \n\t")
	unsigned, negative := cutSign(text)
	if unsigned == "" {
		return nil, badText(s, to.Nullable().String())
	}
	digits, point, rest, ok := shortMantissa(unsigned)
	if !ok {
		return nil, badText(s, to.Nullable().String())
	}
	exponent := 0
	if len(rest) > 1 && (rest[0] == 'e' || rest[0] == 'E') {
		if exponent, rest, ok = shortExponent(rest[1:]); !ok {
			return nil, badText(s, to.Nullable().String())
		}
	} else if rest != "" {
		rest = rest[1:]
	}
	if strings.Trim(rest, " \n\t") != "" {
		return nil, badText(s, to.Nullable().String())
	}
	exponent -= len(digits) - point
	const powersOfTen = 19 // that Flink has
	if change := exponent + to.Scale; len(digits)+change > to.Precision || change < -powersOfTen+1 {
		return nil, outOfRange(s, to)
	}
	return decimalValue(newDecimal(negative, strings.TrimLeft(digits, "0"), exponent, to, s))
}

// shortMantissa returns the digits, how many of them are before the point, and what follows.
func shortMantissa(s string) (digits string, point int, rest string, ok bool) {
	point = -1
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits += string(rune(c))
		case c == '.' && point >= 0:
			return "", 0, "", false
		case c == '.':
			point = len(digits)
		default:
			rest = s[i:]
		}
		if rest != "" {
			break
		}
	}
	if point < 0 {
		point = len(digits)
	}
	return digits, point, rest, true
}

// shortExponent returns the number after an e, and what follows the character that ends it.
func shortExponent(s string) (n int, rest string, ok bool) {
	const most = 40 // it does not grow further
	unsigned, negative := cutSign(s)
	if unsigned == "" {
		return 0, "", false
	}
	i := countDigits(unsigned)
	for _, c := range unsigned[:i] {
		if n < most {
			n = n*10 + int(c-'0')
		}
	}
	if negative {
		n = -n
	}
	return n, unsigned[min(i+1, len(unsigned)):], true
}

// countDigits is how many digits a text begins with.
func countDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
