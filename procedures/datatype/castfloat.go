package datatype

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

func castApproximate(v Value, from, to Type) (Value, error) {
	if n, ok := asInteger(v); ok {
		if to.Root == Float {
			return float32(n), nil
		}
		return float64(n), nil
	}
	switch v := v.(type) {
	case bool:
		if v {
			return approximate(1, to.Root), nil
		}
		return approximate(0, to.Root), nil
	case float32:
		return approximate(float64(v), to.Root), nil
	case float64:
		return approximate(v, to.Root), nil
	case *apd.Decimal:
		return approximate(decimalToDouble(v, from), to.Root), nil
	case string:
		return parseApproximateText(v, to)
	}
	return nil, noCast(from, to)
}

func approximate(f float64, root Root) Value {
	if root == Float {
		return float32(f)
	}
	return f
}

// decimalToDouble returns the nearest DOUBLE. FLOAT goes by way of it, as in Flink (DecimalDataUtils.doubleValue), which divides the
// digits of a type of up to 18 by a power of ten: that rounds twice.
func decimalToDouble(d *apd.Decimal, from Type) float64 {
	const longDigits = 18
	if from.Precision <= longDigits && d.Coeff.IsInt64() && d.Exponent <= 0 && d.Exponent >= -longDigits {
		f := float64(d.Coeff.Int64()) / math.Pow10(int(-d.Exponent))
		if d.Negative {
			return -f
		}
		return f
	}
	digits, exponent := decimalDigits(d)
	if digits == "" {
		return 0
	}
	f, _ := strconv.ParseFloat(digits+"e"+strconv.Itoa(exponent), 64) // the one possible error is the range, with ±Inf
	if d.Negative {
		return -f
	}
	return f
}

// javaFloat is what Java's Double.parseDouble reads (the grammar of Double.valueOf), without blanks.
var javaFloat = regexp.MustCompile(`^[+-]?(NaN|Infinity|(([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|` +
	`0[xX]([0-9a-fA-F]+\.?|[0-9a-fA-F]*\.[0-9a-fA-F]+)[pP][+-]?[0-9]+)[fFdD]?)$`)

func parseApproximateText(s string, to Type) (Value, error) {
	text := strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	if !javaFloat.MatchString(text) {
		return nil, badText(s, to.Root.String())
	}
	if strings.HasSuffix(text, "NaN") { // strconv knows no sign of it
		return approximate(math.NaN(), to.Root), nil
	}
	text = strings.TrimRight(text, "fFdD") // the suffix; a hexadecimal number has an exponent in front of it
	bits := 64
	if to.Root == Float {
		bits = 32
	}
	f, _ := strconv.ParseFloat(text, bits) // the one possible error is the range, with ±Inf, which is Java's answer
	return approximate(f, to.Root), nil
}
