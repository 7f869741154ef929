package datatype

import (
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// The readers of typed literals (DATE '…', TIME '…', TIMESTAMP '…') accept what Calcite's do, which are Java's SimpleDateFormat:
// fields of any number of digits, each with blanks and tabs in front of it, nothing behind the last. The calendar is Java's
// GregorianCalendar: ten days of October 1582 do not exist, and before them every fourth year has a February 29th.

// ParseDateLiteral reads the text of a DATE literal, years 1 … 9999. Errors: 22007 not in the format yyyy-MM-dd, 22008 no such day.
func ParseDateLiteral(s string) (Days, error) {
	r := literalReader{text: s}
	date, ok := r.date()
	if !ok || r.at != len(s) {
		return 0, illegalLiteral(Date, s, "yyyy-MM-dd")
	}
	return date.days(Date, s)
}

// ParseTimeLiteral reads the text of a TIME literal. The value is cut to milliseconds, and precision is the number of digits of
// the second given, 3 at most. Errors: 22007 not in the format HH:mm:ss[.f…], 22008 no such time.
func ParseTimeLiteral(s string) (n Nanos, precision int, err error) {
	r := literalReader{text: s}
	fields, ok := r.clock()
	fraction, digits, fractionOK := r.fraction()
	if !ok || !fractionOK {
		return 0, 0, illegalLiteral(Time, s, "HH:mm:ss")
	}
	if !fields.isClock() {
		return 0, 0, timeOutOfRange(Time, s)
	}
	return clock(fields[0], fields[1], fields[2], fraction.Truncate(time.Millisecond)), min(digits, 3), nil
}

// ParseTimestampLiteral reads the text of a TIMESTAMP or TIMESTAMP WITH LOCAL TIME ZONE literal, which is a wall clock, years
// 1 … 9999; the time of day may be left out. precision is the number of digits of the second given, 9 at most; more are cut.
// Errors: 22007 not in the format yyyy-MM-dd HH:mm:ss[.f…], 22008 no such day or time.
func ParseTimestampLiteral(s string) (i Instant, precision int, err error) {
	r := literalReader{text: s}
	date, ok := r.date()
	var fields literalFields
	if ok && r.literal(' ') {
		fields, ok = r.clock()
	}
	fraction, digits, fractionOK := r.fraction()
	if !ok || !fractionOK {
		return Instant{}, 0, illegalLiteral(Timestamp, s, "yyyy-MM-dd HH:mm:ss")
	}
	days, err := date.days(Timestamp, s)
	if err != nil {
		return Instant{}, 0, err
	}
	if !fields.isClock() {
		return Instant{}, 0, timeOutOfRange(Timestamp, s)
	}
	return InstantOf(days, clock(fields[0], fields[1], fields[2], fraction)), min(digits, 9), nil
}

func illegalLiteral(root Root, s, format string) *pgerr.Error {
	return pgerr.New(pgerr.InvalidDatetimeFormat, "illegal %s literal '%s': not in format '%s'", root, shorten(s), format)
}

// literalFields are year, month, day or hour, minute, second.
type literalFields [3]int

func (f literalFields) isClock() bool { return f[0] <= 23 && f[1] <= 59 && f[2] <= 59 }

// days returns the date of fields that GregorianCalendar knows. The 29th of February of a Julian leap year that is no Gregorian
// one is the first of March, because everything else counts in the proleptic Gregorian calendar.
func (f literalFields) days(root Root, s string) (Days, error) {
	year, month, day := f[0], f[1], f[2]
	julianLeapDay := year < 1582 && year%4 == 0 && month == 2 && day == 29
	skipped := year == 1582 && month == 10 && day >= 5 && day <= 14
	if year < 1 || year > 9999 || skipped || !julianLeapDay && !ValidCivil(year, month, day) {
		return 0, timeOutOfRange(root, s)
	}
	return DaysFromCivil(year, month, day), nil
}

// literalReader reads fields from left to right.
type literalReader struct {
	text string
	at   int
}

func (r *literalReader) literal(c byte) bool {
	if r.at == len(r.text) || r.text[r.at] != c {
		return false
	}
	r.at++
	return true
}

func (r *literalReader) date() (literalFields, bool) { return r.fields('-') }

func (r *literalReader) clock() (literalFields, bool) { return r.fields(':') }

func (r *literalReader) fields(separator byte) (f literalFields, ok bool) {
	for i := range f {
		if i > 0 && !r.literal(separator) {
			return f, false
		}
		if f[i], ok = r.number(); !ok {
			return f, false
		}
	}
	return f, true
}

func (r *literalReader) number() (n int, ok bool) {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\t') {
		r.at++
	}
	for ; r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9'; r.at++ {
		n = min(n*10+int(r.text[r.at]-'0'), 1<<30) // past 9999 it only has to stay there
		ok = true
	}
	return n, ok
}

// fraction reads the rest of the text, which is empty or a point and digits.
func (r *literalReader) fraction() (d time.Duration, digits int, ok bool) {
	rest := r.text[r.at:]
	if rest == "" {
		return 0, 0, true
	}
	if rest[0] != '.' || !allDigits(rest[1:]) {
		return 0, 0, false
	}
	rest = rest[1:]
	unit := time.Second
	for i := 0; i < len(rest) && unit > 1; i++ {
		unit /= 10
		d += time.Duration(rest[i]-'0') * unit
	}
	return d, len(rest), true
}
