package datatype

import (
	"strconv"
	"strings"
)

// date reads a token that is a date by itself (DecodeDate).
func (d *dateFields) date(text string) (dateMask, dateError) {
	parts, ok := splitDate(text)
	if !ok {
		return 0, dateBadFormat
	}
	outside := d.textMonth // a word elsewhere does not count for the order of these numbers
	d.textMonth = false
	defer func() { d.textMonth = outside }()
	before, given := d.mask, dateMask(0)
	for i, part := range parts { // words first: they are months without doubt
		if !isAlpha(part[0]) {
			continue
		}
		keyword, ok := dateKeywords[part]
		if !ok || keyword.kind != keywordMonth || (before|given)&hasMonth != 0 {
			return 0, dateBadFormat
		}
		d.month, d.textMonth = keyword.value, true
		given |= hasMonth
		parts[i] = ""
	}
	for _, part := range parts {
		if part == "" {
			continue
		}
		fields, err := d.number(part, before|given)
		if err != dateOK {
			return 0, err
		}
		if fields&(before|given) != 0 {
			return 0, dateBadFormat
		}
		given |= fields
	}
	if (before|given)&hasDate != hasDate || (before|given)&^(hasDayOfYear|hasZone) != hasDate {
		return 0, dateBadFormat
	}
	return given, dateOK
}

// splitDate splits a date into runs of digits and of letters.
func splitDate(text string) ([]string, bool) {
	var parts []string
	for text != "" {
		text = strings.TrimLeftFunc(text, func(r rune) bool { return r < 0x80 && !isDigit(byte(r)) && !isAlpha(byte(r)) })
		if text == "" {
			return nil, false
		}
		class := isDigit
		if isAlpha(text[0]) {
			class = isAlpha
		}
		end := 0
		for end < len(text) && class(text[end]) {
			end++
		}
		if end == 0 {
			return nil, false
		}
		parts = append(parts, text[:end])
		if end < len(text) {
			end++ // what separates, even where it is a letter after a digit
		}
		text = text[end:]
	}
	return parts, len(parts) > 0
}

// number reads a number whose meaning depends on what is known already (DecodeNumber).
func (d *dateFields) number(text string, mask dateMask) (dateMask, dateError) {
	whole, fraction, fractional := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 32)
	if err != nil {
		if isDigits(whole) && whole != "" {
			return 0, dateOverflow
		}
		return 0, dateBadFormat
	}
	if fractional {
		if len(whole) > 2 {
			return d.runTogether(text, mask|hasDate)
		}
		nanos, ok := parseFraction(fraction)
		if !ok {
			return 0, dateBadFormat
		}
		d.nanos = nanos
	}
	if len(text) == 3 && mask&hasDate == hasYear && n >= 1 && n <= 366 {
		d.dayOfYear = int(n)
		return hasDayOfYear | hasMonth | hasDay, dateOK
	}
	return d.datePart(text, int(n), mask)
}

// datePart decides by the session's DateOrder and what is known already whether a number is a year, month or day.
func (d *dateFields) datePart(text string, n int, mask dateMask) (dateMask, dateError) {
	long, yearFirst := len(text) >= 3, d.order == OrderYMD
	switch mask & hasDate {
	case 0:
		if long || yearFirst {
			return d.setYear(text, n), dateOK
		}
		if d.order == OrderDMY {
			return d.setDay(n), dateOK
		}
		d.month = n
		return hasMonth, dateOK
	case hasYear, hasDay:
		d.month = n
		return hasMonth, dateOK
	case hasMonth:
		if d.textMonth && (long || yearFirst) {
			return d.setYear(text, n), dateOK
		}
		return d.setDay(n), dateOK
	case hasYear | hasMonth:
		if d.textMonth && long && d.shortYear { // the first number was the day, not the year
			d.day, d.year, d.shortYear = d.year, n, false
			return hasDay, dateOK
		}
		return d.setDay(n), dateOK
	case hasMonth | hasDay:
		return d.setYear(text, n), dateOK
	case hasDate:
		return d.runTogether(text, mask)
	}
	return 0, dateBadFormat
}

func (d *dateFields) setYear(text string, n int) dateMask {
	d.year, d.shortYear = n, len(text) <= 2
	return hasYear
}

func (d *dateFields) setDay(n int) dateMask {
	d.day = n
	return hasDay
}

