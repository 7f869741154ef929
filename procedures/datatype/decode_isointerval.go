package datatype

import (
	"strconv"
	"strings"
)

var (
	isoDateUnits = map[byte]intervalUnit{'Y': unitYear, 'M': unitMonth, 'W': unitWeek, 'D': unitDay}
	isoTimeUnits = map[byte]intervalUnit{'H': unitHour, 'M': unitMinute, 'S': unitSecond}
)

// parseISOInterval reads the two formats of ISO 8601: with designators, such as P1Y2M3W4DT5H6M7.8S, and the alternative format,
// such as P0001-02-03T04:05:06 (DecodeISO8601Interval).
func parseISOInterval(text string) (intervalParts, bool) {
	rest, ok := strings.CutPrefix(trimSpace(text), "P")
	if !ok || rest == "" {
		return intervalParts{}, false
	}
	r := intervalReader{}
	date, clock, _ := strings.Cut(rest, "T")
	ok = r.isoPart(date, isoDateUnits, "-", [...]intervalUnit{unitYear, unitMonth, unitDay}, [...]int{4, 2, 2}) &&
		r.isoPart(clock, isoTimeUnits, ":", [...]intervalUnit{unitHour, unitMinute, unitSecond}, [...]int{2, 2, 2})
	return r.intervalParts, ok
}

// isoPart reads what stands before or after the T. Without designators, the fields are separated or have their fixed widths.
func (r *intervalReader) isoPart(text string, designators map[byte]intervalUnit, separator string, units [3]intervalUnit, widths [3]int) bool {
	if strings.IndexFunc(text, func(c rune) bool { return c >= 'A' }) >= 0 {
		return r.designated(text, designators)
	}
	if text == "" {
		return true
	}
	fields := strings.Split(text, separator)
	whole, _, _ := strings.Cut(text, ".")
	if len(fields) == 1 && len(whole) == widths[0]+widths[1]+widths[2] {
		end := widths[0] + widths[1]
		fields = []string{text[:widths[0]], text[widths[0]:end], text[end:]}
	}
	if len(fields) > len(units) {
		return false
	}
	for i, field := range fields {
		n, part, ok := splitISONumber(field)
		if !ok || r.addUnits(units[i], n, part) != dateOK {
			return false
		}
	}
	return true
}

func (r *intervalReader) designated(text string, designators map[byte]intervalUnit) bool {
	for text != "" {
		end := strings.IndexFunc(text, func(c rune) bool { return c >= 'A' })
		if end <= 0 {
			return false
		}
		unit, known := designators[text[end]]
		n, part, numeric := splitISONumber(text[:end])
		if !known || !numeric || r.addUnits(unit, n, part) != dateOK {
			return false
		}
		text = text[end+1:]
	}
	return true
}

func splitISONumber(text string) (n int64, part float64, ok bool) {
	digits := strings.TrimPrefix(strings.TrimPrefix(text, "-"), "+")
	whole, fraction, _ := strings.Cut(digits, ".")
	if !isDigits(whole) || !isDigits(fraction) || whole+fraction == "" {
		return 0, 0, false
	}
	n, err := strconv.ParseInt("0"+whole, 10, 64)
	part, _ = strconv.ParseFloat("0."+fraction+"0", 64)
	if text[0] == '-' {
		n, part = -n, -part
	}
	return n, part, err == nil
}
