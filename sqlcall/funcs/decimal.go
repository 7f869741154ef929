package funcs

import (
	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

const maxPrecision = 38 // DecimalType.MAX_PRECISION

// exact computes with more digits than any product or quotient of two DECIMALs needs.
var exact = apd.Context{Precision: 400, MaxExponent: 10000, MinExponent: -10000, Rounding: apd.RoundHalfUp}

// rounded returns d with exactly scale fraction digits (a negative scale rounds before the point), and at least 0 in the value.
func rounded(d *apd.Decimal, scale int, mode apd.Rounder) *apd.Decimal {
	ctx := exact
	ctx.Rounding = mode
	out := new(apd.Decimal)
	if _, err := ctx.Quantize(out, d, int32(-scale)); err != nil {
		return new(apd.Decimal)
	}
	if scale < 0 {
		_, _ = exact.Quantize(out, out, 0)
	}
	if out.IsZero() {
		out.Negative = false // BigDecimal has no negative zero
	}
	return out
}

// towardZero returns d without its fraction.
func towardZero(d *apd.Decimal) *apd.Decimal { return rounded(d, 0, apd.RoundDown) }

// fit rounds d half up to the scale of a DECIMAL type, and fails where it has too many digits.
func fit(d *apd.Decimal, t datatype.Type) (datatype.Value, error) {
	out := rounded(d, t.Scale, apd.RoundHalfUp)
	if out.NumDigits() > int64(t.Precision) && !out.IsZero() {
		return nil, pgerr.New(pgerr.NumericValueOutOfRange, "value does not fit DECIMAL(%d, %d)", t.Precision, t.Scale)
	}
	return out, nil
}
