package expr

import (
	"strconv"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// cast checks CAST(a AS t), TRY_CAST(a AS t) and a::t.
func (c *checker) cast(n *node) (*operation, error) {
	if len(n.args) != 1 {
		return nil, errShape(n.pos)
	}
	a, err := c.check(n.args[0])
	if err != nil {
		return nil, err
	}
	to := n.typ
	if n.postgres {
		read, open, err := c.castAsPostgres(n, a)
		if read != nil || err != nil {
			return read, err
		}
		to = open
	}
	if a.open {
		c.fix(a, to)
	}
	if isInterval(to.Root) {
		if err := checkPrecision(to); err != nil {
			return nil, placed(err, n.pos)
		}
	}
	if err := castRule(a, to, n.flag); err != nil {
		return nil, placed(err, n.pos)
	}
	if !n.flag {
		return castTo(a, to, n.pos), nil
	}
	o := castTo(a, n.typ, n.pos)
	o.typ, o.exact = o.typ.Nullable(), nil
	run := o.run
	if len(o.args) == 0 { // a literal that was cast to another one
		return operationOf(n.pos, o.typ, tryCast(strict(runCast)), a), nil
	}
	o.run = tryCast(run)
	return o, nil
}

// tryCast makes a cast that fails NULL. What fails in its argument still fails.
func tryCast(run func(*scope, *operation) (datatype.Value, error)) func(*scope, *operation) (datatype.Value, error) {
	return func(s *scope, o *operation) (datatype.Value, error) {
		v, err := o.args[0].eval(s)
		if err != nil {
			return nil, err
		}
		given := &operation{typ: o.args[0].typ, value: v}
		trial := *o
		trial.args = []*operation{given}
		if v, err = run(s, &trial); err != nil {
			if pgerr.From(err).Code == pgerr.ProgramLimitExceeded {
				return nil, err
			}
			return nil, nil
		}
		return v, nil
	}
}

// castTo returns the cast of an operation to a type; the result is NOT NULL where the operation is. What RexBuilder.makeCast makes a
// literal again is a literal here, too: it keeps its digits.
func castTo(a *operation, to datatype.Type, pos int) *operation {
	to.NotNull = a.typ.NotNull
	switch {
	case a.null || a.isNull():
		return &operation{typ: to.Nullable(), pos: pos, literal: true}
	case a.exact != nil && isNumeric(a.typ.Root) && a.fits():
		if o := castNumberLiteral(a, to, pos); o != nil {
			return o
		}
	case a.literal && a.run == nil && a.typ.Root == to.Root && isTime(to.Root):
		return &operation{typ: to, pos: pos, value: asLiteral(a.value, to), literal: true}
	case a.literal && a.run == nil && a.typ.Root == to.Root && isInterval(to.Root):
		return &operation{typ: to, pos: pos, value: a.value, literal: true}
	}
	if isInterval(to.Root) && isExact(a.typ.Root) {
		return castToInterval(a, to, pos)
	}
	o := operationOf(pos, to, strict(runCast), a)
	o.isCast = true
	o.varies = o.varies || usesZone(a.typ, to)
	return o
}

// isNull reports whether an operation is a NULL with a type.
func (o *operation) isNull() bool {
	return o.literal && o.run == nil && o.value == nil && o.exact == nil
}

// fits reports whether the digits before the point of a literal have room in its type. If not it is no literal but a cast that fails.
func (o *operation) fits() bool {
	t := o.typ
	return t.Root != datatype.Decimal || o.exact.NumDigits()+int64(o.exact.Exponent) <= int64(t.Precision-t.Scale) || o.exact.IsZero()
}

// castNumberLiteral casts a literal number to one of another type, or returns nil where the result is no literal.
func castNumberLiteral(a *operation, to datatype.Type, pos int) *operation {
	switch {
	case keepsDigits(to):
		return castLiteral(a, to, pos)
	case isInteger(to.Root) && a.exact.Exponent == 0 && fitsInteger(a.exact, to.Root):
		n, _ := a.exact.Int64()
		return &operation{typ: to, pos: pos, value: narrow(n, to.Root), exact: a.exact}
	}
	return nil
}

// fitsInteger reports whether a whole number is in the range of an integer type.
func fitsInteger(d *apd.Decimal, r datatype.Root) bool {
	n, err := d.Int64()
	return err == nil && toInteger(narrow(n, r)) == n
}

func runCast(s *scope, o *operation, v []datatype.Value) (datatype.Value, error) {
	return datatype.Cast(v[0], o.args[0].typ, o.typ, s.zone())
}

// usesZone reports whether a cast depends on the time zone of the session.
func usesZone(from, to datatype.Type) bool {
	return (from.Root == datatype.TimestampLTZ) != (to.Root == datatype.TimestampLTZ) ||
		holdsInstants(from) || holdsInstants(to)
}

// holdsInstants reports whether a type has components that could be TIMESTAMP_LTZ.
func holdsInstants(t datatype.Type) bool { return t.Elem != nil || len(t.Fields) > 0 }

// keepsDigits reports whether a literal that is cast to t stays a literal with its digits (RexBuilder.canRemoveCastFromLiteral).
func keepsDigits(t datatype.Type) bool { return t.Root == datatype.Decimal || isApproximate(t.Root) }

// castLiteral casts a literal number to DECIMAL, FLOAT or DOUBLE. What does not fit a DECIMAL fails when it is evaluated.
func castLiteral(a *operation, to datatype.Type, pos int) *operation {
	o := &operation{typ: to, pos: pos, exact: a.exact, literal: true}
	if to.Root != datatype.Decimal {
		o.run = func(_ *scope, o *operation) (datatype.Value, error) { return castExact(o.exact, o.typ) }
	}
	return o
}

// castExact converts the digits of a literal to DECIMAL, FLOAT or DOUBLE.
func castExact(d *apd.Decimal, to datatype.Type) (datatype.Value, error) {
	if to.Root == datatype.Decimal {
		return fitDecimal(d, to)
	}
	bits := 64
	if to.Root == datatype.Float {
		bits = 32
	}
	f, err := strconv.ParseFloat(d.Text('E'), bits)
	if err != nil {
		return nil, floatOverflow()
	}
	if bits == 32 {
		return float32(f), nil
	}
	return f, nil
}

// castRule is datatype.CastRule, and what depends on more than the types: a DECIMAL that is not written as a number is no interval; a
// NULL is cast wherever Flink's validator allows it, as no code is needed (TRY_CAST has none of these, its code is always made); and
// BOOLEAN to DECIMAL means CASE WHEN a THEN 1 ELSE 0 END
// (RexBuilder.makeCastBooleanToExact), so that the type must have room for 1.
func castRule(a *operation, to datatype.Type, try bool) error {
	from := a.typ
	if a.isNull() && !try && castsNull(from, to) {
		return nil
	}
	if err := datatype.CastRule(from, to); err != nil {
		return err
	}
	switch {
	case isInterval(to.Root) && from.Root == datatype.Decimal && (a.exact == nil || try):
		return noDecimalInterval(from, to)
	case from.Root == datatype.Boolean && to.Root == datatype.Decimal && to.Precision == to.Scale:
		return decimalOverflow(to)
	}
	return nil
}

func noDecimalInterval(from, to datatype.Type) error {
	return pgerr.New(pgerr.CannotCoerce, "cannot cast type %s to %s", from.Nullable(), to.Nullable())
}

// castsNull reports whether Flink's validator allows a cast that its code generator does not know (SqlCastFunction's table of 2.3).
func castsNull(from, to datatype.Type) bool {
	switch {
	case isInstant(to.Root):
		return isNumeric(from.Root) || isBinary(from.Root)
	case to.Root == datatype.Date || to.Root == datatype.Time:
		return isBinary(from.Root)
	case isNumeric(to.Root):
		return isInstant(from.Root)
	case isInterval(to.Root):
		return isText(from.Root) || from.Root == datatype.Decimal && len(intervalShapes[to.Resolution].units) == 1
	}
	return to.Root == datatype.Array && isText(from.Root)
}
