package expr

import (
	"math"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

func isInteger(r datatype.Root) bool { return r >= datatype.TinyInt && r <= datatype.BigInt }
func isApproximate(r datatype.Root) bool {
	return r == datatype.Float || r == datatype.Double
}
func isExact(r datatype.Root) bool   { return isInteger(r) || r == datatype.Decimal }
func isNumeric(r datatype.Root) bool { return isExact(r) || isApproximate(r) }
func isInterval(r datatype.Root) bool {
	return r == datatype.IntervalYearMonth || r == datatype.IntervalDayTime
}

// arithmetic checks a + b, a - b, a * b, a / b and a % b.
func (c *checker) arithmetic(n *node) (*operation, error) {
	a, b, err := c.two(n)
	if err != nil {
		return nil, err
	}
	if null := firstNull(a, b); null != nil {
		return nil, illegalNull(null)
	}
	if isNumeric(a.typ.Root) && isNumeric(b.typ.Root) {
		return numericOperation(n, a, b)
	}
	if o := timeOperation(n, a, b); o != nil {
		return o, nil
	}
	return nil, noOperator(n, n.name, a, b)
}

// numericOperation types arithmetic on numbers.
func numericOperation(n *node, a, b *operation) (*operation, error) {
	x, y := a.typ, b.typ
	var typ datatype.Type
	run := integerOperation
	switch {
	case isApproximate(x.Root) || isApproximate(y.Root):
		if n.name == "%" {
			return nil, noOperator(n, n.name, a, b)
		}
		typ, run = approximateResult(x, y), approximateOperation
	case n.name == "%" && datatype.AsDecimal(x).Scale == 0 && datatype.AsDecimal(y).Scale == 0:
		typ = y
		if x.Root == datatype.Decimal || y.Root == datatype.Decimal {
			run = decimalOperation
		}
	case x.Root == datatype.Decimal || y.Root == datatype.Decimal:
		typ, run = decimalResult(n.name, x, y), decimalOperation
	default:
		typ = datatype.Of(max(x.Root, y.Root)) // the roots are in the order of their widths
	}
	o := operationOf(n.pos, withNulls(typ, a, b), run(n.name), a, b)
	o.byZero = n.name == "/" && b.exact != nil && b.exact.IsZero()
	return o, nil
}

// approximateResult is DOUBLE where a DECIMAL takes part, else the first FLOAT or DOUBLE: FLOAT + DOUBLE is FLOAT, DOUBLE + FLOAT is DOUBLE
// (SqlTypeFactoryImpl.leastRestrictiveByCast).
func approximateResult(x, y datatype.Type) datatype.Type {
	switch {
	case x.Root == datatype.Decimal || y.Root == datatype.Decimal:
		return datatype.Of(datatype.Double)
	case isApproximate(x.Root):
		return datatype.Of(x.Root)
	}
	return datatype.Of(y.Root)
}

func divisionByZero() error { return pgerr.New(pgerr.DivisionByZero, "division by zero") }

// integerOperation computes with 64 bits and wraps to the result type, as Java does.
func integerOperation(op string) func(*scope, *operation) (datatype.Value, error) {
	return strict(func(_ *scope, o *operation, v []datatype.Value) (datatype.Value, error) {
		a, b := toInteger(v[0]), toInteger(v[1])
		switch op {
		case "+":
			a += b
		case "-":
			a -= b
		case "*":
			a *= b
		default:
			if b == 0 {
				return nil, divisionByZero()
			}
			a = quotient(op, a, b)
		}
		return narrow(a, o.typ.Root), nil
	})
}

// quotient is a / b or a % b. The smallest number divided by -1 wraps.
func quotient(op string, a, b int64) int64 {
	switch {
	case b == -1 && op == "/":
		return -a
	case b == -1:
		return 0
	case op == "/":
		return a / b
	}
	return a % b
}

func decimalOperation(op string) func(*scope, *operation) (datatype.Value, error) {
	return strict(func(_ *scope, o *operation, v []datatype.Value) (datatype.Value, error) {
		a, b := toDecimal(v[0]), toDecimal(v[1])
		if (op == "/" || op == "%") && b.IsZero() {
			return nil, divisionByZero()
		}
		d, err := decimalArithmetic(op, a, b)
		if err != nil {
			return nil, err
		}
		if isInteger(o.typ.Root) {
			return datatype.Cast(d, datatype.DecimalType(maxPrecision, 0), o.typ, nil)
		}
		return fitDecimal(d, o.typ)
	})
}

// approximateOperation computes in the result type: FLOAT has 24 bits.
func approximateOperation(op string) func(*scope, *operation) (datatype.Value, error) {
	return strict(func(_ *scope, o *operation, v []datatype.Value) (datatype.Value, error) {
		a, b := doubleOf(v[0], o.args[0].typ), doubleOf(v[1], o.args[1].typ)
		if op == "/" && b == 0 {
			return nil, divisionByZero()
		}
		if o.typ.Root == datatype.Float {
			return checkedFloat32(float32(floatArithmetic(op, float64(float32(a)), float64(float32(b)))), a, b)
		}
		f := floatArithmetic(op, a, b)
		if math.IsInf(f, 0) && !math.IsInf(a, 0) && !math.IsInf(b, 0) {
			return nil, floatOverflow()
		}
		return f, nil
	})
}

func checkedFloat32(f float32, a, b float64) (datatype.Value, error) {
	if math.IsInf(float64(f), 0) && !math.IsInf(a, 0) && !math.IsInf(b, 0) {
		return nil, floatOverflow()
	}
	return f, nil
}

func floatOverflow() error {
	return pgerr.New(pgerr.NumericValueOutOfRange, "value out of range: overflow")
}

func floatArithmetic(op string, a, b float64) float64 {
	switch op {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	}
	return a / b
}

// prefix checks - a and + a.
func (c *checker) prefix(n *node) (*operation, error) {
	a, err := c.check(n.args[0])
	if err != nil {
		return nil, err
	}
	c.decide(a, datatype.Of(datatype.Int))
	if a.null {
		return nil, illegalNull(a)
	}
	if !isNumeric(a.typ.Root) && !isInterval(a.typ.Root) {
		return nil, noOperator(n, n.name, a)
	}
	if n.name == "+" {
		return operationOf(n.pos, a.typ, func(s *scope, o *operation) (datatype.Value, error) { return o.args[0].eval(s) }, a), nil
	}
	return operationOf(n.pos, a.typ, strict(negate), a), nil
}

func negate(_ *scope, o *operation, v []datatype.Value) (datatype.Value, error) {
	switch x := v[0].(type) {
	case float32:
		return -x, nil
	case float64:
		return -x, nil
	case *apd.Decimal:
		d := new(apd.Decimal).Set(x)
		d.Negative = !x.Negative && !x.IsZero()
		return d, nil
	}
	if isInterval(o.typ.Root) {
		return negateInterval(v[0])
	}
	return narrow(-toInteger(v[0]), o.typ.Root), nil
}

// toInteger returns a value of an integer type.
func toInteger(v datatype.Value) int64 {
	switch v := v.(type) {
	case int8:
		return int64(v)
	case int16:
		return int64(v)
	case int32:
		return int64(v)
	case int64:
		return v
	}
	return 0
}

// narrow returns n as a value of an integer type; what does not fit wraps.
func narrow(n int64, r datatype.Root) datatype.Value {
	switch r {
	case datatype.TinyInt:
		return int8(n)
	case datatype.SmallInt:
		return int16(n)
	case datatype.Int:
		return int32(n)
	}
	return n
}

// toDecimal returns a value of an exact numeric type.
func toDecimal(v datatype.Value) *apd.Decimal {
	if d, ok := v.(*apd.Decimal); ok {
		return d
	}
	return apd.New(toInteger(v), 0)
}

// toFloat returns a value of a numeric type.
func toFloat(v datatype.Value) float64 {
	switch v := v.(type) {
	case float32:
		return float64(v)
	case float64:
		return v
	case *apd.Decimal:
		return decimalToFloat(v)
	}
	return float64(toInteger(v))
}

// doubleOf is the DOUBLE that Flink computes with for a value of a numeric type.
func doubleOf(v datatype.Value, t datatype.Type) float64 {
	if t.Root == datatype.Decimal {
		if f, err := datatype.Cast(v, t, datatype.Of(datatype.Double), nil); err == nil {
			return toFloat(f)
		}
	}
	return toFloat(v)
}

func decimalToFloat(d *apd.Decimal) float64 {
	f, err := d.Float64()
	if err != nil && f == 0 {
		return math.NaN()
	}
	return f
}
