package expr

import (
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// castToInterval casts an exact number to an interval. Calcite multiplies a number as written with the unit; any other one is taken by
// Flink as months or milliseconds. A literal stays one.
func castToInterval(a *operation, to datatype.Type, pos int) *operation {
	o := operationOf(pos, to, strict(runCastToInterval), a)
	o.literal = a.exact != nil
	if o.literal && !a.written {
		o.exact = a.exact
	}
	o.fractional = a.exact != nil && a.exact.Exponent < 0
	return o
}

func runCastToInterval(s *scope, o *operation, v []datatype.Value) (datatype.Value, error) {
	number := o.args[0]
	if number.written && o.typ.Root == datatype.IntervalYearMonth {
		return monthsAs(number.exact, unitOf(o.typ))
	}
	if number.written {
		return datatype.Cast(number.exact, datatype.DecimalType(maxPrecision, 0), o.typ, s.zone())
	}
	n, err := datatype.Cast(v[0], number.typ, datatype.Of(datatype.BigInt), s.zone())
	if number.exact != nil { // not v[0]: CAST(1.5 AS DECIMAL) is still 1.5
		n, err = datatype.Cast(number.exact, datatype.DecimalType(maxPrecision, 0), datatype.Of(datatype.BigInt), s.zone())
	}
	if err != nil {
		return nil, err
	}
	if o.typ.Root == datatype.IntervalYearMonth {
		return datatype.Period(toInteger(n)), nil
	}
	return milliseconds(toInteger(n))
}

// monthsAs returns a number of units as months, which wrap around like a Java int.
func monthsAs(d *apd.Decimal, unit int64) (datatype.Value, error) {
	months, err := decimalArithmetic("*", d, apd.New(unit, 0))
	if err != nil {
		return nil, err
	}
	n, err := datatype.Cast(months, datatype.DecimalType(maxPrecision, 0), datatype.Of(datatype.BigInt), nil)
	return datatype.Period(toInteger(n)), err
}

// numberOfInterval converts an interval to the number that an argument of that type becomes (RexBuilder.makeCast): how many units of
// its last field it has. The unit of a literal is forgotten where its months or milliseconds do not fit the integer that is wanted, or
// have a fraction; a literal is rounded half toward zero, anything else is cut.
func numberOfInterval(o *operation, v datatype.Value, to datatype.Type) (datatype.Value, error) {
	count := countOf(v)
	unit := unitOf(o.typ)
	switch {
	case !o.literal:
		return integerAs(count/unit, to)
	case o.exact != nil:
		return integerAs(count, to)
	case to.Root == datatype.TinyInt || to.Root == datatype.SmallInt:
		return nil, noNumberOfInterval(o.typ, to)
	case to.Root == datatype.Decimal:
		if apd.New(count, 0).NumDigits() > int64(to.Precision-to.Scale) {
			return nil, noNumberOfInterval(o.typ, to)
		}
	case o.fractional, to.Root == datatype.Int && int64(int32(count)) != count:
		return narrow(count, to.Root), nil
	}
	return integerAs(roundHalfDown(count, unit), to)
}

func noNumberOfInterval(from, to datatype.Type) error {
	return pgerr.New(pgerr.CannotCoerce, "cannot cast type %s to %s", from.Nullable(), to.Nullable())
}

// countOf returns the months or milliseconds of an interval.
func countOf(v datatype.Value) int64 {
	if d, ok := v.(time.Duration); ok {
		return d.Milliseconds()
	}
	months, _ := v.(datatype.Period)
	return int64(months)
}

// unitOf returns how many months or milliseconds the last field of an interval counts.
func unitOf(t datatype.Type) int64 {
	units := intervalShapes[t.Resolution].units
	if len(units) == 0 {
		return 1
	}
	return units[len(units)-1]
}

// integerAs returns an integer as a value of an exact type; an integer wraps.
func integerAs(n int64, to datatype.Type) (datatype.Value, error) {
	if to.Root == datatype.Decimal {
		return fitDecimal(apd.New(n, 0), to)
	}
	return narrow(n, to.Root), nil
}

// roundHalfDown divides and rounds to the nearest integer, a half toward zero.
func roundHalfDown(n, unit int64) int64 {
	quotient, rest := n/unit, n%unit
	switch {
	case 2*rest > unit:
		return quotient + 1
	case 2*rest < -unit:
		return quotient - 1
	}
	return quotient
}
