package datatype

import (
	"encoding/binary"
	"math"
	"strconv"
	"time"
)

const (
	nanosPerMicro   = 1000
	microsPerSecond = 1_000_000
	microsPerDay    = secondsPerDay * microsPerSecond
	pgEpochDays     = 10957 // 2000-01-01, where PostgreSQL's dates and timestamps begin
	pgEpochSeconds  = pgEpochDays * secondsPerDay
)

// micros rounds nanoseconds half up to microseconds.
func micros(nanos int64) int64 { return floorDiv(nanos+nanosPerMicro/2, nanosPerMicro) }

// appendPGDate writes date's binary format: days since 2000-01-01, the extremes for the infinities.
func appendPGDate(buf []byte, d Days) []byte {
	n := int64(d) - pgEpochDays
	if d == DaysInfinity || n < math.MinInt32 { // n cannot be too large
		n = int64(d)
	}
	return binary.BigEndian.AppendUint32(buf, uint32(int32(n)))
}

// appendPGTime writes time's binary format: microseconds since midnight.
func appendPGTime(buf []byte, n Nanos) []byte {
	return binary.BigEndian.AppendUint64(buf, uint64(micros(int64(n))))
}

// appendPGTimestamp writes the binary format of timestamp and timestamptz: microseconds since 2000-01-01. What does not fit
// (beyond the years ±292,000) is infinite.
func appendPGTimestamp(buf []byte, i Instant) []byte {
	const limit = math.MaxInt64/microsPerSecond - 1
	n := int64(math.MaxInt64)
	switch {
	case i.Seconds < -limit:
		n = math.MinInt64
	case i.Seconds-pgEpochSeconds < limit:
		n = (i.Seconds-pgEpochSeconds)*microsPerSecond + micros(int64(i.Nanos))
	}
	return binary.BigEndian.AppendUint64(buf, uint64(n))
}

// append2, append4 and append6 write a number below 100, 10,000 and 1,000,000 with leading zeros.
func append2(buf []byte, n int) []byte {
	return append(buf, byte('0'+n/10%10), byte('0'+n%10))
}

func append4(buf []byte, n int) []byte { return append2(append2(buf, n/100), n) }
func append6(buf []byte, n int) []byte { return append2(append4(buf, n/100), n) }

// appendYear writes a year with at least four digits; year 0 is 1 BC, which [appendEra] marks.
func appendYear(buf []byte, year int) []byte {
	if year <= 0 {
		year = 1 - year
	}
	if year < 10000 {
		return append4(buf, year)
	}
	return strconv.AppendInt(buf, int64(year), 10)
}

func appendEra(buf []byte, year int) []byte {
	if year <= 0 {
		return append(buf, " BC"...)
	}
	return buf
}

// appendFraction writes microseconds of a second without trailing zeros, and nothing for zero.
func appendFraction(buf []byte, us int) []byte {
	if us == 0 {
		return buf
	}
	buf = append6(append(buf, '.'), us)
	for buf[len(buf)-1] == '0' {
		buf = buf[:len(buf)-1]
	}
	return buf
}

// appendClock writes hh:mm:ss and the fraction of a number of microseconds since midnight.
func appendClock(buf []byte, us int64) []byte {
	seconds := int(us / microsPerSecond)
	buf = append2(buf, seconds/3600)
	buf = append2(append(buf, ':'), seconds/60%60)
	buf = append2(append(buf, ':'), seconds%60)
	return appendFraction(buf, int(us%microsPerSecond))
}

func appendTime(buf []byte, n Nanos) []byte { return appendClock(buf, micros(int64(n))) }

// appendDate writes a date (EncodeDateOnly in datetime.c).
func appendDate(buf []byte, d Days, f *Format) []byte {
	switch d {
	case DaysInfinity:
		return append(buf, "infinity"...)
	case DaysNegativeInfinity:
		return append(buf, "-infinity"...)
	}
	year, month, day := d.Civil()
	switch f.DateStyle {
	case DateISO:
		buf = appendISODate(buf, year, month, day)
	case DateSQL:
		buf = appendYear(append(appendDayMonth(buf, month, day, '/', f), '/'), year)
	case DatePostgres:
		buf = appendYear(append(appendDayMonth(buf, month, day, '-', f), '-'), year)
	case DateGerman:
		buf = appendGermanDate(buf, year, month, day)
	}
	return appendEra(buf, year)
}

func appendISODate(buf []byte, year, month, day int) []byte {
	buf = append2(append(appendYear(buf, year), '-'), month)
	return append2(append(buf, '-'), day)
}

