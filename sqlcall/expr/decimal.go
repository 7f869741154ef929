package expr

import (
	"math/big"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

const (
	maxPrecision = 38 // of a DECIMAL
	minScale     = 6  // what a result keeps of its fraction when its digits do not fit (LogicalTypeMerging.adjustPrecisionScale)
)

// decimalResult is the type of a op b (LogicalTypeMerging.findAdditionDecimalType and its sisters).
func decimalResult(op string, x, y datatype.Type) datatype.Type {
	a, b := datatype.AsDecimal(x), datatype.AsDecimal(y)
	switch op {
	case "*":
		return fitPrecision(a.Precision+b.Precision+1, a.Scale+b.Scale)
	case "/":
		scale := max(minScale, a.Scale+b.Precision+1)
		return fitPrecision(a.Precision-a.Scale+b.Scale+scale, scale)
	case "%":
		scale := max(a.Scale, b.Scale)
		return fitPrecision(min(a.Precision-a.Scale, b.Precision-b.Scale)+scale, scale)
	}
	scale := max(a.Scale, b.Scale)
	return fitPrecision(max(a.Precision-a.Scale, b.Precision-b.Scale)+scale+1, scale)
}

// fitPrecision cuts the fraction of a type that has too many digits.
func fitPrecision(precision, scale int) datatype.Type {
	if precision <= maxPrecision {
		return datatype.DecimalType(max(precision, 1), scale)
	}
	whole := precision - scale
	return datatype.DecimalType(maxPrecision, max(maxPrecision-whole, min(scale, minScale)))
}

// exactly is a context whose sums and products of two DECIMALs are exact.
var exactly = apd.Context{Precision: 200, MaxExponent: 20000, MinExponent: -20000, Rounding: apd.RoundHalfUp}

// significant rounds quotients to 38 digits, as Flink's DecimalDataUtils does before it rounds to the scale.
var significant = apd.Context{Precision: maxPrecision, MaxExponent: 20000, MinExponent: -20000, Rounding: apd.RoundHalfUp}

// decimalArithmetic computes a op b; the divisor is not zero.
func decimalArithmetic(op string, a, b *apd.Decimal) (*apd.Decimal, error) {
	d := new(apd.Decimal)
	var err error
	switch op {
	case "+":
		_, err = exactly.Add(d, a, b)
	case "-":
		_, err = exactly.Sub(d, a, b)
	case "*":
		_, err = exactly.Mul(d, a, b)
	case "/":
		_, err = significant.Quo(d, a, b)
	default:
		_, err = exactly.Rem(d, a, b)
	}
	if err != nil {
		return nil, pgerr.New(pgerr.NumericValueOutOfRange, "numeric value out of range").WithCause(err)
	}
	return d, nil
}

// fitDecimal rounds d half up to the scale of a type. It fails with 22003 where the type has too few digits.
func fitDecimal(d *apd.Decimal, t datatype.Type) (datatype.Value, error) {
	if d.Form != apd.Finite || d.NumDigits()+int64(d.Exponent) > int64(t.Precision-t.Scale) && !d.IsZero() {
		return nil, decimalOverflow(t)
	}
	out := &apd.Decimal{Exponent: int32(-t.Scale)}
	out.Coeff.Set(scaled(d, t.Scale))
	out.Negative = d.Negative && out.Coeff.Sign() != 0
	if out.NumDigits() > int64(t.Precision) {
		return nil, decimalOverflow(t)
	}
	return out, nil
}

// scaled returns the coefficient of d at a scale, rounded half up. d has at most 38 digits before its point.
func scaled(d *apd.Decimal, scale int) *apd.BigInt {
	shift := int64(d.Exponent) + int64(scale)
	out := new(apd.BigInt)
	switch {
	case shift >= 0 && !d.IsZero():
		out.SetMathBigInt(new(big.Int).Mul(d.Coeff.MathBigInt(), pow10(shift)))
	case -shift > d.NumDigits() || d.IsZero():
	default:
		unit := pow10(-shift)
		sum := new(big.Int).Rsh(unit, 1)
		sum.Add(sum, d.Coeff.MathBigInt())
		out.SetMathBigInt(sum.Quo(sum, unit))
	}
	return out
}

func pow10(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

func decimalOverflow(t datatype.Type) error {
	return pgerr.New(pgerr.NumericValueOutOfRange, "numeric field overflow").
		WithDetail("A value does not fit DECIMAL(%d, %d).", t.Precision, t.Scale)
}
