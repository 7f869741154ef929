package funcs

import (
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

// extract is EXTRACT('UNIT', x).
func extract(c *call) (datatype.Value, error) { return extractUnit(c, unitName(c.str(0)), 1) }

// part makes the body of YEAR(x), DAYOFWEEK(x), …, which are EXTRACTs of a unit.
func part(name string) body {
	return strict(func(c *call) (datatype.Value, error) { return extractUnit(c, name, 0) })
}

func extractUnit(c *call, name string, i int) (datatype.Value, error) {
	t := c.args[i].Type
	switch v := c.args[i].Value.(type) {
	case datatype.Period:
		return intervalPart(name, t, map[string]int64{"YEAR": int64(v) / 12, "MONTH": int64(v) % 12, "QUARTER": int64(v)%12/3 + 1})
	case time.Duration:
		return intervalPart(name, t, map[string]int64{
			"DAY": int64(v / day), "HOUR": int64(v % day / time.Hour), "MINUTE": int64(v % time.Hour / time.Minute),
			"SECOND": int64(v % time.Minute / time.Second), "MILLISECOND": int64(v % time.Second / time.Millisecond),
			"EPOCH": int64(v / time.Second),
		})
	}
	d, n := c.clock(i)
	if value, ok := timePart(name, time.Duration(n)); ok {
		return value, nil
	}
	if name == "EPOCH" && t.Root != datatype.Time {
		return int64(d)*86400 + int64(n)/1e9, nil // of the session's clock, as in Flink
	}
	if value, ok := datePart(name, d); ok && t.Root != datatype.Time {
		return value, nil
	}
	if _, known := datePart(name, d); !known && name != "EPOCH" {
		if _, err := unitOf(name); err != nil {
			return nil, err
		}
	}
	return nil, unsupportedUnit(name, t)
}

func intervalPart(name string, t datatype.Type, parts map[string]int64) (datatype.Value, error) {
	if value, ok := parts[name]; ok {
		return value, nil
	}
	return nil, unsupportedUnit(name, t)
}

func timePart(name string, n time.Duration) (int64, bool) {
	switch name {
	case "HOUR":
		return int64(n / time.Hour), true
	case "MINUTE":
		return int64(n % time.Hour / time.Minute), true
	case "SECOND":
		return int64(n % time.Minute / time.Second), true
	case "MILLISECOND":
		return int64(n % time.Second / time.Millisecond), true
	case "MICROSECOND":
		return int64(n % time.Second / time.Microsecond), true
	case "NANOSECOND":
		return int64(n % time.Second), true
	}
	return 0, false
}

// datePart counts weeks as ISO 8601 does, DOW from Sunday = 1, centuries and millennia from year 1.
func datePart(name string, d datatype.Days) (int64, bool) {
	year, month, dayOfMonth := d.Civil()
	isoYear, week := dateTime(d).ISOWeek()
	switch name {
	case "YEAR":
		return int64(year), true
	case "QUARTER":
		return int64(month-1)/3 + 1, true
	case "MONTH":
		return int64(month), true
	case "WEEK":
		return int64(week), true
	case "DAY":
		return int64(dayOfMonth), true
	case "DOY":
		return int64(dateTime(d).YearDay()), true
	case "DOW":
		return int64(dateTime(d).Weekday()) + 1, true
	case "ISODOW":
		return int64(dateTime(d).Weekday()+6)%7 + 1, true
	case "ISOYEAR":
		return int64(isoYear), true
	case "DECADE":
		return int64(floorDiv(year, 10)), true
	case "CENTURY":
		return century(year, 100), true
	case "MILLENNIUM":
		return century(year, 1000), true
	}
	return 0, false
}

func century(year, years int) int64 {
	if year > 0 {
		return int64((year + years - 1) / years)
	}
	return int64((year - years + 1) / years)
}

func dateTime(d datatype.Days) time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func floorDiv[T ~int | ~int64](a, b T) T {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