// runTogether reads yyyymmdd, yymmdd, hhmmss or hhmm (DecodeNumberField).
func (d *dateFields) runTogether(text string, mask dateMask) (dateMask, dateError) {
	digits, fraction, fractional := strings.Cut(text, ".")
	if !isDigits(digits) || len(digits) > 18 {
		return 0, dateBadFormat
	}
	number := func(from, to int) int { n, _ := strconv.Atoi(digits[from:to]); return n }
	n := len(digits)
	if fractional {
		nanos, ok := parseFraction(fraction)
		if !ok {
			return 0, dateBadFormat
		}
		d.nanos = nanos
	} else if mask&hasDate != hasDate && n >= 6 {
		d.year, d.month, d.day = number(0, n-4), number(n-4, n-2), number(n-2, n)
		d.shortYear = n == 6
		return hasDate, dateOK
	}
	if mask&hasClock != 0 {
		return 0, dateBadFormat
	}
	switch n {
	case 6:
		d.hour, d.minute, d.second = number(0, 2), number(2, 4), number(4, 6)
		return hasClock, d.checkClock()
	case 4:
		d.hour, d.minute, d.second = number(0, 2), number(2, 4), 0
		return hasClock, d.checkClock()
	}
	return 0, dateBadFormat
}

// clock reads hh:mm, hh:mm:ss.fff or mm:ss.fff (DecodeTime).
func (d *dateFields) clock(text string) dateError {
	hour, minute, second, nanos, err := parseClock(text)
	if err != dateOK {
		return err
	}
	d.hour, d.minute, d.second, d.nanos = int(min(hour, 99)), minute, second, nanos
	return d.checkClock()
}

func (d *dateFields) checkClock() dateError {
	if d.minute > 59 || d.second > 60 || d.hour > 24 {
		return dateOverflow
	}
	return dateOK
}

// parseClock reads a time with colons. Two parts with a fraction are minutes and seconds.
func parseClock(text string) (hour int64, minute, second, nanos int, err dateError) {
	whole, fraction, fractional := strings.Cut(text, ".")
	parts := strings.Split(whole, ":")
	if len(parts) != 2 && len(parts) != 3 {
		return 0, 0, 0, 0, dateBadFormat
	}
	var numbers [3]int64
	for i, part := range parts {
		bits := 32
		if i == 0 {
			bits = 64
		}
		if i > 0 && part == "" { // as in 04:
			continue
		}
		n, err := strconv.ParseInt(part, 10, bits)
		switch {
		case err != nil && isDigits(part) && part != "":
			return 0, 0, 0, 0, dateOverflow
		case err != nil:
			return 0, 0, 0, 0, dateBadFormat
		}
		numbers[i] = n
	}
	if fractional {
		var ok bool
		if nanos, ok = parseFraction(fraction); !ok {
			return 0, 0, 0, 0, dateBadFormat
		}
		if len(parts) == 2 {
			numbers = [3]int64{0, numbers[0], numbers[1]}
		}
	}
	if numbers[1] > 59 || numbers[2] > 60 {
		return 0, 0, 0, 0, dateOverflow
	}
	return numbers[0], int(numbers[1]), int(numbers[2]), nanos, dateOK
}

// parseFraction reads the digits after a second's decimal point as nanoseconds, rounded half up: 0 … 1,000,000,000.
func parseFraction(digits string) (int, bool) {
	if !isDigits(digits) {
		return 0, false
	}
	nanos, unit := 0, nanosPerSecond/10
	for i := 0; i < len(digits) && unit > 0; i++ {
		nanos += int(digits[i]-'0') * unit
		unit /= 10
	}
	if len(digits) > 9 && digits[9] >= '5' {
		nanos++
	}
	return nanos, true
}

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

const maxZoneHours = 15 // MAX_TZDISP_HOUR

// zoneOffset reads an offset such as +05, -0530 or +05:30:15 (DecodeTimezone).
func (d *dateFields) zoneOffset(text string) dateError {
	if text == "" || text[0] != '+' && text[0] != '-' {
		return dateBadFormat
	}
	parts := strings.Split(text[1:], ":")
	var numbers [3]int
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if i == len(numbers) || err != nil || !isDigits(part) {
			return dateBadFormat
		}
		numbers[i] = n
	}
	if len(parts) == 1 && len(text) > 3 {
		numbers[0], numbers[1] = numbers[0]/100, numbers[0]%100
	}
	if numbers[0] > maxZoneHours || numbers[1] > 59 || numbers[2] > 59 {
		return zoneOverflow
	}
	d.offset = numbers[0]*3600 + numbers[1]*60 + numbers[2]
	if text[0] == '-' {
		d.offset = -d.offset
	}
	return dateOK
}

// zoneName takes a name of the tz database; what the zone's offset is depends on the date.
func (d *dateFields) zoneName(name string) dateError {
	zone, ok := loadZone(name)
	if !ok {
		d.unknownZone = strings.ToLower(name)
		return zoneUnknown
	}
	d.zone = zone
	return dateOK
}
