package funcs

import (
	"math"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// onFloat makes a body that computes in DOUBLE.
func onFloat(f func(x float64) float64) body {
	return strict(func(c *call) (datatype.Value, error) { return f(c.float(0)), nil })
}

// byKind makes a body that computes with the kind of number that the argument is, and returns its type.
func byKind(onInt func(int64) int64, onFloat func(float64) float64, onDecimal func(*apd.Decimal) *apd.Decimal) body {
	return strict(func(c *call) (datatype.Value, error) {
		switch c.result.Root {
		case datatype.Decimal:
			return fit(onDecimal(c.dec(0)), c.result)
		case datatype.Float, datatype.Double:
			return floating(c.result, onFloat(c.float(0))), nil
		}
		return integer(c.result, onInt(c.int(0))), nil
	})
}

func same(n int64) int64 { return n }

// absolute leaves the least integer as it is, as Java does.
var absolute = byKind(
	func(n int64) int64 { return max(n, -n) },
	math.Abs,
	func(d *apd.Decimal) *apd.Decimal { return new(apd.Decimal).Abs(d) },
)

var sign = byKind(
	func(n int64) int64 { return int64(signOf(n)) },
	func(f float64) float64 { return float64(signOf(f)) },
	func(d *apd.Decimal) *apd.Decimal { return apd.New(int64(d.Sign()), 0) },
)

func signOf[T int64 | float64](n T) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

var ceil = byKind(same, math.Ceil, func(d *apd.Decimal) *apd.Decimal { return rounded(d, 0, apd.RoundCeiling) })

var floor = byKind(same, math.Floor, func(d *apd.Decimal) *apd.Decimal { return rounded(d, 0, apd.RoundFloor) })

// wholeType is the type of CEIL and FLOOR: a DECIMAL loses its scale and keeps its precision.
func wholeType(args []datatype.Type) (datatype.Type, bool) {
	t := args[0]
	if t.Root == datatype.Decimal {
		t.Scale = 0
	}
	return t, true
}

// roundType is the type of ROUND and TRUNCATE (LogicalTypeMerging.findRoundDecimalType): the scale is the literal second
// argument, 0 without one, and that of the number where it is not a literal.
func roundType(args []Arg, _ *form) (datatype.Type, error) {
	t := withNullsOf(args[0].Type, argTypes(args))
	if t.Root != datatype.Decimal {
		return t, nil
	}
	scale := int64(0)
	if len(args) > 1 {
		if args[1].Value == nil {
			return t, nil
		}
		scale = toInt(args[1].Value)
	}
	if scale >= int64(t.Scale) {
		return t, nil
	}
	scale = max(scale, 0)
	t.Precision = min(1+t.Precision-t.Scale+int(scale), maxPrecision)
	t.Scale = int(scale)
	return t, nil
}

// roundBy makes ROUND (half up) and TRUNCATE. Floating numbers go through their shortest decimal text, as BigDecimal.valueOf
// does.
func roundBy(mode apd.Rounder) body {
	return strict(func(c *call) (datatype.Value, error) {
		digits := 0
		if len(c.args) > 1 {
			digits = c.length(1)
		}
		digits = min(max(digits, -350), 350) // beyond all digits of a DOUBLE
		if classHas(exactNumbers, c.result.Root) && c.result.Root != datatype.Decimal {
			if digits >= 0 {
				return c.args[0].Value, nil
			}
			return roundInteger(c.result, c.int(0), digits, mode), nil
		}
		if c.result.Root == datatype.Decimal {
			return fit(rounded(c.dec(0), min(digits, c.args[0].Type.Scale), mode), c.result)
		}
		f := c.float(0)
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return c.args[0].Value, nil
		}
		d := c.dec(0)
		if digits >= -int(d.Exponent) {
			return c.args[0].Value, nil
		}
		return floating(c.result, toFloat(rounded(d, digits, mode))), nil
	})
}

// roundInteger wraps around where the rounded number does not fit, as Java's narrowing does.
func roundInteger(t datatype.Type, n int64, digits int, mode apd.Rounder) datatype.Value {
	r := rounded(apd.New(n, 0), digits, mode)
	if whole, err := r.Int64(); err == nil {
		return integer(t, whole)
	}
	low := new(apd.BigInt).And(&r.Coeff, new(apd.BigInt).SetUint64(math.MaxUint64)).Uint64()
	if r.Negative {
		low = -low
	}
	return integer(t, int64(low))
}

// modulo has the sign of the dividend, as Java's %.
func modulo(c *call) (datatype.Value, error) {
	if c.args[0].Type.Root != datatype.Decimal && c.args[1].Type.Root != datatype.Decimal {
		if c.int(1) == 0 {
			return nil, divisionByZero()
		}
		return integer(c.result, c.int(0)%c.int(1)), nil
	}
	var rest apd.Decimal
	if c.dec(1).IsZero() {
		return nil, divisionByZero()
	}
	if _, err := exact.Rem(&rest, c.dec(0), c.dec(1)); err != nil {
		return nil, divisionByZero()
	}
	if c.result.Root == datatype.Decimal {
		return fit(&rest, c.result)
	}
	n, err := rest.Int64() // smaller than the divisor, which is an integer
	return integer(c.result, n), err
}

func divisionByZero() error { return pgerr.New(pgerr.DivisionByZero, "division by zero") }

// moduloType is the type of the divisor for whole numbers, and for other decimals as many integral digits as the smaller has.
func moduloType(args []datatype.Type) (datatype.Type, bool) {
	a, b := args[0], args[1]
	if datatype.AsDecimal(a).Scale == 0 && datatype.AsDecimal(b).Scale == 0 {
		return withNullsOf(b, args), true
	}
	a, b = datatype.AsDecimal(a), datatype.AsDecimal(b)
	scale := max(a.Scale, b.Scale)
	precision := min(min(a.Precision-a.Scale, b.Precision-b.Scale)+scale, maxPrecision)
	return withNullsOf(datatype.DecimalType(max(precision, 1), scale), args), true
}

// atan2Type wants both arguments DECIMAL or neither, as Flink's two implementations do.
func atan2Type(args []datatype.Type) (datatype.Type, bool) {
	return withNullsOf(datatype.Of(datatype.Double), args), (args[0].Root == datatype.Decimal) == (args[1].Root == datatype.Decimal)
}

func atan2(c *call) (datatype.Value, error) { return atan2Of(c.float(0), c.float(1)), nil }

func power(c *call) (datatype.Value, error) { return pow(c.float(0), c.float(1)), nil }

// logarithm is LOG(x), the natural one, and LOG(base, x).
func logarithm(c *call) (datatype.Value, error) {
	if len(c.args) == 1 {
		return ln(c.float(0)), nil
	}
	return ln(c.float(1)) / ln(c.float(0)), nil
}

func log2(x float64) float64 { return ln(x) / ln(2) }

func cot(x float64) float64 { return 1 / tan(x) }

// degrees and radians multiply by one rounded factor, as java.lang.Math does since JDK 9.
func degrees(x float64) float64 { return x * 57.29577951308232 }

func radians(x float64) float64 { return x * 0.017453292519943295 }

func pi(*call) (datatype.Value, error) { return math.Pi, nil }

func euler(*call) (datatype.Value, error) { return math.E, nil }
