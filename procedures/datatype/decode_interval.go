package datatype

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// intervalUnit is a unit of an interval's text.
type intervalUnit uint8

const (
	noUnit intervalUnit = iota
	unitMicrosecond
	unitMillisecond
	unitSecond
	unitMinute
	unitHour
	unitDay
	unitWeek
	unitMonth
	unitYear
	unitDecade
	unitCentury
	unitMillennium
	unitAgo // not a unit: turns the whole interval round
)

// intervalWords maps the words of an interval's text to units (deltatktbl in datetime.c).
var intervalWords = func() map[string]intervalUnit {
	words := make(map[string]intervalUnit)
	for unit, names := range map[intervalUnit]string{
		unitMicrosecond: "microsecond microseconds microsecon us usec usecs usecond useconds",
		unitMillisecond: "millisecond milliseconds milliseco milliseconds ms msec msecs msecond mseconds",
		unitSecond:      "s sec secs second seconds",
		unitMinute:      "m min mins minute minutes",
		unitHour:        "h hour hours hr hrs",
		unitDay:         "d day days",
		unitWeek:        "w week weeks",
		unitMonth:       "mon mons month months",
		unitYear:        "y year years yr yrs",
		unitDecade:      "dec decs decade decades",
		unitCentury:     "c cent century centuries",
		unitMillennium:  "mil mils millennia millennium",
		unitAgo:         "ago",
	} {
		for name := range strings.FieldsSeq(names) {
			words[name] = unit
		}
	}
	return words
}()

// unitSizes holds how many months, days or nanoseconds a unit is.
var unitSizes = [...]struct {
	months, days, nanos float64
}{
	unitMicrosecond: {nanos: 1e3}, unitMillisecond: {nanos: 1e6}, unitSecond: {nanos: 1e9}, unitMinute: {nanos: 60e9},
	unitHour: {nanos: 3600e9}, unitDay: {days: 1}, unitWeek: {days: 7}, unitMonth: {months: 1}, unitYear: {months: 12},
	unitDecade: {months: 120}, unitCentury: {months: 1200}, unitMillennium: {months: 12000},
}

// intervalParts is an interval with PostgreSQL's three independent parts.
type intervalParts struct {
	months, days, nanos int64
}

const daysPerMonth = 30 // of a fraction of a month (DAYS_PER_MONTH)

// parseInterval reads an interval as interval_in does, in every IntervalStyle. lastUnit is the unit of a last number without one.
func parseInterval(text string, lastUnit intervalUnit, f *Format) (intervalParts, error) {
	tokens, ok := tokenizeDate(text)
	if !ok || len(tokens) == 0 {
		return intervalParts{}, dateBadFormat.report("interval", text)
	}
	parts, err := decodeInterval(tokens, lastUnit, f)
	if err == dateBadFormat {
		if iso, ok := parseISOInterval(text); ok {
			return iso, nil
		}
	}
	if err == dateOverflow {
		err = dateIntervalOverflow
	}
	if err != dateOK {
		return intervalParts{}, err.report("interval", text)
	}
	return parts, nil
}

// intervalReader collects the parts of an interval from the last token to the first, so that a unit comes before its number
// (DecodeInterval).
type intervalReader struct {
	intervalParts
	unit intervalUnit
	seen uint32 // units that were given
	// negated makes every number negative: in the SQL standard, a minus before the first number is of all of them.
	negated bool
}

