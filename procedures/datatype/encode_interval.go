package datatype

import (
	"encoding/binary"
	"strconv"
	"time"
)

// span is an interval in PostgreSQL's terms: three parts that do not mix. Either months is set or the two others.
type span struct {
	months, days int64
	us           int64 // microseconds
}

// daySpan splits the days of 24 hours off a duration, rounded half up to microseconds; all parts have the same sign.
func daySpan(d time.Duration) span {
	us := micros(int64(d))
	return span{days: us / microsPerDay, us: us % microsPerDay}
}

func appendPGPeriod(buf []byte, p Period) []byte { return appendPGSpan(buf, span{months: int64(p)}) }

func appendPGDuration(buf []byte, d time.Duration) []byte { return appendPGSpan(buf, daySpan(d)) }

// appendPGSpan writes interval's binary format: microseconds, days, months (interval_send).
func appendPGSpan(buf []byte, s span) []byte {
	buf = binary.BigEndian.AppendUint64(buf, uint64(s.us))
	buf = binary.BigEndian.AppendUint32(buf, uint32(s.days))
	return binary.BigEndian.AppendUint32(buf, uint32(s.months))
}

func appendPeriod(buf []byte, p Period, f *Format) []byte {
	return appendSpan(buf, span{months: int64(p)}, f)
}

func appendDuration(buf []byte, d time.Duration, f *Format) []byte {
	return appendSpan(buf, daySpan(d), f)
}

// fields are the parts of an interval that its text names, all of one sign (pg_itm).
type fields struct {
	years, months, days, hours, minutes, seconds int64
	us                                           int64 // below a second
}

func (s span) fields() fields {
	return fields{
		years: s.months / 12, months: s.months % 12, days: s.days,
		hours: s.us / (3600 * microsPerSecond), minutes: s.us / (60 * microsPerSecond) % 60,
		seconds: s.us / microsPerSecond % 60, us: s.us % microsPerSecond,
	}
}

func (p fields) negative() bool {
	return p.years < 0 || p.months < 0 || p.days < 0 || p.clockNegative()
}

func (p fields) clockNegative() bool {
	return p.hours < 0 || p.minutes < 0 || p.seconds < 0 || p.us < 0
}

func (p fields) hasClock() bool {
	return p.hours != 0 || p.minutes != 0 || p.seconds != 0 || p.us != 0
}

func (p fields) abs() fields {
	for _, n := range []*int64{&p.years, &p.months, &p.days, &p.hours, &p.minutes, &p.seconds, &p.us} {
		*n = max(*n, -*n)
	}
	return p
}

// appendSpan writes an interval (EncodeInterval in datetime.c).
func appendSpan(buf []byte, s span, f *Format) []byte {
	p := s.fields()
	switch f.IntervalStyle {
	case IntervalSQLStandard:
		return appendSQLInterval(buf, p)
	case IntervalISO8601:
		return appendISOInterval(buf, p)
	case IntervalPostgresVerbose:
		return appendVerboseInterval(buf, p)
	}
	return appendPostgresInterval(buf, p)
}

func appendPostgresInterval(buf []byte, p fields) []byte {
	start := len(buf)
	for _, part := range [...]struct {
		n    int64
		unit string
	}{{p.years, "year"}, {p.months, "mon"}, {p.days, "day"}} {
		if part.n != 0 {
			if len(buf) > start {
				buf = append(buf, ' ')
			}
			buf = appendUnit(buf, part.n, part.unit, part.n != 1)
		}
	}
	if len(buf) > start && !p.hasClock() {
		return buf
	}
	if len(buf) > start {
		buf = append(buf, ' ')
	}
	if p.clockNegative() {
		buf = append(buf, '-')
	}
	p = p.abs()
	if p.hours < 10 {
		buf = append(buf, '0')
	}
	buf = appendInt(buf, p.hours)
	return appendMinutesSeconds(buf, p)
}

func appendUnit(buf []byte, n int64, unit string, plural bool) []byte {
	buf = append(append(appendInt(buf, n), ' '), unit...)
	if plural {
		buf = append(buf, 's')
	}
	return buf
}

// appendMinutesSeconds writes :mm:ss and the fraction.
func appendMinutesSeconds(buf []byte, p fields) []byte {
	buf = append2(append(buf, ':'), int(p.minutes))
	buf = append2(append(buf, ':'), int(p.seconds))
	return appendFraction(buf, int(p.us))
}

// appendSQLInterval writes the literals of the SQL standard: 1-2 or 3 4:05:06.
func appendSQLInterval(buf []byte, p fields) []byte {
	if p == (fields{}) {
		return append(buf, '0')
	}
	if p.negative() {
		buf = append(buf, '-')
	}
	p = p.abs()
	switch {
	case p.years != 0 || p.months != 0:
		return appendInt(append(appendInt(buf, p.years), '-'), p.months)
	case p.days != 0:
		buf = append(appendInt(buf, p.days), ' ')
	}
	return appendMinutesSeconds(appendInt(buf, p.hours), p)
}

// appendISOInterval writes the format with designators of ISO 8601 section 4.4.3.2.
func appendISOInterval(buf []byte, p fields) []byte {
	if p == (fields{}) {
		return append(buf, "PT0S"...)
	}
	buf = append(buf, 'P')
	buf = appendDesignated(buf, p.years, 'Y')
	buf = appendDesignated(buf, p.months, 'M')
	buf = appendDesignated(buf, p.days, 'D')
	if !p.hasClock() {
		return buf
	}
	buf = append(buf, 'T')
	buf = appendDesignated(buf, p.hours, 'H')
	buf = appendDesignated(buf, p.minutes, 'M')
	if p.seconds == 0 && p.us == 0 {
		return buf
	}
	if p.seconds < 0 || p.us < 0 {
		buf = append(buf, '-')
	}
	p = p.abs()
	return append(appendFraction(appendInt(buf, p.seconds), int(p.us)), 'S')
}

func appendDesignated(buf []byte, n int64, designator byte) []byte {
	if n == 0 {
		return buf
	}
	return append(strconv.AppendInt(buf, n, 10), designator)
}

// appendVerboseInterval writes the style of PostgreSQL before 8.4: @ 1 day 2 hours ago.
func appendVerboseInterval(buf []byte, p fields) []byte {
	buf = append(buf, '@')
	if p == (fields{}) {
		return append(buf, " 0"...)
	}
	before := p.negative()
	p = p.abs()
	for _, part := range [...]struct {
		n    int64
		unit string
	}{{p.years, "year"}, {p.months, "mon"}, {p.days, "day"}, {p.hours, "hour"}, {p.minutes, "min"}} {
		if part.n != 0 {
			buf = appendUnit(append(buf, ' '), part.n, part.unit, part.n != 1)
		}
	}
	if p.seconds != 0 || p.us != 0 {
		buf = appendFraction(appendInt(append(buf, ' '), p.seconds), int(p.us))
		buf = append(buf, " sec"...)
		if p.seconds != 1 || p.us != 0 {
			buf = append(buf, 's')
		}
	}
	if before {
		buf = append(buf, " ago"...)
	}
	return buf
}
