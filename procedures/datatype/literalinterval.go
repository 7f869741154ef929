package datatype

import (
	"math"
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// intervalField is a field in the text of an interval literal.
type intervalField struct {
	name      string
	separator byte  // in front of it, where it is not the first
	limit     int64 // its greatest value, where it is not the first
	unit      int64 // months or milliseconds
}

var (
	yearMonthFields = []intervalField{{"YEAR", 0, 0, 12}, {"MONTH", '-', 11, 1}}
	dayTimeFields   = []intervalField{
		{"DAY", 0, 0, millisPerDay}, {"HOUR", ' ', 23, millisPerHour}, {"MINUTE", ':', 59, 60_000}, {"SECOND", ':', 59, 1000},
	}
)

var intervalLiteralFields = map[IntervalResolution][]intervalField{
	Year: yearMonthFields[:1], YearToMonth: yearMonthFields, Month: yearMonthFields[1:],
	Day: dayTimeFields[:1], DayToHour: dayTimeFields[:2], DayToMinute: dayTimeFields[:3], DayToSecond: dayTimeFields,
	Hour: dayTimeFields[1:2], HourToMinute: dayTimeFields[1:3], HourToSecond: dayTimeFields[1:],
	Minute: dayTimeFields[2:3], MinuteToSecond: dayTimeFields[2:], Second: dayTimeFields[3:],
}

// Limits of an interval literal's precisions: those of Calcite, and the one beyond which Flink has no type for a day-time one.
const (
	maxLeadingPrecision     = 10
	maxFractionalPrecision  = 9
	maxDayTimeFlinkLeading  = 3
	maxIntervalLeadingValue = math.MaxInt32
)

// ParseIntervalLiteral reads the text of INTERVAL [-] 'text' fields: a [Period] or a [time.Duration] of whole milliseconds (more
// digits are cut), negative if the text or the sign in front of it says so, but not both. precision is the number of digits that
// the first field may have, and scale that of the fraction of a second; a negative one means the default, 2 and 6. The rules are
// Calcite's (SqlIntervalQualifier.evaluateIntervalLiteral).
//
// Errors: 22007 the text does not fit the fields, 22015 a field or a precision out of its range, 0A000 a first field of more than 3
// digits in a day-time interval, which Flink has no type for.
func ParseIntervalLiteral(s string, negative bool, resolution IntervalResolution, precision, scale int) (Value, error) {
	l := intervalLiteral{text: s, fields: intervalLiteralFields[resolution], qualifier: resolutionNames[resolution]}
	if len(l.fields) == 0 {
		return nil, l.illegal()
	}
	if precision < 0 {
		precision = defaultLeadingPrecision
	}
	if scale < 0 {
		scale = defaultFractionalPrecision
	}
	if err := l.checkPrecisions(precision, scale); err != nil {
		return nil, err
	}
	text := strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	text, minus := cutSign(text)
	n, err := l.evaluate(text, precision, scale)
	if err != nil {
		return nil, err
	}
	if minus != negative {
		n = -n
	}
	if l.fields[0].unit <= 12 {
		return intervalOf(n, Type{Root: IntervalYearMonth, Precision: defaultLeadingPrecision, Resolution: resolution})
	}
	return time.Duration(n) * time.Millisecond, nil // three digits of days at most: far from overflow
}

type intervalLiteral struct {
	text      string
	fields    []intervalField
	qualifier string
}

func (l intervalLiteral) illegal() *pgerr.Error {
	return pgerr.New(pgerr.InvalidDatetimeFormat, "illegal interval literal format '%s' for INTERVAL %s", shorten(l.text), l.qualifier)
}

func (l intervalLiteral) checkPrecisions(precision, scale int) error {
	if precision < 1 || precision > maxLeadingPrecision {
		return pgerr.New(pgerr.IntervalFieldOverflow,
			"interval leading field precision '%d' out of range for INTERVAL %s", precision, l.qualifier)
	}
	hasSeconds := l.fields[len(l.fields)-1].name == "SECOND"
	if hasSeconds && (scale < 1 || scale > maxFractionalPrecision) {
		return pgerr.New(pgerr.IntervalFieldOverflow,
			"interval fractional second precision '%d' out of range for INTERVAL %s", scale, l.qualifier)
	}
	if l.fields[0].unit > 12 && precision > maxDayTimeFlinkLeading {
		return pgerr.New(pgerr.FeatureNotSupported, "leading precision %d of INTERVAL %s is not supported", precision, l.qualifier)
	}
	return nil
}

// evaluate returns the months or milliseconds of a text without its sign.
func (l intervalLiteral) evaluate(text string, precision, scale int) (int64, error) {
	total := int64(0)
	for i, field := range l.fields {
		if i > 0 {
			if text == "" || text[0] != field.separator {
				return 0, l.illegal()
			}
			text = text[1:]
		}
		digits := text[:countDigits(text)]
		text = text[len(digits):]
		if digits == "" || i > 0 && len(digits) > 2 {
			return 0, l.illegal()
		}
		value, err := l.fieldValue(i, digits, precision)
		if err != nil {
			return 0, err
		}
		total += value * field.unit
	}
	if text == "" {
		return total, nil
	}
	fraction := text[1:]
	if text[0] != '.' || l.fields[len(l.fields)-1].name != "SECOND" || fraction == "" || !allDigits(fraction) || len(fraction) > scale {
		return 0, l.illegal()
	}
	millis, _ := atoi64((fraction + "00")[:3])
	return total + millis, nil
}

// fieldValue returns the value of a field, which for the first is limited by the precision, for the others by the clock.
func (l intervalLiteral) fieldValue(i int, digits string, precision int) (int64, error) {
	field := l.fields[i]
	value, ok := atoi64(digits)
	if i > 0 {
		if value > field.limit {
			return 0, l.illegal()
		}
		return value, nil
	}
	if !ok || value > maxIntervalLeadingValue || len(strings.TrimLeft(digits, "0")) > precision {
		return 0, pgerr.New(pgerr.IntervalFieldOverflow, "interval field value %s exceeds precision of %s(%d) field",
			shorten(digits), field.name, precision)
	}
	return value, nil
}

func countDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// atoi64 reads digits; it is not ok if they do not fit in 18 digits.
func atoi64(digits string) (n int64, ok bool) {
	digits = strings.TrimLeft(digits, "0")
	if len(digits) > 18 {
		return 0, false
	}
	for i := range len(digits) {
		n = n*10 + int64(digits[i]-'0')
	}
	return n, true
}
