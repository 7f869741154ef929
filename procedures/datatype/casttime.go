package datatype

import (
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

const nanosPerMilli = 1_000_000

// castDate cuts the time of day. Of a TIMESTAMP before 1970 Flink cuts toward 1970 (TimestampToDateCastRule divides the
// milliseconds), so that 1969-12-31 00:00:01 is 1970-01-01; of a TIMESTAMP_LTZ it does not.
func (c *caster) castDate(v Value, from, to Type) (Value, error) {
	switch v := v.(type) {
	case Days:
		return v, nil
	case string:
		return parseDateText(v)
	case Instant:
		if from.Root == Timestamp {
			return dateTowardEpoch(v), nil
		}
		if from.Root == TimestampLTZ {
			date, _ := v.InZone(c.zone).Split()
			return date, nil
		}
	}
	return nil, noCast(from, to)
}

func dateTowardEpoch(i Instant) Days {
	date, time := i.Split()
	if date < 0 && time >= nanosPerMilli && date != DaysNegativeInfinity {
		date++
	}
	return date
}

// castTime gives a time of milliseconds at most. A TIME of no more digits than the target is left as it is.
func (c *caster) castTime(v Value, from, to Type) (Value, error) {
	switch v := v.(type) {
	case Nanos:
		if from.Precision > to.Precision {
			return truncateNanos(v, to.Precision), nil
		}
		return v, nil
	case string:
		n, err := parseTimeText(v)
		if err != nil {
			return nil, err
		}
		return truncateNanos(n, min(to.Precision, 3)), nil
	case Instant:
		if v.IsInfinite() || from.Root != Timestamp && from.Root != TimestampLTZ {
			break
		}
		if from.Root == TimestampLTZ {
			v = v.InZone(c.zone)
		}
		_, n := v.Split()
		return truncateNanos(n, min(to.Precision, 3)), nil
	}
	return nil, noCast(from, to)
}

func truncateNanos(n Nanos, digits int) Nanos { return n - n%Nanos(fractionUnit(digits)) }

// castTimestamp reads a text, a date or a time of 1970-01-01 as a wall clock, which the session's zone turns into an instant for
// TIMESTAMP_LTZ. Digits of the second beyond the target's are cut, but not those of a TIME; those of a timestamp before 1970 are cut toward 1970, because Flink
// counts milliseconds from there (DateTimeUtils.truncate).
func (c *caster) castTimestamp(v Value, from, to Type) (Value, error) {
	wall := from.Root != TimestampLTZ
	var i Instant
	switch v := v.(type) {
	case Days:
		i = InstantOf(v, 0)
	case Nanos:
		i = InstantOf(0, v)
	case string:
		var err error
		if i, err = parseTimestampText(v); err != nil {
			return nil, err
		}
	case Instant:
		if from.Root != Timestamp && from.Root != TimestampLTZ {
			return nil, noCast(from, to)
		}
		i = v
	default:
		return nil, noCast(from, to)
	}
	switch v.(type) {
	case string:
		i = i.Truncate(to.Precision)
	case Instant:
		if from.Precision > to.Precision {
			i = truncateTowardEpoch(i, to.Precision)
		}
	}
	switch {
	case wall && to.Root == TimestampLTZ:
		return i.FromZone(c.zone), nil
	case !wall && to.Root == Timestamp:
		return i.InZone(c.zone), nil
	}
	return i, nil
}

// truncateTowardEpoch cuts the digits of the second, where they are part of the milliseconds toward 1970.
func truncateTowardEpoch(i Instant, digits int) Instant {
	cut := i.Truncate(digits)
	if digits < 3 && i.Seconds < 0 && !i.IsInfinite() && i.Truncate(3) != cut {
		return cut.Add(time.Duration(fractionUnit(digits)))
	}
	return cut
}

// badTime is the error about a text that is no date or time.
func badTime(root Root, s string) *pgerr.Error {
	return pgerr.New(pgerr.InvalidDatetimeFormat, "invalid input syntax for type %s: %q", root, shorten(s))
}

// timeOutOfRange is the error about a text that looks like a date or time, and is none.
func timeOutOfRange(root Root, s string) *pgerr.Error {
	return pgerr.New(pgerr.DatetimeFieldOverflow, "%s value out of range: %q", root, shorten(s))
}

// clock returns the time of day of fields that are in range.
func clock(hour, minute, second int, fraction time.Duration) Nanos {
	return Nanos((hour*60+minute)*60+second)*nanosPerSecond + Nanos(fraction)
}
