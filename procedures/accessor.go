package procedures

import (
	"math"
	"reflect"
	"time"

	"github.com/golang-sql/civil"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// unit is how many of the stored units one unit of a bridged Go integer is: a TIME as int32 counts milliseconds, columns store
// nanoseconds.
type unit int64

// intAccessor reads and writes Go types that are stored as int64.
func (k compiler) intAccessor(g reflect.Type, root datatype.Root) (accessor[int64], bool) {
	switch root {
	case datatype.Boolean:
		return boolAccessor(), g.Kind() == reflect.Bool
	case datatype.TinyInt:
		return k.number(g, 8, 1)
	case datatype.SmallInt:
		return k.number(g, 16, 1)
	case datatype.Int:
		return k.number(g, 32, 1)
	case datatype.BigInt:
		return k.number(g, 64, 1)
	case datatype.Date:
		return k.dateAccessor(g)
	case datatype.Time:
		return k.timeAccessor(g)
	case datatype.IntervalYearMonth:
		if g == periodType {
			return numberAccessor(32, 1), true
		}
		return k.number(g, 32, 1)
	case datatype.IntervalDayTime:
		if g == durationType {
			return numberAccessor(64, 1), true
		}
		return k.number(g, 64, unit(time.Millisecond))
	}
	return accessor[int64]{}, false
}

func boolAccessor() accessor[int64] {
	return accessor[int64]{
		get: func(v reflect.Value) (int64, error) {
			if v.Bool() {
				return 1, nil
			}
			return 0, nil
		},
		set: func(v reflect.Value, n int64) error { v.SetBool(n != 0); return nil },
	}
}

// number accepts Go integers for a data type of so many bits: of the same width or wider for arguments, of the same width or
// narrower for results, and int for all.
func (k compiler) number(g reflect.Type, bits int, u unit) (accessor[int64], bool) {
	if !isNumber(g) {
		return accessor[int64]{}, false
	}
	ok := g.Kind() == reflect.Int || k.direction == dynamic ||
		k.direction == input && g.Bits() >= bits || k.direction == results && g.Bits() <= bits
	return numberAccessor(bits, u), ok
}

// isNumber reports whether a Go type is a signed integer without a meaning of its own.
func isNumber(g reflect.Type) bool {
	switch g {
	case durationType, periodType, daysType, nanosType:
		return false
	}
	return g.Kind() >= reflect.Int && g.Kind() <= reflect.Int64
}

func numberAccessor(bits int, u unit) accessor[int64] {
	limit := int64(1)<<(bits-1) - 1
	return accessor[int64]{
		get: func(v reflect.Value) (int64, error) {
			n := v.Int()
			if n > limit/int64(u) || n < (-limit-1)/int64(u) {
				return 0, errOutOfRange("integer")
			}
			return n * int64(u), nil
		},
		set: func(v reflect.Value, n int64) error {
			n /= int64(u)
			if v.OverflowInt(n) {
				return errOutOfRange("integer")
			}
			v.SetInt(n)
			return nil
		},
	}
}

func errOutOfRange(what string) error {
	return pgerr.New(pgerr.NumericValueOutOfRange, "%s out of range", what)
}

// dateAccessor: dates are also days since the epoch, as in Flink.
func (k compiler) dateAccessor(g reflect.Type) (accessor[int64], bool) {
	switch g {
	case dateType:
		return accessor[int64]{
			get: func(v reflect.Value) (int64, error) {
				days, err := daysOf(*load[civil.Date](v))
				return int64(days), err
			},
			set: func(v reflect.Value, n int64) error {
				date, err := civilDate(datatype.Days(n))
				v.Set(reflect.ValueOf(date))
				return err
			},
		}, true
	case daysType:
		return numberAccessor(32, 1), true
	}
	return k.number(g, 32, 1)
}

func daysOf(d civil.Date) (datatype.Days, error) {
	if d.Year < firstYear || d.Year > lastYear || !datatype.ValidCivil(d.Year, int(d.Month), d.Day) {
		return 0, pgerr.New(pgerr.DatetimeFieldOverflow, "date out of range")
	}
	days := datatype.DaysFromCivil(d.Year, int(d.Month), d.Day)
	return days, nil
}

func civilDate(d datatype.Days) (civil.Date, error) {
	if d == datatype.DaysInfinity || d == datatype.DaysNegativeInfinity {
		return civil.Date{}, pgerr.New(pgerr.DatetimeFieldOverflow, "an infinite date cannot be passed to this procedure")
	}
	year, month, day := d.Civil()
	return civil.Date{Year: year, Month: time.Month(month), Day: day}, nil
}

// timeAccessor: times are also milliseconds (int32) or nanoseconds (int64) of the day, as in Flink.
func (k compiler) timeAccessor(g reflect.Type) (accessor[int64], bool) {
	switch {
	case g == timeOfDay:
		return accessor[int64]{
			get: func(v reflect.Value) (int64, error) { return nanosOf(*load[civil.Time](v)) },
			set: func(v reflect.Value, n int64) error { v.Set(reflect.ValueOf(civilTime(n))); return nil },
		}, true
	case g == nanosType:
		return numberAccessor(64, 1), true
	case isNumber(g) && g.Kind() == reflect.Int32:
		return numberAccessor(64, unit(time.Millisecond)), true
	case isNumber(g) && g.Bits() == 64:
		return numberAccessor(64, 1), true
	}
	return accessor[int64]{}, false
}

func nanosOf(t civil.Time) (int64, error) {
	if t.Hour < 0 || t.Hour > 24 || t.Minute < 0 || t.Minute > 59 || t.Second < 0 || t.Second > 59 ||
		t.Nanosecond < 0 || t.Nanosecond >= int(time.Second) {
		return 0, pgerr.New(pgerr.DatetimeFieldOverflow, "time out of range")
	}
	d := time.Duration(t.Hour)*time.Hour + time.Duration(t.Minute)*time.Minute + time.Duration(t.Second)*time.Second
	if n := int64(d) + int64(t.Nanosecond); n <= int64(24*time.Hour) {
		return n, nil
	}
	return 0, pgerr.New(pgerr.DatetimeFieldOverflow, "time out of range")
}

func civilTime(n int64) civil.Time {
	d := time.Duration(n)
	return civil.Time{
		Hour: int(d / time.Hour), Minute: int(d / time.Minute % 60), Second: int(d / time.Second % 60), Nanosecond: int(d % time.Second),
	}
}

// instantAccessor reads and writes Go types of timestamps. As in Flink a TIMESTAMP_LTZ is also seconds (int32) or milliseconds
// (int64) since the epoch.
func instantAccessor(g reflect.Type, root datatype.Root) (accessor[datatype.Instant], bool) {
	local := root == datatype.TimestampLTZ
	switch {
	case g == instantType:
		return accessor[datatype.Instant]{
			get: func(v reflect.Value) (datatype.Instant, error) { return *load[datatype.Instant](v), nil },
			set: func(v reflect.Value, i datatype.Instant) error { v.Set(reflect.ValueOf(i)); return nil },
		}, true
	case g == dateTimeType && root == datatype.Timestamp:
		return accessor[datatype.Instant]{get: dateTimeInstant, set: setDateTime}, true
	case g == timeType && root != datatype.Timestamp:
		return accessor[datatype.Instant]{
			get: func(v reflect.Value) (datatype.Instant, error) {
				return datatype.InstantFromTime(*load[time.Time](v)), nil
			},
			set: setTime,
		}, true
	case local && isNumber(g) && g.Kind() == reflect.Int32:
		return epochAccessor(time.Second), true
	case local && isNumber(g) && g.Bits() == 64:
		return epochAccessor(time.Millisecond), true
	}
	return accessor[datatype.Instant]{}, false
}

func dateTimeInstant(v reflect.Value) (datatype.Instant, error) {
	dt := load[civil.DateTime](v)
	days, err := daysOf(dt.Date)
	if err != nil {
		return datatype.Instant{}, err
	}
	nanos, err := nanosOf(dt.Time)
	return datatype.InstantOf(days, datatype.Nanos(nanos)), err
}

func setDateTime(v reflect.Value, i datatype.Instant) error {
	days, nanos := i.Split()
	date, err := civilDate(days)
	if i.IsInfinite() || err != nil {
		return errInfiniteTimestamp()
	}
	v.Set(reflect.ValueOf(civil.DateTime{Date: date, Time: civilTime(int64(nanos))}))
	return nil
}

func setTime(v reflect.Value, i datatype.Instant) error {
	if i.IsInfinite() {
		return errInfiniteTimestamp()
	}
	v.Set(reflect.ValueOf(i.Time()))
	return nil
}

func errInfiniteTimestamp() error {
	return pgerr.New(pgerr.DatetimeFieldOverflow, "an infinite timestamp cannot be passed to this procedure")
}

// epochAccessor is for integers that count units of time since the epoch.
func epochAccessor(u time.Duration) accessor[datatype.Instant] {
	perSecond := int64(time.Second / u)
	return accessor[datatype.Instant]{
		get: func(v reflect.Value) (datatype.Instant, error) {
			n := v.Int()
			seconds := n / perSecond
			if n%perSecond < 0 {
				seconds--
			}
			return datatype.Instant{Seconds: seconds, Nanos: int32((n - seconds*perSecond) * int64(u))}, nil
		},
		set: func(v reflect.Value, i datatype.Instant) error {
			if i.IsInfinite() || i.Seconds > math.MaxInt64/perSecond-1 || i.Seconds < math.MinInt64/perSecond+1 {
				return errInfiniteTimestamp()
			}
			n := i.Seconds*perSecond + int64(i.Nanos)/int64(u)
			if v.OverflowInt(n) {
				return errOutOfRange("timestamp")
			}
			v.SetInt(n)
			return nil
		},
	}
}