func decodeInterval(tokens []dateToken, lastUnit intervalUnit, f *Format) (intervalParts, dateError) {
	r, before := intervalReader{negated: f.IntervalStyle == IntervalSQLStandard && leadingMinus(tokens)}, false
	for i := len(tokens) - 1; i >= 0; i-- {
		var err dateError
		switch t := tokens[i]; t.kind {
		case tokenTime:
			err = r.time(t.text, false)
		case tokenZone:
			if strings.Contains(t.text, ":") {
				err = r.time(t.text[1:], t.text[0] == '-')
				break
			}
			err = r.number(t.text, lastUnit)
		case tokenNumber, tokenDate:
			err = r.number(t.text, lastUnit)
		default:
			unit, ok := intervalWords[t.text]
			if !ok {
				return intervalParts{}, dateBadFormat
			}
			before = before || unit == unitAgo
			r.unit = unit
		}
		if err != dateOK {
			return intervalParts{}, err
		}
	}
	if r.seen == 0 {
		return intervalParts{}, dateBadFormat
	}
	if before {
		r.intervalParts = intervalParts{-r.months, -r.days, -r.nanos}
	}
	return r.intervalParts, dateOK
}

// leadingMinus reports whether a minus stands before the first number and no other sign does.
func leadingMinus(tokens []dateToken) bool {
	for i, t := range tokens {
		signed := t.text[0] == '-' || t.text[0] == '+'
		if i == 0 && t.text[0] != '-' || i > 0 && signed {
			return false
		}
	}
	return true
}

func (r *intervalReader) give(unit intervalUnit) dateError {
	if r.seen&(1<<unit) != 0 {
		return dateBadFormat
	}
	r.seen |= 1 << unit
	return dateOK
}

func (r *intervalReader) time(text string, negative bool) dateError {
	hour, minute, second, nanos, err := parseClock(text)
	if err != dateOK {
		return err
	}
	if hour > math.MaxInt64/nanosPerSecond/3600-1 {
		return dateOverflow
	}
	total := (hour*3600+int64(minute)*60+int64(second))*nanosPerSecond + int64(nanos)
	if negative || r.negated {
		total = -total
	}
	for _, unit := range [...]intervalUnit{unitHour, unitMinute, unitSecond} {
		if err := r.give(unit); err != dateOK {
			return err
		}
	}
	r.unit = unitDay
	return r.add(0, 0, float64(total), total)
}