func appendGermanDate(buf []byte, year, month, day int) []byte {
	buf = append2(append(append2(buf, day), '.'), month)
	return appendYear(append(buf, '.'), year)
}

// appendDayMonth writes month and day in the order of the session.
func appendDayMonth(buf []byte, month, day int, separator byte, f *Format) []byte {
	if f.DateOrder == OrderDMY {
		month, day = day, month
	}
	return append2(append(append2(buf, month), separator), day)
}

// wallClock is a timestamp taken apart for printing.
type wallClock struct {
	days             Days
	year, month, day int
	us               int64 // microseconds since midnight
}

// wall takes the wall clock of an instant apart, rounded half up to microseconds.
func (i Instant) wall() wallClock {
	days := floorDiv(i.Seconds, secondsPerDay)
	us := (i.Seconds-days*secondsPerDay)*microsPerSecond + micros(int64(i.Nanos))
	if us >= microsPerDay {
		days, us = days+1, us-microsPerDay
	}
	w := wallClock{days: saturateDays(days), us: us}
	w.year, w.month, w.day = w.days.Civil()
	return w
}

// appendInfinite writes an infinite timestamp and reports whether i is one.
func appendInfinite(buf []byte, i Instant) ([]byte, bool) {
	switch i {
	case InstantInfinity:
		return append(buf, "infinity"...), true
	case InstantNegativeInfinity:
		return append(buf, "-infinity"...), true
	}
	return buf, false
}

func appendTimestamp(buf []byte, i Instant, f *Format) []byte {
	buf, done := appendInfinite(buf, i)
	if done {
		return buf
	}
	w := i.wall()
	return appendEra(appendWallClock(buf, w, f), w.year)
}

// appendTimestamptz writes a timestamptz in the zone of the session: ISO with its offset from UTC, the other styles with the
// abbreviation of the zone (EncodeDateTime in datetime.c).
func appendTimestamptz(buf []byte, i Instant, f *Format) []byte {
	buf, done := appendInfinite(buf, i)
	if done {
		return buf
	}
	abbreviation, offset := "UTC", 0
	if zone := f.location(); zone != time.UTC {
		abbreviation, offset = time.Unix(i.Seconds, 0).In(zone).Zone()
	}
	i.Seconds += int64(offset)
	w := i.wall()
	buf = appendWallClock(buf, w, f)
	switch {
	case f.DateStyle == DateISO:
		buf = appendOffset(buf, offset)
	case abbreviation == "":
		buf = appendOffset(append(buf, ' '), offset)
	default:
		buf = append(append(buf, ' '), abbreviation[:min(len(abbreviation), maxAbbreviation)]...)
	}
	return appendEra(buf, w.year)
}

const maxAbbreviation = 10 // MAXTZLEN

func appendWallClock(buf []byte, w wallClock, f *Format) []byte {
	switch f.DateStyle {
	case DateSQL:
		buf = appendYear(append(appendDayMonth(buf, w.month, w.day, '/', f), '/'), w.year)
	case DatePostgres:
		return appendPostgresClock(buf, w, f)
	case DateGerman:
		buf = appendGermanDate(buf, w.year, w.month, w.day)
	default:
		buf = appendISODate(buf, w.year, w.month, w.day)
	}
	return appendClock(append(buf, ' '), w.us)
}

// appendPostgresClock writes the traditional style: Wed Dec 17 07:37:16 1997.
func appendPostgresClock(buf []byte, w wallClock, f *Format) []byte {
	weekday := (int(w.days)%7 + 11) % 7 // day 0 was a Thursday
	buf = append(append(buf, time.Weekday(weekday).String()[:3]...), ' ')
	month := time.Month(w.month).String()[:3]
	if f.DateOrder == OrderDMY {
		buf = append(append(append2(buf, w.day), ' '), month...)
	} else {
		buf = append2(append(append(buf, month...), ' '), w.day)
	}
	buf = appendClock(append(buf, ' '), w.us)
	return appendYear(append(buf, ' '), w.year)
}

// appendOffset writes an offset from UTC in seconds: +05, +05:30 or -04:56:02 (EncodeTimezone).
func appendOffset(buf []byte, offset int) []byte {
	sign := byte('+')
	if offset < 0 {
		sign, offset = '-', -offset
	}
	buf = append2(append(buf, sign), offset/3600)
	minutes, seconds := offset/60%60, offset%60
	if minutes != 0 || seconds != 0 {
		buf = append2(append(buf, ':'), minutes)
	}
	if seconds != 0 {
		buf = append2(append(buf, ':'), seconds)
	}
	return buf
}
