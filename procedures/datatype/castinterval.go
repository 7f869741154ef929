package datatype

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

const (
	millisPerHour = 3_600_000 // Flink counts day-time intervals in milliseconds
	millisPerDay  = 24 * millisPerHour
)

// lastFieldUnits is the length of an interval's last field, in months or in milliseconds.
var lastFieldUnits = map[IntervalResolution]int64{
	Year: 12, Month: 1, YearToMonth: 1,
	Day: millisPerDay, DayToHour: millisPerHour, Hour: millisPerHour,
	DayToMinute: 60_000, HourToMinute: 60_000, Minute: 60_000,
	DayToSecond: 1000, HourToSecond: 1000, MinuteToSecond: 1000, Second: 1000,
}

// intervalCount returns how many months or milliseconds an interval has, and how many units of its type's last field,
// rounded half toward zero.
func intervalCount(v Value, from Type) (count, units int64, ok bool) {
	switch v := v.(type) {
	case Period:
		count = int64(v)
	case time.Duration:
		count = v.Milliseconds()
	default:
		return 0, 0, false
	}
	unit, known := lastFieldUnits[from.Resolution]
	if !known {
		return 0, 0, false
	}
	units = count / unit
	if rest := count % unit; 2*rest > unit {
		units++
	} else if 2*rest < -unit {
		units--
	}
	return count, units, true
}

// intervalToInteger counts the units of the last field: INTERVAL '2' DAY is 2, '1 02' DAY TO HOUR is 26. It is an implicit cast only;
// Flink builds it for INT and BIGINT alone.
func intervalToInteger(v Value, from, to Type) (Value, error) {
	_, units, ok := intervalCount(v, from)
	if !ok || to.Root != Int && to.Root != BigInt {
		return nil, noCast(from, to)
	}
	if to.Root == Int && (units < math.MinInt32 || units > math.MaxInt32) {
		return nil, outOfRange(strconv.FormatInt(units, 10), to)
	}
	return narrow(units, to.Root), nil
}

// castInterval keeps the length of an interval whatever the fields of the target, and takes a number as a count of the target's one
// field. Fractions of a month and of a millisecond are cut.
func castInterval(v Value, from, to Type) (Value, error) {
	switch v := v.(type) {
	case Period:
		if to.Root == IntervalYearMonth {
			return v, nil
		}
	case time.Duration:
		if to.Root == IntervalDayTime {
			return v, nil
		}
	}
	unit := lastFieldUnits[to.Resolution]
	if !to.isSingleField() {
		return nil, noCast(from, to)
	}
	if n, ok := asInteger(v); ok {
		return newInterval(apd.New(n, 0), unit, to)
	}
	if d, ok := v.(*apd.Decimal); ok {
		return newInterval(d, unit, to)
	}
	return nil, noCast(from, to)
}

func newInterval(d *apd.Decimal, unit int64, to Type) (Value, error) {
	var product apd.Decimal
	product.Coeff.Mul(&d.Coeff, apd.NewBigInt(unit))
	product.Exponent, product.Negative = d.Exponent, d.Negative
	digits, exponent := decimalDigits(&product)
	whole := max(len(digits)+exponent, 0)
	if whole > 18 {
		return nil, intervalOverflow(to)
	}
	if whole < len(digits) {
		digits = digits[:whole]
	}
	n, err := strconv.ParseInt("0"+digits+strings.Repeat("0", whole-len(digits)), 10, 64)
	if err != nil {
		return nil, intervalOverflow(to)
	}
	if d.Negative {
		n = -n
	}
	return intervalOf(n, to)
}

// intervalOf returns the interval of so many months or milliseconds.
func intervalOf(n int64, to Type) (Value, error) {
	if to.Root == IntervalYearMonth {
		if n < math.MinInt32 || n > math.MaxInt32 {
			return nil, intervalOverflow(to)
		}
		return Period(n), nil
	}
	if limit := int64(math.MaxInt64 / time.Millisecond); n < -limit || n > limit {
		return nil, intervalOverflow(to)
	}
	return time.Duration(n) * time.Millisecond, nil
}

func intervalOverflow(to Type) *pgerr.Error {
	return pgerr.New(pgerr.IntervalFieldOverflow, "interval field value out of range for %s", to.Nullable())
}
