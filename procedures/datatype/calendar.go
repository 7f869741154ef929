package datatype

import (
	"math"
	"time"
)

const (
	secondsPerDay  = 86400
	nanosPerSecond = 1_000_000_000
	nanosPerDay    = Nanos(secondsPerDay * nanosPerSecond)

	daysPerEra = 146097 // days in 400 Gregorian years
	epochShift = 719468 // days from 0000-03-01 to 1970-01-01
)

// DaysFromCivil returns the date of a year, month and day of the proleptic Gregorian calendar. Year 0 is 1 BC, as in ISO 8601
// and java.time. The month and day must exist (see [ValidCivil]); a date beyond what 32 bits of days hold (about year
// ±5.8 million) becomes the infinite date on its side.
func DaysFromCivil(year int, month, day int) Days {
	y := int64(year)
	if month <= 2 { // the computational year begins in March, so that the leap day is its last
		y--
	}
	era := floorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*int64((month+9)%12)+2)/5 + int64(day) - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return saturateDays(era*daysPerEra + dayOfEra - epochShift)
}

// Civil returns the year, month and day of a date in the proleptic Gregorian calendar; year 0 is 1 BC.
func (d Days) Civil() (year int, month, day int) {
	n := int64(d) + epochShift
	era := floorDiv(n, daysPerEra)
	dayOfEra := n - era*daysPerEra
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	marchMonth := (5*dayOfYear + 2) / 153
	day = int(dayOfYear - (153*marchMonth+2)/5 + 1)
	month = int(marchMonth+2)%12 + 1
	y := yearOfEra + era*400
	if month <= 2 {
		y++
	}
	return int(y), month, day
}

// ValidCivil reports whether a month (1 … 12) and a day exist in a year.
func ValidCivil(year, month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

func daysInMonth(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// InstantFromTime returns the point in time of a time.Time, whatever its location.
func InstantFromTime(t time.Time) Instant {
	return Instant{Seconds: t.Unix(), Nanos: int32(t.Nanosecond())}
}

// Time returns the instant in UTC. It has no meaning for the infinite instants.
func (i Instant) Time() time.Time { return time.Unix(i.Seconds, int64(i.Nanos)).UTC() }

// InstantOf returns the instant of a date and a time of day; an infinite date gives the infinite instant on its side.
func InstantOf(d Days, n Nanos) Instant {
	switch d {
	case DaysInfinity:
		return InstantInfinity
	case DaysNegativeInfinity:
		return InstantNegativeInfinity
	}
	seconds := floorDiv(int64(n), nanosPerSecond)
	return Instant{
		Seconds: int64(d)*secondsPerDay + seconds,
		Nanos:   int32(int64(n) - seconds*nanosPerSecond),
	}
}

// Split returns the date and the time of day (0 … less than 24 h) of an instant; beyond the range of [Days] the infinite date.
func (i Instant) Split() (Days, Nanos) {
	days := floorDiv(i.Seconds, secondsPerDay)
	d := saturateDays(days)
	if int64(d) != days {
		return d, 0
	}
	return d, Nanos((i.Seconds-days*secondsPerDay)*nanosPerSecond + int64(i.Nanos))
}

// Round returns the instant rounded half up (toward the future) to 0 … 9 digits of the second.
func (i Instant) Round(digits int) Instant {
	unit := fractionUnit(digits)
	if i.IsInfinite() || unit == 1 {
		return i
	}
	n := (i.Nanos + unit/2) / unit * unit
	if n == nanosPerSecond {
		return Instant{Seconds: i.Seconds + 1}
	}
	return Instant{Seconds: i.Seconds, Nanos: n}
}

// Truncate returns the instant cut to 0 … 9 digits of the second.
func (i Instant) Truncate(digits int) Instant {
	if i.IsInfinite() {
		return i
	}
	i.Nanos -= i.Nanos % fractionUnit(digits)
	return i
}

// Add returns the instant moved by a duration.
func (i Instant) Add(d time.Duration) Instant {
	if i.IsInfinite() {
		return i
	}
	seconds := floorDiv(int64(d), nanosPerSecond)
	n := int64(i.Nanos) + int64(d) - seconds*nanosPerSecond
	if n >= nanosPerSecond {
		n -= nanosPerSecond
		seconds++
	}
	return Instant{Seconds: i.Seconds + seconds, Nanos: int32(n)}
}

// Compare returns -1, 0 or +1 as i is before, equal to or after u.
func (i Instant) Compare(u Instant) int {
	switch {
	case i.Seconds < u.Seconds, i.Seconds == u.Seconds && i.Nanos < u.Nanos:
		return -1
	case i == u:
		return 0
	}
	return 1
}

// InZone returns the wall clock that a zone shows at an instant.
func (i Instant) InZone(loc *time.Location) Instant {
	if loc == time.UTC || i.IsInfinite() {
		return i
	}
	_, offset := time.Unix(i.Seconds, 0).In(loc).Zone()
	return Instant{Seconds: i.Seconds + int64(offset), Nanos: i.Nanos}
}

// FromZone returns the instant at which a zone shows a wall clock. A wall clock that was skipped is moved on by the length of
// the gap; of one that was shown twice it is the first time. Both mean: the offset before the change, as in Java's
// LocalDateTime.atZone.
func (i Instant) FromZone(loc *time.Location) Instant {
	if loc == time.UTC || i.IsInfinite() {
		return i
	}
	const widest = 24 * 3600 // no zone is farther from UTC; offsets reach about ±16 h
	at := time.Unix(i.Seconds-widest, 0).In(loc)
	_, before := at.Zone()
	for {
		start, end := at.ZoneBounds()
		_, offset := at.Zone()
		candidate := i.Seconds - int64(offset)
		switch {
		case !start.IsZero() && candidate < start.Unix(): // in the gap between the period before and this one
			return Instant{Seconds: i.Seconds - int64(before), Nanos: i.Nanos}
		case end.IsZero() || candidate < end.Unix() || !end.After(at): // at a year's end beyond 2037, Go ends the period too early
			return Instant{Seconds: candidate, Nanos: i.Nanos}
		}
		at, before = end, offset
	}
}

// fractionUnit returns the nanoseconds of the last of so many digits of a second.
func fractionUnit(digits int) int32 {
	unit := int32(1)
	for ; digits < 9; digits++ {
		unit *= 10
		if unit == nanosPerSecond {
			break
		}
	}
	return unit
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func saturateDays(n int64) Days {
	return Days(min(max(n, math.MinInt32), math.MaxInt32))
}

// ToInstant returns a date at midnight, a time on 1970-01-01 or a timestamp as an Instant; the zero Instant for any other value.
func ToInstant(v Value) Instant {
	switch v := v.(type) {
	case Days:
		return InstantOf(v, 0)
	case Nanos:
		return InstantOf(0, v)
	case Instant:
		return v
	}
	return Instant{}
}
