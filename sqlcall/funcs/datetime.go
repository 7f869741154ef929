package funcs

import (
	"math"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

func outOfRange() error {
	return pgerr.New(pgerr.DatetimeFieldOverflow, "date or time out of range")
}

// floorTo makes FLOOR(x TO unit) and CEIL(x TO unit). TIMESTAMP_LTZ is cut by the session's clock, at the offset that is in force at x:
// the first of January at midnight, seen from the summer, is an hour off.
func floorTo(up bool) body {
	return strict(func(c *call) (datatype.Value, error) {
		u, err := unitOf(c.str(1))
		if err != nil {
			return nil, err
		}
		switch v := c.args[0].Value.(type) {
		case datatype.Nanos:
			if u.months > 0 || u.length > day {
				return nil, unsupportedUnit(c.str(1), c.args[0].Type)
			}
			return floorTime(v, u.length, up)
		case datatype.Days:
			d, _ := cut(datatype.InstantOf(v, 0), unitName(c.str(1)), u, up).Split()
			return d, nil
		case datatype.Instant:
			t := c.args[0].Type
			wall := wallClock(v, t, c.zone())
			local := cut(wall, unitName(c.str(1)), u, up)
			local.Seconds -= wall.Seconds - v.Seconds
			return local, nil
		}
		return nil, unsupportedUnit(c.str(1), c.args[0].Type)
	})
}

// floorTime leaves a TIME alone where the unit is a day.
func floorTime(n datatype.Nanos, length time.Duration, up bool) (datatype.Value, error) {
	rest := n % datatype.Nanos(length)
	switch {
	case length == day || rest == 0:
		return n, nil
	case !up:
		return n - rest, nil
	}
	if n += datatype.Nanos(length) - rest; n >= datatype.Nanos(day) {
		return nil, outOfRange()
	}
	return n, nil
}

// cut takes an instant down to the start of its unit, or up to the next start unless it is one. Weeks begin on Sunday.
func cut(at datatype.Instant, name string, u unit, up bool) datatype.Instant {
	d, n := at.Split()
	switch name {
	case "WEEK", "MONTH", "QUARTER", "YEAR": // the time of day does not count: noon of the first is not after the start of the month
		at = datatype.InstantOf(d, 0)
	}
	var low datatype.Instant
	if u.months == 0 && u.length < day {
		low = datatype.InstantOf(d, n-n%datatype.Nanos(u.length))
	} else {
		low = datatype.InstantOf(startOf(d, name, u), 0)
	}
	if !up || low == at {
		return low
	}
	if u.months > 0 {
		d, _ := low.Split()
		return datatype.InstantOf(addMonths(d, u.months), 0)
	}
	return low.Add(u.length)
}

// startOf returns the first day of a unit of days or months. Centuries and millennia begin with year 1.
func startOf(d datatype.Days, name string, u unit) datatype.Days {
	year, month, _ := d.Civil()
	switch {
	case name == "WEEK":
		return d - datatype.Days(floorMod(int64(d)+4, 7)) // 1970-01-01 was a Thursday
	case u.months == 0:
		return d
	case u.months < 12:
		months := int(u.months)
		return datatype.DaysFromCivil(year, (month-1)/months*months+1, 1)
	}
	years := int(u.months / 12)
	first := 0
	if years >= 100 {
		first = 1
	}
	return datatype.DaysFromCivil(floorDiv(year-first, years)*years+first, 1, 1)
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }

// addMonths keeps the day of the month, or takes the last one of a shorter month.
func addMonths(d datatype.Days, months int64) datatype.Days {
	year, month, dayOfMonth := d.Civil()
	total := int64(year)*12 + int64(month-1) + months
	year, month = int(floorDiv(total, 12)), int(floorMod(total, 12))+1
	for !datatype.ValidCivil(year, month, dayOfMonth) {
		dayOfMonth--
	}
	return datatype.DaysFromCivil(year, month, dayOfMonth)
}

// timestampAddType is the type of TIMESTAMPADD('UNIT', n, t): hours and less make a DATE a TIMESTAMP(6).
func timestampAddType(args []Arg, f *form) (datatype.Type, error) {
	t := withNullsOf(args[2].Type, argTypes(args))
	name, _ := args[0].Value.(string)
	u, err := unitOf(name)
	if err != nil {
		return t, err
	}
	if u.months == 0 && u.length < time.Millisecond {
		return t, unsupportedUnit(name, t) // Flink has no such intervals
	}
	switch {
	case u.months > 0 || u.length >= day:
	case t.Root == datatype.Date:
		t.Root, t.Precision = datatype.Timestamp, 6
	case u.length == time.Millisecond:
		t.Precision = max(t.Precision, 3)
	}
	return t, nil
}

// timestampAdd counts TIMESTAMP_LTZ in UTC, as Flink does, and lets TIME go round the clock.
func timestampAdd(c *call) (datatype.Value, error) {
	u, err := unitOf(c.str(0))
	if err != nil {
		return nil, err
	}
	n := c.int(1)
	if u.months > 0 {
		return addUnitMonths(c, n, u.months)
	}
	if n > math.MaxInt64/int64(u.length) || n < math.MinInt64/int64(u.length) {
		return nil, outOfRange()
	}
	length := time.Duration(n) * u.length
	switch v := c.args[2].Value.(type) {
	case datatype.Nanos:
		return datatype.Nanos(floorMod(int64(v)+int64(length%day), int64(day))), nil
	case datatype.Instant:
		return inRange(v.Add(length))
	case datatype.Days:
		at, err := inRange(datatype.InstantOf(v, 0).Add(length))
		if err != nil || c.result.Root != datatype.Date {
			return at, err
		}
		return v + datatype.Days(length/day), nil
	}
	return nil, outOfRange()
}

func addUnitMonths(c *call, n, months int64) (datatype.Value, error) {
	if n > 12*10000 || n < -12*10000 {
		return nil, outOfRange()
	}
	switch v := c.args[2].Value.(type) {
	case datatype.Days:
		d := addMonths(v, n*months)
		if _, err := inRange(datatype.InstantOf(d, 0)); err != nil {
			return nil, err
		}
		return d, nil
	case datatype.Instant:
		d, rest := v.Split()
		return inRange(datatype.InstantOf(addMonths(d, n*months), rest))
	}
	return c.args[2].Value, nil
}

// The years that Flink writes and reads, 0 to 9999.
const (
	firstSecond = -62167219200
	lastSecond  = 253402300799
)

func inRange(at datatype.Instant) (datatype.Value, error) {
	if at.Seconds > lastSecond || at.Seconds < firstSecond {
		return nil, outOfRange()
	}
	return at, nil
}

// timestampDiffType is INT, or BIGINT for nanoseconds. TIMESTAMP_LTZ goes with its like only, and so does TIME.
func timestampDiffType(args []Arg, f *form) (datatype.Type, error) {
	types := argTypes(args)
	name, _ := args[0].Value.(string)
	u, err := unitOf(name)
	if err != nil {
		return datatype.Type{}, err
	}
	for _, root := range []datatype.Root{datatype.TimestampLTZ, datatype.Time} {
		if (types[1].Root == root) != (types[2].Root == root) {
			return datatype.Type{}, f.mismatch(types)
		}
	}
	if u.length == time.Nanosecond {
		return withNullsOf(datatype.Of(datatype.BigInt), types), nil
	}
	return withNullsOf(datatype.Of(datatype.Int), types), nil
}

// timestampDiff counts whole units from the second argument to the third; what an INT does not hold wraps around, as in Flink.
func timestampDiff(c *call) (datatype.Value, error) {
	u, err := unitOf(c.str(0))
	if err != nil {
		return nil, err
	}
	from, to := datatype.ToInstant(c.args[1].Value), datatype.ToInstant(c.args[2].Value)
	if u.months > 0 {
		if c.args[1].Type.Root == datatype.Time {
			return nil, unsupportedUnit(c.str(0), c.args[1].Type)
		}
		return integer(c.result, monthsBetween(from, to)/u.months), nil
	}
	if u.length >= time.Millisecond { // Flink counts milliseconds
		from, to = from.Truncate(3), to.Truncate(3)
	}
	seconds, nanos := to.Seconds-from.Seconds, int64(to.Nanos-from.Nanos)
	if seconds > 0 && nanos < 0 {
		seconds, nanos = seconds-1, nanos+1e9
	} else if seconds < 0 && nanos > 0 {
		seconds, nanos = seconds+1, nanos-1e9
	}
	if u.length >= time.Second {
		return integer(c.result, seconds/int64(u.length/time.Second)), nil
	}
	perSecond := int64(time.Second / u.length)
	return integer(c.result, seconds*perSecond+nanos/int64(u.length)), nil
}

// monthsBetween counts the months that can be added to from without passing to, days cut to the length of the month. Backward the
// time of day counts as it does forward (DateTimeUtils.subtractMonths), so that it may be one more than in the other direction.
func monthsBetween(from, to datatype.Instant) int64 {
	fromDay, fromTime := from.Split()
	toDay, toTime := to.Split()
	months := wholeMonths(fromDay, toDay)
	if addMonths(fromDay, months) == toDay && toTime/1e6 < fromTime/1e6 {
		months--
	}
	return months
}

func wholeMonths(from, to datatype.Days) int64 {
	if to < from {
		return -wholeMonths(to, from)
	}
	fromYear, fromMonth, _ := from.Civil()
	toYear, toMonth, _ := to.Civil()
	months := int64(toYear-fromYear)*12 + int64(toMonth-fromMonth)
	if addMonths(from, months) > to {
		months--
	}
	return months
}
