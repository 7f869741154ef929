package expr

import (
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Typed is an expression with its static type. Only its own methods change it; it may be evaluated by many at the same time.
type Typed struct {
	Type     datatype.Type
	Param    int  // n where the expression is the bare parameter $n, else 0
	Literal  bool // a quoted literal
	Constant bool // its value depends on nothing: it may be computed once

	op   *operation
	once sync.Once // of a Constant
	val  datatype.Value
	err  error
}

// operation is a node of a typed expression.
type operation struct {
	typ  datatype.Type // an interval has the fields it was written with
	pos  int
	args []*operation
	// run computes the value; nil for a literal and a parameter.
	run func(s *scope, o *operation) (datatype.Value, error)

	value   datatype.Value // of a literal
	written bool           // a number as it was written, not one that was cast
	exact   *apd.Decimal   // the digits of a number as written: CAST to DECIMAL, FLOAT and DOUBLE of a literal keep them
	param   int
	open    bool // a parameter whose type nothing has decided
	null    bool // the literal NULL
	literal bool
	quoted  bool
	// fractional marks an interval that a number with a fraction was cast to.
	fractional bool
	isCast     bool // CAST, which alone may make a DOUBLE that is not finite
	byZero     bool // a division by a literal zero
	varies     bool // its value depends on parameters, the session or the time
}

// scope is what an evaluation sees.
type scope struct {
	env    *Env
	params []datatype.Value
}

func (s *scope) zone() *time.Location {
	if s.env == nil || s.env.Zone == nil {
		return time.UTC
	}
	return s.env.Zone
}

// eval computes the value of an operation; an error is given the operation's position.
func (o *operation) eval(s *scope) (datatype.Value, error) {
	switch {
	case o.param > 0:
		if o.param > len(s.params) {
			return nil, pgerr.New(pgerr.UndefinedParameter, "there is no value for parameter $%d", o.param).At(o.pos)
		}
		return s.params[o.param-1], nil
	case o.exact != nil && o.typ.Root == datatype.Decimal:
		v, err := fitDecimal(o.exact, o.typ)
		return v, placed(err, o.pos)
	case o.run == nil:
		return o.value, nil
	}
	v, err := o.run(s, o)
	return v, placed(err, o.pos)
}

// placed gives an error a position unless it has one. It copies: errors of literals are shared.
func placed(err error, pos int) error {
	if err == nil {
		return nil
	}
	e := pgerr.From(err)
	if e.Position != 0 || pos == 0 {
		return err
	}
	c := *e
	return c.At(pos)
}

// strict makes an operation NULL where one of its arguments is NULL, and gives fn the values of all.
func strict(fn func(s *scope, o *operation, v []datatype.Value) (datatype.Value, error)) func(*scope, *operation) (datatype.Value, error) {
	return func(s *scope, o *operation) (datatype.Value, error) {
		v := make([]datatype.Value, len(o.args))
		for i, arg := range o.args {
			var err error
			if v[i], err = arg.eval(s); err != nil {
				return nil, err
			}
		}
		for i := range v {
			if v[i] == nil {
				return nil, nil
			}
		}
		return fn(s, o, v)
	}
}

// newTyped finishes the check of an expression.
func newTyped(o *operation) *Typed {
	if o.byZero { // RexSimplify divides at once, be the dividend NULL
		o.run = func(*scope, *operation) (datatype.Value, error) { return nil, divisionByZero() }
	}
	t := &Typed{Type: folded(o.typ), Literal: o.quoted, Constant: !o.varies, op: o}
	if o.param > 0 {
		t.Param = o.param
	}
	return t
}

// Eval computes the value, which is of type Type; params are the values of $1, $2, …, each of its type in Params.
//
// Errors have the position of what failed: 22012 division by zero, 22003 a number that does not fit, 22P02, 22007 and 22008 a text that
// cannot be cast. Where env.Flink is set, 0A000 refuses what Flink cannot pass: arrays, maps and rows that are not NULL.
func (t *Typed) Eval(env *Env, params []datatype.Value) (datatype.Value, error) {
	v, err := t.compute(env, params)
	if err != nil {
		return nil, err
	}
	if t.Param == 0 {
		v = asLiteral(v, t.Type)
	}
	return v, t.refuse(env, v)
}

// asLiteral does to a value what Calcite does where it makes a literal of what was folded: the digits of a second that the type has no
// room for are cut (adding an interval keeps them until here), a FLOAT is rounded to 7 digits, and -0 is 0 (adding 0 makes it that).
func asLiteral(v datatype.Value, t datatype.Type) datatype.Value {
	switch x := v.(type) {
	case float32:
		return roundFloat(x) + 0
	case float64:
		return x + 0
	case datatype.Instant:
		return x.Truncate(t.Precision)
	case datatype.Nanos:
		_, n := datatype.InstantOf(0, x).Truncate(t.Precision).Split()
		return n
	}
	return v
}

// EvalAs computes the value and converts it to the type of a parameter. It differs from casting what [Typed.Eval] returns: a literal
// number keeps the digits that Type has no room for (CAST(1.25 AS DECIMAL(3, 1)) is 1.25 for a DECIMAL(10, 2)), and an interval
// becomes a number in the unit that it was written in. Calcite's RexBuilder.makeCast does both.
func (t *Typed) EvalAs(env *Env, params []datatype.Value, to datatype.Type) (datatype.Value, error) {
	v, err := t.convert(env, params, to)
	if err != nil {
		return nil, placed(err, t.op.pos)
	}
	if t.Param == 0 {
		v = asLiteral(v, to)
	}
	return v, nil
}

func (t *Typed) convert(env *Env, params []datatype.Value, to datatype.Type) (datatype.Value, error) {
	if t.op.exact != nil && keepsDigits(to) && t.op.fits() {
		return castExact(t.op.exact, to)
	}
	v, err := t.compute(env, params)
	if v == nil || err != nil {
		return nil, err
	}
	if err := t.refuse(env, v); err != nil {
		return nil, err
	}
	switch {
	case t.Type.EqualIgnoringNullability(to): // a CHAR keeps its length, which counts UTF-16 code units, and is not padded again
		return v, nil
	case t.op.literal && t.Type.Root == to.Root && isInstant(to.Root): // its digits are cut as those of a literal
		return v, nil
	case isInterval(t.Type.Root) && isExact(to.Root):
		return numberOfInterval(t.op, v, to)
	case t.Param == 0 && t.Type.Root == datatype.Timestamp && to.Root == datatype.Time:
		if clock, ok := lastSecond(datatype.ToInstant(v), to.Precision); ok {
			return clock, nil
		}
	}
	s := &scope{env: env}
	return datatype.Coerce(v, t.op.typ, to, s.zone())
}

// lastSecond is the time of day that Flink makes of a TIMESTAMP in the last second of a day before 1970: it counts milliseconds from the
// midnight that follows, and makes a literal of no more than their fraction (the seconds before have no literal at all).
func lastSecond(i datatype.Instant, digits int) (datatype.Nanos, bool) {
	date, clock := i.Split()
	millis := int64(clock)/1_000_000 - 24*hour
	if date >= 0 || i.IsInfinite() || millis <= -second || millis >= 0 {
		return 0, false
	}
	unit := int64(1)
	for ; digits < 3; digits++ {
		unit *= 10
	}
	millis -= millis % unit
	return datatype.Nanos((second+millis)%second) * 1_000_000, true
}

// roundFloat rounds to 7 digits, half to even (MathContext.DECIMAL32 in RexBuilder.clean).
func roundFloat(f float32) float32 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'e', 6, 64), 32)
	if err != nil || math.IsNaN(rounded) {
		return f
	}
	return float32(rounded)
}

