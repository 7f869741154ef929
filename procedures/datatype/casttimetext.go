package datatype

import (
	"strconv"
	"strings"
	"time"
)

// The readers of dates and times for CAST from text. They are laxer than those of literals (DATE '…'), and follow Flink's
// DateTimeUtils.parseDate, parseTime and parseTimestampData to the letter, so that CAST accepts what Flink accepts.

// asciiInt reads a run of digits, with blanks and control characters around it, as Java's trim leaves it.
func asciiInt(s string) (int, bool) {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	if s == "" || !allDigits(s) {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 32)
	return int(n), err == nil
}

// parseDateText reads year, year-month or year-month-day; what follows a blank is ignored.
func parseDateText(s string) (Value, error) {
	text := s
	if i := strings.IndexByte(text, ' '); i > 0 {
		text = text[:i]
	}
	fields := [3]int{0, 1, 1}
	for i, part := range strings.SplitN(text, "-", 3) {
		n, ok := asciiInt(part)
		if !ok {
			return nil, badTime(Date, s)
		}
		fields[i] = n
	}
	if fields[0] < 1 || fields[0] > 9999 || !ValidCivil(fields[0], fields[1], fields[2]) {
		return nil, timeOutOfRange(Date, s)
	}
	return DaysFromCivil(fields[0], fields[1], fields[2]), nil
}

// parseTimeText reads hour[:minute[:second[.fraction]]] and a zone of hours and minutes, which is added (a zone of -hours is
// taken off). The fraction is rounded to milliseconds; a character in it that is no digit counts as 0.
func parseTimeText(s string) (Nanos, error) {
	text, zone, sign := s, "", 1
	if i := strings.IndexByte(s, '-'); i >= 0 {
		text, zone, sign = s[:i], s[i+1:], -1
	} else if i := strings.IndexByte(s, '+'); i >= 0 {
		text, zone = s[:i], s[i+1:]
	}
	fields, fraction, ok := splitClock(text)
	shift, zoneOK := parseZoneText(zone, len(text) < len(s))
	if !ok || !zoneOK {
		return 0, badTime(Time, s)
	}
	if fields[0] > 23 || fields[1] > 59 || fields[2] > 59 {
		return 0, timeOutOfRange(Time, s)
	}
	n := clock(fields[0], fields[1]+sign*shift, fields[2], fraction)
	if n < 0 || n >= nanosPerDay {
		return 0, timeOutOfRange(Time, s)
	}
	return n, nil
}

func splitClock(text string) (fields [3]int, fraction time.Duration, ok bool) {
	parts := strings.SplitN(text, ":", 3)
	if len(parts) == 3 {
		seconds, digits, found := strings.Cut(parts[2], ".")
		if parts[2] = seconds; found {
			fraction = roundedMillis(strings.TrimFunc(digits, func(r rune) bool { return r <= ' ' }))
		}
	}
	for i, part := range parts {
		if fields[i], ok = asciiInt(part); !ok {
			return fields, 0, false
		}
	}
	return fields, fraction, true
}

func roundedMillis(digits string) time.Duration {
	var millis time.Duration
	unit := 100 * time.Millisecond
	for i := 0; i < len(digits) && unit >= time.Millisecond; i++ {
		if digits[i] >= '0' && digits[i] <= '9' {
			millis += time.Duration(digits[i]-'0') * unit
		}
		unit /= 10
	}
	if len(digits) > 3 && digits[3] >= '5' {
		millis += time.Millisecond
	}
	return millis
}

// parseZoneText returns the minutes of hours[:minutes].
func parseZoneText(s string, present bool) (minutes int, ok bool) {
	if !present {
		return 0, true
	}
	hourText, minuteText, found := strings.Cut(s, ":")
	hours, ok := asciiInt(hourText)
	if ok && found {
		minutes, ok = asciiInt(minuteText)
	}
	const most = 24 * 60 // beyond it no time of day is left, and the sum could overflow
	return min(hours, most)*60 + min(minutes, most), ok
}
