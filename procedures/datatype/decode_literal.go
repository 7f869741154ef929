package datatype

import (
	"strings"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// ParseText reads a quoted literal, or a parameter whose type the client left open, as a value of a declared type, as PostgreSQL's
// input functions read it: then lengths, precisions and scales apply (22001, 22003). Values of MAP, MULTISET, ROW, STRUCTURED
// and VARIANT, and of arrays that hold them, are JSON. A nil f means [DefaultFormat].
func ParseText(t Type, s string, f *Format) (Value, error) {
	if err := checkText([]byte(s)); err != nil {
		return nil, err
	}
	f = f.orDefault()
	switch t.Root {
	case Boolean:
		return boxed(parseBool(s))
	case TinyInt:
		return intText(8, "tinyint", func(n int64) Value { return int8(n) })(s, f)
	case SmallInt, Int, BigInt, Float, Double:
		return inputTypes[t.OID()].text(s, f)
	case Decimal:
		n, err := parseNumeric(s)
		if err != nil {
			return nil, err
		}
		return boxed(n.fit(t.Precision, t.Scale))
	case Char, Varchar:
		return parseCharacters(t, s)
	case Binary, Varbinary, Raw, Bitmap:
		return parseBinaryText(t, s)
	case Date, Time, Timestamp, TimestampTZ, TimestampLTZ:
		return parseTemporalText(t, s, f)
	case IntervalYearMonth, IntervalDayTime:
		return parseIntervalText(t, s, f)
	case Null:
		return nil, pgerr.New(pgerr.CannotCoerce, "the type of an untyped NULL has no values")
	case Descriptor:
		return nil, pgerr.New(pgerr.CannotCoerce, "a descriptor cannot be read from text")
	}
	return parseNestedText(t, s, f)
}

// parseCharacters applies the length of CHAR and VARCHAR: blanks beyond it are cut off (varchar_input), CHAR is filled up.
func parseCharacters(t Type, s string) (Value, error) {
	if t.Length == MaxLength || len(s) <= t.Length && t.Root == Varchar {
		return s, nil
	}
	missing := t.Length - utf8.RuneCountInString(s)
	switch {
	case missing < 0:
		end := 0
		for range t.Length {
			_, size := utf8.DecodeRuneInString(s[end:])
			end += size
		}
		if strings.Trim(s[end:], " ") != "" {
			return nil, tooLong(t)
		}
		return s[:end], nil
	case t.Root == Char:
		return string(appendBlankPadded(nil, s, t.Length)), nil
	}
	return s, nil
}

func tooLong(t Type) error {
	return pgerr.New(pgerr.StringDataRightTruncation, "value too long for type %s", lengthName(t))
}

// lengthName names a type with its length, which PostgreSQL's bytea does not have.
func lengthName(t Type) string {
	if t.Root == Binary || t.Root == Varbinary {
		return strings.ToLower(t.Nullable().String())
	}
	return t.PGName()
}

// parseBinaryText applies the length of BINARY and VARBINARY; BINARY is filled up with zeros, as Flink's casts do.
func parseBinaryText(t Type, s string) (Value, error) {
	b, err := parseBytea(s)
	if err != nil || t.Root == Raw || t.Root == Bitmap {
		return boxed(b, err)
	}
	if len(b) > t.Length {
		return nil, tooLong(t)
	}
	if t.Root == Binary && t.Length <= maxAttrLength {
		b = append(b, make([]byte, t.Length-len(b))...)
	}
	return b, nil
}

func parseTemporalText(t Type, s string, f *Format) (Value, error) {
	switch t.Root {
	case Date:
		return boxed(parseDate(s, f))
	case Time:
		n, err := parseTime(s, "time", f)
		return boxed(roundTime(n, t.Precision), err)
	}
	i, err := parseTimestamp(s, t.Root != Timestamp, f)
	return boxed(i.Round(t.Precision), err)
}

// lastUnits holds the unit that a bare number has in each kind of interval: its last field.
var lastUnits = [...]intervalUnit{
	Year: unitYear, Month: unitMonth, YearToMonth: unitMonth, Day: unitDay, DayToHour: unitHour, DayToMinute: unitMinute,
	DayToSecond: unitSecond, Hour: unitHour, HourToMinute: unitMinute, HourToSecond: unitSecond, Minute: unitMinute,
	MinuteToSecond: unitSecond, Second: unitSecond,
}

func parseIntervalText(t Type, s string, f *Format) (Value, error) {
	unit := unitSecond
	if t.Root == IntervalYearMonth {
		unit = unitMonth
	}
	if int(t.Resolution) < len(lastUnits) && lastUnits[t.Resolution] != noUnit {
		unit = lastUnits[t.Resolution]
	}
	parts, err := parseInterval(s, unit, f)
	switch {
	case err != nil:
		return nil, err
	case t.Root == IntervalYearMonth && parts.days == 0 && parts.nanos == 0:
		return Period(parts.months), nil
	case t.Root == IntervalDayTime && parts.months == 0:
		return boxed(parts.duration())
	}
	return nil, pgerr.New(pgerr.InvalidDatetimeFormat, "invalid input syntax for type %s: \"%s\"",
		strings.ToLower(t.Nullable().String()), s)
}

// parseNestedText reads an array as an array literal, and everything else as JSON.
func parseNestedText(t Type, s string, f *Format) (Value, error) {
	if t.Root == Array && t.Elem != nil && t.Elem.isScalar() {
		values, err := parseArray(s, ',', func(text string) (Value, error) { return ParseText(*t.Elem, text, f) })
		if err == nil && t.Elem.NotNull {
			err = refuseNulls(values)
		}
		return boxed(values, err)
	}
	return parseJSON(t, s, f)
}

func refuseNulls(values []Value) error {
	for _, v := range values {
		if v == nil {
			return nullNotAllowed("element")
		}
	}
	return nil
}

func nullNotAllowed(what string) error {
	return pgerr.New(pgerr.NullValueNotAllowed, "NULL is not allowed as %s", what)
}
