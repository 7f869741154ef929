package funcs

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// format writes a time by the pattern. withZone says that its zone may be shown; a LocalDateTime has none.
func (p *javaPattern) format(t time.Time, withZone bool) (string, error) {
	var b textBuilder
	for _, item := range p.items {
		s, ok := item.text, true
		switch {
		case item.letter == 0, item.letter == '[', item.letter == ']':
		case strings.IndexByte("VvzOXxZ", item.letter) >= 0:
			s, ok = zoneText(item, t), true
			ok = ok && withZone
		case p.simple:
			s = simpleField(item, t)
		default:
			s, ok = formatterField(item, t)
		}
		if !ok {
			return "", badPattern(strings.Repeat(string(item.letter), item.count), "not available for this value")
		}
		b.add(s)
	}
	return b.String(), b.err
}

func padded(n, width int) string { return fmt.Sprintf("%0*d", width, n) }

// commonField writes the fields that both classes write alike.
func commonField(item patternItem, t time.Time) (string, bool) {
	hour := t.Hour()
	n := 0
	switch item.letter {
	case 'G':
		return era(t), true
	case 'a':
		return t.Format("PM"), true
	case 'M', 'L':
		if item.count == 3 {
			return t.Format("Jan"), true
		} else if item.count > 3 {
			return t.Format("January"), true
		}
		n = int(t.Month())
	case 'E':
		if item.count > 3 {
			return t.Format("Monday"), true
		}
		return t.Format("Mon"), true
	case 'D':
		n = t.YearDay()
	case 'd':
		n = t.Day()
	case 'w':
		_, n = weekOfYear(t)
	case 'W':
		n = weekOfMonth(t)
	case 'H':
		n = hour
	case 'k':
		n = (hour+23)%24 + 1
	case 'K':
		n = hour % 12
	case 'h':
		n = (hour+11)%12 + 1
	case 'm':
		n = t.Minute()
	case 's':
		n = t.Second()
	default:
		return "", false
	}
	return padded(n, item.count), true
}

func era(t time.Time) string {
	if t.Year() > 0 {
		return "AD"
	}
	return "BC"
}

// yearOfEra counts the years before 1 from 1 BC.
func yearOfEra(year int) int {
	if year > 0 {
		return year
	}
	return 1 - year
}

// weekOfYear counts weeks from Sunday; the week with January 1 is the first. That is Java's rule for English without a country.
func weekOfYear(t time.Time) (year, week int) {
	saturday := t.AddDate(0, 0, 6-int(t.Weekday()))
	return saturday.Year(), (saturday.YearDay()-1)/7 + 1
}

func weekOfMonth(t time.Time) int {
	first := t.AddDate(0, 0, 1-t.Day())
	return (t.Day()+int(first.Weekday())-1)/7 + 1
}

// simpleField writes a field of SimpleDateFormat.
func simpleField(item patternItem, t time.Time) string {
	switch item.letter {
	case 'y', 'Y':
		year := yearOfEra(t.Year())
		if item.letter == 'Y' {
			year, _ = weekOfYear(t)
		}
		if item.count == 2 {
			return padded(year%100, 2)
		}
		return padded(year, item.count)
	case 'u':
		return padded(int(t.Weekday()+6)%7+1, item.count)
	case 'F':
		return padded((t.Day()-1)/7+1, item.count)
	case 'S':
		return padded(t.Nanosecond()/1e6, item.count)
	}
	s, _ := commonField(item, t)
	return s
}

// formatterField writes a field of DateTimeFormatter.
func formatterField(item patternItem, t time.Time) (string, bool) {
	switch item.letter {
	case 'y', 'u', 'Y':
		year := t.Year()
		switch item.letter {
		case 'y':
			year = yearOfEra(year)
		case 'Y':
			year, _ = weekOfYear(t)
		}
		return formatterYear(year, item.count), true
	case 'Q', 'q':
		return quarterText(int(t.Month()-1)/3+1, item.count), true
	case 'e', 'c':
		if item.count >= 3 {
			return formatterField(patternItem{letter: 'E', count: item.count}, t)
		}
		return padded(int(t.Weekday())+1, item.count), true
	case 'F':
		return strconv.Itoa((t.Day()-1)%7 + 1), true
	case 'S':
		return padded(t.Nanosecond(), 9)[:item.count], true
	case 'n':
		return padded(t.Nanosecond(), item.count), true
	case 'A', 'N':
		ofDay := t.Sub(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location()))
		if item.letter == 'A' {
			return padded(int(ofDay.Milliseconds()), item.count), true
		}
		return padded(int(ofDay), item.count), true
	}
	if item.count == 5 { // the narrow form is one letter
		item.count = 4
		s, ok := commonField(item, t)
		return s[:min(1, len(s))], ok
	}
	if item.letter == 'G' && item.count == 4 {
		return map[string]string{"AD": "Anno Domini", "BC": "Before Christ"}[era(t)], true
	}
	return commonField(item, t)
}

// formatterYear puts a + before years of more digits than asked for (SignStyle.EXCEEDS_PAD).
func formatterYear(year, count int) string {
	switch {
	case count == 2:
		return padded(int(floorMod(int64(year), 100)), 2)
	case year < 0:
		return "-" + padded(-year, count)
	}
	s := padded(year, count)
	if count >= 4 && len(s) > count {
		return "+" + s
	}
	return s
}

func quarterText(quarter, count int) string {
	switch count {
	case 3:
		return "Q" + strconv.Itoa(quarter)
	case 4:
		return [...]string{"1st", "2nd", "3rd", "4th"}[quarter-1] + " quarter"
	case 5:
		return strconv.Itoa(quarter)
	}
	return padded(quarter, count)
}

// zoneText writes the zone of a time. Long names (zzzz) are Java's own and come out as the abbreviation.
func zoneText(item patternItem, t time.Time) string {
	name, offset := t.Zone()
	switch item.letter {
	case 'V':
		return t.Location().String()
	case 'z', 'v':
		if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") {
			name = "GMT" + offsetText(offset, ":")
		}
		return name
	case 'O':
		return "GMT" + offsetText(offset, ":")
	case 'Z':
		if item.count == 5 {
			return offsetText(offset, ":")
		}
		return offsetText(offset, "")
	}
	switch {
	case item.letter == 'X' && offset == 0:
		return "Z"
	case item.count == 1:
		return strings.TrimSuffix(offsetText(offset, ""), "00")
	case item.count == 2, item.count == 4:
		return offsetText(offset, "")
	}
	return offsetText(offset, ":")
}

func offsetText(offset int, separator string) string {
	sign := "+"
	if offset < 0 {
		sign, offset = "-", -offset
	}
	return sign + padded(offset/3600, 2) + separator + padded(offset/60%60, 2)
}
