package datatype

import (
	"math"
	"strings"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

func castBoolean(v Value, from, to Type) (Value, error) {
	switch v := v.(type) {
	case bool:
		return v, nil
	case int8, int16, int32, int64:
		n, _ := asInteger(v)
		return n != 0, nil
	case float32:
		return v != 0, nil
	case float64:
		return v != 0, nil
	case *apd.Decimal:
		return !v.IsZero(), nil
	case string:
		return parseBooleanText(v)
	}
	return nil, noCast(from, to)
}

// parseBooleanText reads the words of Flink's BinaryStringDataUtil.toBoolean. Blanks are not allowed.
func parseBooleanText(s string) (Value, error) {
	switch strings.ToLower(s) {
	case "t", "true", "y", "yes", "1":
		return true, nil
	case "f", "false", "n", "no", "0":
		return false, nil
	}
	return nil, badText(s, "BOOLEAN")
}

// badText is the error about a text that is not a value of a type.
func badText(s, typeName string) *pgerr.Error {
	return pgerr.New(pgerr.InvalidTextRepresentation, "invalid input syntax for type %s: %q", typeName, shorten(s))
}

// outOfRange is the error about a number that a type cannot hold.
func outOfRange(s string, to Type) *pgerr.Error {
	return pgerr.New(pgerr.NumericValueOutOfRange, "value %s is out of range for type %s", shorten(s), to.Nullable())
}

// shorten keeps a hostile text from being repeated whole in its error.
func shorten(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// asInteger returns the value of an integer type.
func asInteger(v Value) (int64, bool) {
	switch v := v.(type) {
	case int8:
		return int64(v), true
	case int16:
		return int64(v), true
	case int32:
		return int64(v), true
	case int64:
		return v, true
	}
	return 0, false
}

func castInteger(v Value, from, to Type) (Value, error) {
	if n, ok := asInteger(v); ok {
		return narrow(n, to.Root), nil
	}
	switch v := v.(type) {
	case bool:
		if v {
			return narrow(1, to.Root), nil
		}
		return narrow(0, to.Root), nil
	case float32:
		return narrow(saturate(float64(v), to.Root), to.Root), nil
	case float64:
		return narrow(saturate(v, to.Root), to.Root), nil
	case *apd.Decimal:
		return narrow(lowBits(v), to.Root), nil
	case string:
		return parseIntegerText(v, to)
	case Period, time.Duration:
		return intervalToInteger(v, from, to)
	}
	return nil, noCast(from, to)
}

// narrow keeps the low bits of an integer, as a Java cast does.
func narrow(n int64, root Root) Value {
	switch root {
	case TinyInt:
		return int8(n)
	case SmallInt:
		return int16(n)
	case Int:
		return int32(n)
	}
	return n
}

// saturate converts an approximate number as Java's (int) and (long) do: NaN is 0, what is too large is the end of the range. The
// two small integers go by way of int.
func saturate(f float64, root Root) int64 {
	low, high := int64(math.MinInt32), int64(math.MaxInt32)
	if root == BigInt {
		low, high = math.MinInt64, math.MaxInt64
	}
	switch {
	case f != f:
		return 0
	case f <= float64(low):
		return low
	case f >= float64(high):
		return high
	}
	return int64(f)
}

// lowBits returns the low 64 bits of a decimal's whole part, as Java's BigDecimal.longValue does.
func lowBits(d *apd.Decimal) int64 {
	digits, exponent := decimalDigits(d)
	if exponent >= 64 { // a multiple of 2^64
		return 0
	}
	whole := len(digits) + exponent
	var n uint64
	for i := range max(whole, 0) {
		n *= 10
		if i < len(digits) {
			n += uint64(digits[i] - '0')
		}
	}
	if d.Negative {
		n = -n
	}
	return int64(n)
}

// parseIntegerText reads an integer as Flink's BinaryStringDataUtil.toLong does: blanks around it, a sign, digits, and a fraction
// that is ignored.
func parseIntegerText(s string, to Type) (Value, error) {
	text := strings.Trim(s, " ")
	digits, negative := cutSign(text)
	whole, fraction, _ := strings.Cut(digits, ".")
	if digits == "" || !allDigits(whole) || !allDigits(fraction) {
		return nil, badText(s, to.Nullable().String())
	}
	limit := integerLimits[to.Root]
	if negative {
		limit++
	}
	var n uint64
	for i := range len(whole) {
		digit := uint64(whole[i] - '0')
		if n > (limit-digit)/10 {
			return nil, outOfRange(s, to)
		}
		n = n*10 + digit
	}
	if negative {
		n = -n
	}
	return narrow(int64(n), to.Root), nil
}

var integerLimits = map[Root]uint64{TinyInt: math.MaxInt8, SmallInt: math.MaxInt16, Int: math.MaxInt32, BigInt: math.MaxInt64}

func cutSign(s string) (rest string, negative bool) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[1:], s[0] == '-'
	}
	return s, false
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