func (t *Typed) compute(env *Env, params []datatype.Value) (datatype.Value, error) {
	if !t.Constant {
		return t.op.eval(&scope{env: env, params: params})
	}
	t.once.Do(func() { t.val, t.err = t.op.eval(&scope{}) })
	return t.val, t.err
}

// refuse returns the error of a value that no argument can have.
func (t *Typed) refuse(env *Env, v datatype.Value) error {
	if t.Param > 0 || v == nil {
		return nil
	}
	switch t.Type.Root {
	case datatype.Float:
		if f, ok := v.(float32); ok && (math.IsNaN(float64(f)) || math.IsInf(float64(f), 0)) {
			return pgerr.New(pgerr.FeatureNotSupported, "FLOAT %v cannot be an argument", f).At(t.op.pos)
		}
	case datatype.Double:
		if f, ok := v.(float64); ok && !t.op.isCast && (math.IsNaN(f) || math.IsInf(f, 0)) {
			return pgerr.New(pgerr.NumericValueOutOfRange, "result is out of range: %v", f).At(t.op.pos)
		}
	case datatype.Array, datatype.Map, datatype.Multiset, datatype.Row, datatype.Structured, datatype.Variant, datatype.Raw:
		if env != nil && env.Flink {
			return pgerr.New(pgerr.FeatureNotSupported, "a value of type %s cannot be an argument", t.Type.Root).
				WithHint("SET callgate.semantics = 'callgate' allows it.").At(t.op.pos)
		}
	case datatype.Date, datatype.Timestamp, datatype.TimestampLTZ:
		return t.checkYear(v)
	}
	return nil
}

// The days that a literal of Flink can have: years 1 … 9999.
var (
	firstDay = datatype.DaysFromCivil(1, 1, 1)
	lastDay  = datatype.DaysFromCivil(9999, 12, 31)
)

// checkYear refuses a date that was computed and is out of the range of literals.
func (t *Typed) checkYear(v datatype.Value) error {
	d, ok := v.(datatype.Days)
	if i, isInstant := v.(datatype.Instant); isInstant {
		d, _ = i.Split()
		ok = true
	}
	if ok && (d < firstDay || d > lastDay) {
		return pgerr.New(pgerr.DatetimeFieldOverflow, "%s is out of range", t.Type.Root).
			WithDetail("Years are 1 to 9999.").At(t.op.pos)
	}
	return nil
}
