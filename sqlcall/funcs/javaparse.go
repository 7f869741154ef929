package funcs

import (
	"strconv"
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

// dateFields are what a text said, by the letter of the field; pm is 0 or 12.
type dateFields struct {
	values map[byte]int
	pm     int
	offset int // of the zone, in seconds
	zoned  bool
}

// dateParser reads a text by a pattern.
type dateParser struct {
	pattern *javaPattern
	now     time.Time // for years of two digits
	fields  dateFields
}

// parse reads a text; the rest after the pattern is the caller's.
func (p *javaPattern) parse(s string, now time.Time) (dateFields, string, bool) {
	d := dateParser{pattern: p, now: now, fields: dateFields{values: map[byte]int{}}}
	rest, ok := d.sequence(p.items, s)
	return d.fields, rest, ok
}

// sequence reads items; an optional part that does not fit is skipped.
func (d *dateParser) sequence(items []patternItem, s string) (string, bool) {
	for i := 0; i < len(items); i++ {
		item := items[i]
		switch item.letter {
		case '[':
			end := closingBracket(items, i)
			if rest, ok := d.sequence(items[i+1:min(end, len(items))], s); ok {
				s = rest
			}
			i = end
			continue
		case ']':
			continue
		}
		rest, ok := d.item(item, reserved(items[i+1:], d.pattern.simple), s)
		if !ok {
			return s, false
		}
		s = rest
	}
	return s, true
}

func closingBracket(items []patternItem, open int) int {
	depth := 0
	for i := open; i < len(items); i++ {
		switch items[i].letter {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(items)
}

// reserved returns how many digits the numeric items that follow without a gap need, -1 where none follows.
func reserved(items []patternItem, simple bool) int {
	digits := 0
	for i, item := range items {
		if !item.isNumeric() || !simple && item.count == 1 {
			if i == 0 {
				return -1
			}
			break
		}
		digits += item.count
	}
	if len(items) == 0 {
		return -1
	}
	return digits
}

func (d *dateParser) item(item patternItem, reserve int, s string) (string, bool) {
	if item.letter == 0 {
		return strings.CutPrefix(s, item.text)
	}
	if d.pattern.simple {
		s = strings.TrimLeft(s, " \t")
	}
	switch {
	case item.isNumeric():
		return d.number(item, reserve, s)
	case item.letter == 'M' || item.letter == 'L':
		return d.name(item, s, monthNames[:])
	case item.letter == 'E' || item.letter == 'e' || item.letter == 'c':
		return d.name(item, s, dayNames[:])
	case item.letter == 'a':
		return d.halfDay(s)
	case item.letter == 'G':
		if rest, ok := strings.CutPrefix(s, "BC"); ok {
			d.fields.values['G'] = 1
			return rest, true
		}
		return strings.CutPrefix(s, "AD")
	}
	return d.zone(s)
}

// number reads digits: as many as the pattern has where a number follows at once or where DateTimeFormatter wants so, else all.
func (d *dateParser) number(item patternItem, reserve int, s string) (string, bool) {
	negative := strings.HasPrefix(s, "-") && (d.pattern.simple || item.count == 1 || item.letter == 'u')
	digits := strings.TrimPrefix(s, "-")
	if !negative {
		digits = s
	}
	plus := !d.pattern.simple && strings.IndexByte("yuY", item.letter) >= 0 && strings.HasPrefix(digits, "+")
	if plus {
		digits = digits[1:]
	}
	available := len(digits) - len(strings.TrimLeft(digits, "0123456789"))
	least, most := d.widths(item, reserve, available)
	if most > 10 {
		most = 10
	}
	if available < least || most < 1 {
		return s, false
	}
	n, err := strconv.Atoi(digits[:min(most, available)])
	if err != nil || n > 1<<31-1 {
		return s, false
	}
	width := min(most, available)
	if negative {
		n = -n
	}
	d.fields.values[fieldKey(item.letter)] = d.adjust(item, n, width)
	return digits[width:], true
}

// fieldKey is the letter under which a field is kept.
func fieldKey(letter byte) byte {
	switch letter {
	case 'L':
		return 'M'
	case 'u':
		return 'y'
	}
	return letter
}

func (d *dateParser) widths(item patternItem, reserve, available int) (least, most int) {
	if d.pattern.simple {
		if reserve > 0 {
			return 1, item.count
		}
		return 1, available
	}
	isYear := strings.IndexByte("yuY", item.letter) >= 0
	switch {
	case item.letter == 'S' || item.letter == 'n' && item.count > 1 || !isYear && item.count > 1 || isYear && item.count == 2:
		return item.count, item.count
	case reserve > 0:
		return item.count, max(available-reserve, item.count)
	}
	return item.count, available
}

// adjust completes years of two digits and turns fractions into nanoseconds.
func (d *dateParser) adjust(item patternItem, n, width int) int {
	switch {
	case item.letter == 'S' && !d.pattern.simple:
		for ; width < 9; width++ {
			n *= 10
		}
	case item.letter == 'y' && d.pattern.simple && item.count <= 2 && width == 2:
		return centuryOf(n, d.now.Year())
	case strings.IndexByte("yu", item.letter) >= 0 && !d.pattern.simple && item.count == 2:
		return 2000 + n
	case item.letter == 'u' && d.pattern.simple: // the day of the week, which the date decides
		return d.fields.values['y']
	}
	return n
}

// centuryOf puts a year of two digits between 80 years before and 20 after today, as SimpleDateFormat does.
func centuryOf(n, thisYear int) int {
	first := thisYear - 80
	year := first - first%100 + n
	if year < first {
		year += 100
	}
	return year
}

var (
	monthNames = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	dayNames   = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
)

// name reads a month or a day: SimpleDateFormat in any case, short or long; DateTimeFormatter exactly as the pattern says.
func (d *dateParser) name(item patternItem, s string, names []string) (string, bool) {
	for i, name := range names {
		spellings := []string{name, name[:3]}
		if !d.pattern.simple {
			spellings = spellings[toBit(item.count < 4):][:1]
		}
		for _, spelling := range spellings {
			if len(s) < len(spelling) {
				continue
			}
			head := s[:len(spelling)]
			if head == spelling || d.pattern.simple && strings.EqualFold(head, spelling) {
				if len(names) == len(monthNames) {
					d.fields.values['M'] = i + 1
				}
				return s[len(spelling):], true
			}
		}
	}
	return s, false
}

func (d *dateParser) halfDay(s string) (string, bool) {
	if len(s) < 2 {
		return s, false
	}
	half := s[:2]
	if d.pattern.simple {
		half = strings.ToUpper(half)
	}
	d.fields.values['a'] = 1
	switch half {
	case "PM":
		d.fields.pm = 12
	case "AM":
		d.fields.pm = 0
	default:
		return s, false
	}
	return s[2:], true
}

// zone reads an offset (+01:00, -0500, +01, Z) or a name.
func (d *dateParser) zone(s string) (string, bool) {
	d.fields.zoned = true
	rest := strings.TrimPrefix(strings.TrimPrefix(s, "GMT"), "UTC")
	if rest, ok := strings.CutPrefix(rest, "Z"); ok {
		return rest, true
	}
	if rest == "" || rest[0] != '+' && rest[0] != '-' {
		return d.zoneName(s, rest)
	}
	digits := func(s string, n int) (int, string, bool) {
		if len(s) < n {
			return 0, s, false
		}
		v, err := strconv.ParseUint(s[:n], 10, 8)
		return int(v), s[n:], err == nil
	}
	hours, after, ok := digits(rest[1:], 2)
	if !ok {
		return s, false
	}
	minutes, end, ok := digits(strings.TrimPrefix(after, ":"), 2)
	if !ok {
		minutes, end = 0, after
	}
	d.fields.offset = hours*3600 + minutes*60
	if rest[0] == '-' {
		d.fields.offset = -d.fields.offset
	}
	return end, true
}

func (d *dateParser) zoneName(s, rest string) (string, bool) {
	if len(rest) < len(s) {
		return rest, true // GMT or UTC alone
	}
	name := s[:len(s)-len(strings.TrimLeftFunc(s, func(r rune) bool { return isLetter(byte(r)) || r == '/' || r == '_' }))]
	zone, ok := javaZone(name)
	if !ok || name == "" {
		return s, false
	}
	_, d.fields.offset = d.now.In(zone).Zone()
	return s[len(name):], true
}

// get returns a field, or the value it has where the text did not say.
func (f *dateFields) get(letter byte, byDefault int) int {
	if v, ok := f.values[letter]; ok {
		return v
	}
	return byDefault
}

// hour returns the hour of the day that H, k, K or h with a say; without a, K and h say nothing to DateTimeFormatter.
func (f *dateFields) hour(simple bool) int {
	_, half := f.values['a']
	if _, ok := f.values['H']; ok {
		return f.values['H']
	}
	if k, ok := f.values['k']; ok {
		return k % 24
	}
	for _, letter := range []byte{'K', 'h'} {
		if h, ok := f.values[letter]; ok && (half || simple) {
			return h%12 + f.pm
		}
	}
	return 0
}

// lenient resolves fields as SimpleDateFormat does: what is too large carries over; the offset is taken off.
func (f *dateFields) lenient(zone *time.Location) datatype.Instant {
	year := f.get('y', 1970)
	if f.values['G'] == 1 {
		year = 1 - year
	}
	month := int64(f.get('M', 1) - 1)
	first := datatype.DaysFromCivil(year+int(floorDiv(month, 12)), int(floorMod(month, 12))+1, 1)
	days := int64(first) + int64(f.get('d', 1)-1)
	if day, ok := f.values['D']; ok {
		days = int64(datatype.DaysFromCivil(year, 1, 1)) + int64(day-1)
	}
	at := datatype.Instant{Seconds: days*86400 + int64(f.hour(true))*3600 + int64(f.get('m', 0))*60 + int64(f.get('s', 0))}
	at = at.Add(time.Duration(f.get('S', 0)) * time.Millisecond)
	if f.zoned {
		at.Seconds -= int64(f.offset)
		return at
	}
	return at.FromZone(zone)
}

// ranges of the fields that DateTimeFormatter checks.
var fieldRanges = map[byte][2]int{
	'M': {1, 12}, 'd': {1, 31}, 'D': {1, 366}, 'H': {0, 23}, 'k': {1, 24}, 'K': {0, 11}, 'h': {1, 12}, 'm': {0, 59}, 's': {0, 59},
	'S': {0, 999_999_999}, 'n': {0, 999_999_999},
}

// smart resolves fields as DateTimeFormatter does by default: fields must be in their ranges, and the 30th or 31st of a shorter
// month is its last day; 24:00:00 is the next day. Offsets are ignored, as Flink does.
func (f *dateFields) smart() (datatype.Instant, bool) {
	midnight := f.values['H'] == 24 && f.get('m', 0) == 0 && f.get('s', 0) == 0 && f.get('S', 0) == 0
	if midnight {
		f.values['H'] = 0
	}
	for letter, limits := range fieldRanges {
		if v, ok := f.values[letter]; ok && (v < limits[0] || v > limits[1]) {
			return datatype.Instant{}, false
		}
	}
	year, month, day := f.get('y', 1970), f.get('M', 1), f.get('d', 1)
	if year < 0 || year > 9999 {
		return datatype.Instant{}, false
	}
	for !datatype.ValidCivil(year, month, day) {
		day--
	}
	date := datatype.DaysFromCivil(year, month, day)
	if ofYear, ok := f.values['D']; ok {
		date = datatype.DaysFromCivil(year, 1, 1) + datatype.Days(ofYear-1)
		if y, _, _ := date.Civil(); y != year {
			return datatype.Instant{}, false
		}
	}
	date += datatype.Days(toBit(midnight))
	at := datatype.InstantOf(date, datatype.Nanos(f.hour(false))*datatype.Nanos(time.Hour))
	at.Seconds += int64(f.get('m', 0))*60 + int64(f.get('s', 0))
	at.Nanos = int32(f.get('S', f.get('n', 0)))
	return at, true
}
