package expr

import (
	"math"
	"math/big"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

func isTime(r datatype.Root) bool {
	switch r {
	case datatype.Date, datatype.Time, datatype.Timestamp, datatype.TimestampLTZ, datatype.TimestampTZ:
		return true
	}
	return false
}

// timeOperation types arithmetic with intervals; nil where there is none for the operands.
func timeOperation(n *node, a, b *operation) *operation {
	x, y := a.typ.Root, b.typ.Root
	plus := n.name == "+"
	switch {
	case plus && isInterval(x) && isTime(y):
		a, b = b, a
		fallthrough
	case (plus || n.name == "-") && isTime(x) && isInterval(y):
		return operationOf(n.pos, withNulls(laterType(a.typ, b.typ), a, b), addInterval(n.name == "-"), a, b)
	case (plus || n.name == "-") && isInterval(x) && x == y:
		return operationOf(n.pos, withNulls(joinIntervals(a.typ, b.typ), a, b), sumIntervals(n.name == "-"), a, b)
	case n.name == "*" && isInterval(y) && isInteger(x):
		a, b = b, a
		fallthrough
	case n.name == "*" && isInterval(x) && isInteger(y):
		return operationOf(n.pos, withNulls(a.typ, a, b), strict(multiplyInterval), a, b)
	}
	return nil
}

// defaultFraction is the fractional precision of an interval that names none.
const defaultFraction = 6

// laterType is the type of a date or time plus an interval. A TIMESTAMP gets the digits of the second that the interval is written to
// have (SqlDatetimePlusOperator); those of an interval that does not say are not counted. SECOND(2, 6) is not told from that.
func laterType(t, interval datatype.Type) datatype.Type {
	if t.Root == datatype.Timestamp && interval.Root == datatype.IntervalDayTime && interval.Scale != defaultFraction {
		t.Precision = max(t.Precision, interval.Scale)
	}
	return t
}

// addInterval adds an interval to a date or time. The digits of the type stay: what the interval has more is kept until the value is
// passed on.
func addInterval(subtract bool) func(*scope, *operation) (datatype.Value, error) {
	return strict(func(_ *scope, o *operation, v []datatype.Value) (datatype.Value, error) {
		interval := v[1]
		if subtract {
			var err error
			if interval, err = negateInterval(interval); err != nil {
				return nil, err
			}
		}
		if months, ok := interval.(datatype.Period); ok {
			return addMonths(v[0], months)
		}
		d, _ := interval.(time.Duration)
		return addDuration(v[0], d)
	})
}

func addMonths(v datatype.Value, months datatype.Period) (datatype.Value, error) {
	switch v := v.(type) {
	case datatype.Days:
		return monthsLater(v, months)
	case datatype.Instant:
		if v.IsInfinite() {
			return v, nil
		}
		date, clock := v.Split()
		date, err := monthsLater(date, months)
		return datatype.InstantOf(date, clock), err
	}
	return v, nil // a time of day
}

// monthsLater keeps the day of the month, or takes the last one where the month is shorter.
func monthsLater(d datatype.Days, months datatype.Period) (datatype.Days, error) {
	if d == datatype.DaysInfinity || d == datatype.DaysNegativeInfinity {
		return d, nil
	}
	year, month, day := d.Civil()
	total := int64(year)*12 + int64(month-1) + int64(months)
	year, month = int(floorDiv(total, 12)), int(total-12*floorDiv(total, 12))+1
	if year < -200_000 || year > 200_000 {
		return 0, timeOverflow()
	}
	for day > 28 && !datatype.ValidCivil(year, month, day) {
		day--
	}
	return datatype.DaysFromCivil(year, month, day), nil
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func timeOverflow() error {
	return pgerr.New(pgerr.DatetimeFieldOverflow, "date or time is out of range")
}

func addDuration(v datatype.Value, d time.Duration) (datatype.Value, error) {
	switch v := v.(type) {
	case datatype.Days:
		if v == datatype.DaysInfinity || v == datatype.DaysNegativeInfinity {
			return v, nil
		}
		sum := int64(v) + int64(d/(24*time.Hour))
		if sum > math.MaxInt32-1 || sum < math.MinInt32+1 {
			return nil, timeOverflow()
		}
		return datatype.Days(sum), nil
	case datatype.Nanos:
		const full = int64(24 * time.Hour)
		n := (int64(v)%full + int64(d)%full) % full
		if n < 0 {
			n += full
		}
		return datatype.Nanos(n), nil
	case datatype.Instant:
		if v.IsInfinite() {
			return v, nil
		}
		return v.Add(d), nil
	}
	return v, nil
}

// intervalEnds are the first and the last field of the intervals of several fields.
var intervalEnds = func() map[datatype.IntervalResolution][2]datatype.IntervalResolution {
	ends := map[datatype.IntervalResolution][2]datatype.IntervalResolution{}
	for pair, r := range intervalRanges {
		ends[r] = pair
	}
	return ends
}()

func endsOf(r datatype.IntervalResolution) (first, last datatype.IntervalResolution) {
	if e, ok := intervalEnds[r]; ok {
		return e[0], e[1]
	}
	return r, r
}

// joinIntervals is the interval type that has the fields of both.
func joinIntervals(x, y datatype.Type) datatype.Type {
	xFirst, xLast := endsOf(x.Resolution)
	yFirst, yLast := endsOf(y.Resolution)
	first, last := min(xFirst, yFirst), max(xLast, yLast) // the resolutions are in the order of their first fields
	t := x
	t.Precision, t.Scale = max(x.Precision, y.Precision), max(x.Scale, y.Scale)
	t.Resolution = first
	if first != last {
		t.Resolution = intervalRanges[[2]datatype.IntervalResolution{first, last}]
	}
	return t
}

func sumIntervals(subtract bool) func(*scope, *operation) (datatype.Value, error) {
	return strict(func(_ *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
		b := v[1]
		if subtract {
			var err error
			if b, err = negateInterval(b); err != nil {
				return nil, err
			}
		}
		if a, ok := v[0].(datatype.Period); ok {
			p, _ := b.(datatype.Period)
			return a + p, nil // wraps, as in Flink
		}
		return sumDurations(v[0], b)
	})
}

func sumDurations(x, y datatype.Value) (datatype.Value, error) {
	a, _ := x.(time.Duration)
	b, _ := y.(time.Duration)
	sum := a + b
	if (a > 0) == (b > 0) && (sum > 0) != (a > 0) && a != 0 {
		return nil, intervalOverflow()
	}
	return sum, nil
}

func negateInterval(v datatype.Value) (datatype.Value, error) {
	switch v := v.(type) {
	case datatype.Period:
		return -v, nil
	case time.Duration:
		if v == math.MinInt64 {
			return nil, intervalOverflow()
		}
		return -v, nil
	}
	return v, nil
}

func multiplyInterval(_ *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
	n := toInteger(v[1])
	if p, ok := v[0].(datatype.Period); ok {
		return datatype.Period(int64(p) * n), nil // wraps, as in Flink
	}
	d, _ := v[0].(time.Duration)
	product := new(big.Int).Mul(big.NewInt(int64(d)), big.NewInt(n))
	if !product.IsInt64() {
		return nil, intervalOverflow()
	}
	return time.Duration(product.Int64()), nil
}

// difference checks (a - b) DAY.
func (c *checker) difference(n *node) (*operation, error) {
	a, b, err := c.two(n)
	if err != nil {
		return nil, err
	}
	if null := firstNull(a, b); null != nil {
		return nil, illegalNull(null)
	}
	if a.typ.Root != b.typ.Root || !isTime(a.typ.Root) {
		return nil, noOperator(n, "-", a, b)
	}
	if err := checkPrecision(n.typ); err != nil {
		return nil, placed(err, n.pos)
	}
	run := daysBetween
	if n.typ.Root == datatype.IntervalYearMonth {
		run = monthsBetween
	}
	return operationOf(n.pos, withNulls(n.typ, a, b), strict(run), a, b), nil
}

func daysBetween(_ *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
	a, b := datatype.ToInstant(v[0]), datatype.ToInstant(v[1])
	if a.IsInfinite() || b.IsInfinite() {
		return nil, intervalOverflow()
	}
	millis := func(i datatype.Instant) *big.Int {
		n := new(big.Int).Mul(big.NewInt(i.Seconds), big.NewInt(second))
		return n.Add(n, big.NewInt(int64(i.Nanos)/1_000_000))
	}
	n := millis(a)
	if n.Sub(n, millis(b)); !n.IsInt64() {
		return nil, intervalOverflow()
	}
	return milliseconds(n.Int64())
}

// monthsBetween counts whole months (DateTimeUtils.subtractMonths).
func monthsBetween(_ *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
	a, b := datatype.ToInstant(v[0]), datatype.ToInstant(v[1])
	if a.IsInfinite() || b.IsInfinite() {
		return nil, intervalOverflow()
	}
	return wholeMonths(a, b), nil
}

func wholeMonths(a, b datatype.Instant) datatype.Period {
	aDate, aClock := a.Split()
	bDate, bClock := b.Split()
	months := monthsOfDays(aDate, bDate)
	if later, err := monthsLater(bDate, months); err == nil && later == aDate && aClock < bClock {
		months--
	}
	return months
}

// monthsOfDays is the number of months that can be added to b without passing a.
func monthsOfDays(a, b datatype.Days) datatype.Period {
	if a < b {
		return -monthsOfDays(b, a)
	}
	ay, am, _ := a.Civil()
	by, bm, _ := b.Civil()
	months := datatype.Period((ay-by)*12 + am - bm)
	if later, err := monthsLater(b, months); err != nil || later > a {
		months--
	}
	return months
}

// interval checks INTERVAL expression DAY, which counts whole units.
func (c *checker) interval(n *node) (*operation, error) {
	a, err := c.check(n.args[0])
	if err != nil {
		return nil, err
	}
	c.decide(a, datatype.Of(datatype.Int))
	if a.null {
		return nil, illegalNull(a)
	}
	if !isInteger(a.typ.Root) {
		return nil, noOperator(n, "interval", a)
	}
	if err := checkPrecision(n.typ); err != nil {
		return nil, placed(err, n.pos)
	}
	unit := intervalShapes[n.typ.Resolution].units[0] * intervalUnits[n.name].scale
	return operationOf(n.pos, withNulls(n.typ, a), strict(func(_ *scope, o *operation, v []datatype.Value) (datatype.Value, error) {
		return intervalOf(new(big.Int).Mul(big.NewInt(toInteger(v[0])), big.NewInt(unit)), o.typ)
	}), a), nil
}