// number reads a number of the unit that follows it, or years-months.
func (r *intervalReader) number(text string, lastUnit intervalUnit) dateError {
	unit := r.unit
	switch unit {
	case noUnit:
		unit = lastUnit
	case unitAgo:
		return dateBadFormat
	}
	negative := text[0] == '-' || r.negated
	digits := strings.TrimLeft(text, "+-")
	if years, months, ok := strings.Cut(digits, "-"); ok {
		return r.yearsMonths(years, months, negative)
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	if !isDigits(whole) || !isDigits(fraction) || whole+fraction == "" {
		return dateBadFormat
	}
	n, err := strconv.ParseInt("0"+whole, 10, 64)
	if err != nil {
		return dateOverflow
	}
	part, _ := strconv.ParseFloat("0."+fraction+"0", 64)
	if negative {
		n, part = -n, -part
	}
	if unit == unitHour { // "1 02:03" and "2 3 hours": what stands before is days
		r.unit = unitDay
	}
	units := []intervalUnit{unit}
	if unit == unitSecond && part != 0 { // a fraction of a second is its milliseconds and microseconds too
		units = []intervalUnit{unitSecond, unitMillisecond, unitMicrosecond}
	}
	for _, unit := range units {
		if err := r.give(unit); err != dateOK {
			return err
		}
	}
	return r.addUnits(unit, n, part)
}

// addUnits adds a number and a fraction of a unit. A fraction goes to smaller units: of months to days of a thirtieth.
func (r *intervalReader) addUnits(unit intervalUnit, n int64, part float64) dateError {
	size := unitSizes[unit]
	value := float64(n) + part
	switch {
	case size.nanos != 0:
		whole := float64(n) * size.nanos
		if math.Abs(whole) > math.MaxInt64 {
			return dateOverflow
		}
		rest := int64(math.Round(part*size.nanos/nanosPerMicro)) * nanosPerMicro
		if unit == unitSecond { // all nine digits
			rest = int64(math.Round(part * size.nanos))
		}
		return r.add(0, 0, whole, n*int64(size.nanos)+rest)
	case size.days != 0:
		days := n * int64(size.days)
		rest := part * size.days
		if math.Abs(value*size.days) > math.MaxInt32 {
			return dateOverflow
		}
		return r.add(0, days+int64(rest), 0, dayFraction(rest-math.Trunc(rest)))
	case unit == unitMonth:
		if math.Abs(value) > math.MaxInt32 {
			return dateOverflow
		}
		days := part * daysPerMonth
		return r.add(n, int64(days), 0, dayFraction(days-math.Trunc(days)))
	}
	if math.Abs(value*size.months) > math.MaxInt32 {
		return dateOverflow
	}
	return r.add(n*int64(size.months)+int64(math.RoundToEven(part*size.months)), 0, 0, 0)
}

// dayFraction is a fraction of a day in nanoseconds, rounded to microseconds.
func dayFraction(part float64) int64 {
	return int64(math.RoundToEven(part*microsPerDay)) * nanosPerMicro
}

// add adds to all parts; estimate is about nanos, for the check that nanos is not the result of an overflow.
func (r *intervalReader) add(months, days int64, estimate float64, nanos int64) dateError {
	if math.Abs(float64(r.nanos)+estimate) > math.MaxInt64-nanosPerSecond ||
		math.Abs(float64(r.nanos)+float64(nanos)) > math.MaxInt64-nanosPerSecond {
		return dateOverflow
	}
	r.months, r.days, r.nanos = r.months+months, r.days+days, r.nanos+nanos
	if outsideInt32(r.months) || outsideInt32(r.days) {
		return dateOverflow
	}
	return dateOK
}

func outsideInt32(n int64) bool { return n != int64(int32(n)) }

func (r *intervalReader) yearsMonths(years, months string, negative bool) dateError {
	y, err1 := strconv.ParseInt(years, 10, 32)
	m, err2 := strconv.ParseInt(months, 10, 32)
	switch {
	case !isDigits(years) || !isDigits(months) || months == "":
		return dateBadFormat
	case err1 != nil || err2 != nil || m > 11:
		return dateOverflow
	}
	total := y*12 + m
	if negative {
		total = -total
	}
	if err := r.give(unitMonth); err != dateOK {
		return err
	}
	r.unit = unitMonth
	return r.add(total, 0, 0, 0)
}

// value returns the interval as a value of one of Flink's two kinds of intervals; one with months and days has neither
// (0A000). A day has 24 hours.
func (p intervalParts) value() (Value, error) {
	switch {
	case p.months == 0:
		return p.duration()
	case p.days != 0 || p.nanos != 0:
		return nil, pgerr.New(pgerr.FeatureNotSupported, "an interval with months and with days or a time is not supported").
			WithHint("Year-month and day-time intervals are different types.")
	}
	return Period(p.months), nil
}

func (p intervalParts) duration() (time.Duration, error) {
	const limit = math.MaxInt64 / int64(nanosPerDay)
	if p.days > limit || p.days < -limit {
		return 0, datetimeOutOfRange("interval")
	}
	days := p.days * int64(nanosPerDay)
	total := days + p.nanos
	if (total > days) != (p.nanos > 0) && p.nanos != 0 {
		return 0, datetimeOutOfRange("interval")
	}
	return time.Duration(total), nil
}

func decodePGInterval(data []byte) (Value, error) {
	us := int64(binary.BigEndian.Uint64(data))
	if us > math.MaxInt64/nanosPerMicro || us < math.MinInt64/nanosPerMicro {
		return nil, datetimeOutOfRange("interval")
	}
	return intervalParts{
		months: int64(int32(binary.BigEndian.Uint32(data[12:]))),
		days:   int64(int32(binary.BigEndian.Uint32(data[8:]))),
		nanos:  us * nanosPerMicro,
	}.value()
}
