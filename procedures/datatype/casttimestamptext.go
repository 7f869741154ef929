package datatype

import "time"

// parseTimestampText reads year-month-day [blank hour:minute:second[.fraction]] with nothing around it, as the formatter of
// Flink's DateTimeUtils.parseTimestampData does. Fields but the year may be empty; a day beyond the end of its month is the last;
// 24:00:00 is the next midnight.
func parseTimestampText(s string) (Instant, error) {
	r := timestampReader{text: s}
	year, ok := r.year()
	var month, day, hour, minute, second optionalField
	var fraction time.Duration
	ok = ok && r.literal('-') && r.field(&month) && r.literal('-') && r.field(&day)
	if ok && r.at < len(s) {
		ok = r.literal(' ') && r.field(&hour) && r.literal(':') && r.field(&minute) && r.literal(':') && r.field(&second) &&
			r.fraction(&fraction)
	}
	if !ok || r.at != len(s) {
		return Instant{}, badTime(Timestamp, s)
	}
	m, d := month.or(1), day.or(1)
	midnight := hour.or(0) == 24 && minute.or(0) == 0 && second.or(0) == 0 && fraction == 0
	if year < 1 || year > 9999 || m < 1 || m > 12 || d < 1 || d > 31 ||
		hour.or(0) > 23 && !midnight || minute.or(0) > 59 || second.or(0) > 59 {
		return Instant{}, timeOutOfRange(Timestamp, s)
	}
	date := DaysFromCivil(year, m, min(d, daysInMonth(year, m)))
	return InstantOf(date, clock(hour.or(0), minute.or(0), second.or(0), fraction)), nil
}

// optionalField is a field that may be empty.
type optionalField struct {
	value int
	set   bool
}

func (f optionalField) or(preset int) int {
	if f.set {
		return f.value
	}
	return preset
}

// timestampReader reads fields from left to right, without going back.
type timestampReader struct {
	text string
	at   int
}

func (r *timestampReader) literal(c byte) bool {
	if r.at == len(r.text) || r.text[r.at] != c {
		return false
	}
	r.at++
	return true
}

// digits reads up to most digits; what is more than fits in an int stays out of every range.
func (r *timestampReader) digits(most int) (n, count int) {
	for ; count < most && r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9'; r.at++ {
		n = min(n*10+int(r.text[r.at]-'0'), 1<<30)
		count++
	}
	return n, count
}

// year reads four digits, or a sign and more.
func (r *timestampReader) year() (int, bool) {
	if r.literal('+') {
		year, count := r.digits(19)
		return year, count > 4
	}
	year, count := r.digits(19)
	return year, count == 4
}

// field reads two digits, then the same number again if it is there, else one digit, or nothing: the pattern [MM][M].
func (r *timestampReader) field(f *optionalField) bool {
	n, count := r.digits(2)
	if count == 0 {
		return r.at+1 >= len(r.text) || r.text[r.at] != '-' || r.text[r.at+1] < '0' || r.text[r.at+1] > '9' // no negative numbers
	}
	*f = optionalField{value: n, set: true}
	if count == 2 {
		start := r.at
		if again, count := r.digits(19); count > 0 && again != n {
			r.at = start
		}
	}
	return true
}

func (r *timestampReader) fraction(d *time.Duration) bool {
	if r.literal('.') {
		n, count := r.digits(9)
		*d = time.Duration(n) * time.Duration(fractionUnit(count))
	}
	return true
}
