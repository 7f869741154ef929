package expr

import (
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// timeLiteral reads DATE '…', TIME '…', TIMESTAMP '…' and TIMESTAMP WITH LOCAL TIME ZONE '…', which Calcite takes as UTC.
func timeLiteral(word string, text scan.Token, pos int) *node {
	n := &node{kind: literalNode, pos: pos}
	r := timeReader{rest: text.Value}
	switch word {
	case "DATE":
		n.typ, n.value = datatype.Of(datatype.Date), r.date()
	case "TIME":
		clock, digits := r.clock()
		digits = min(digits, 3)
		n.typ, n.value = datatype.TimeType(digits), clock-clock%1_000_000
	default:
		n.typ, n.value = r.timestamp()
		if word == "TIMESTAMP_LTZ" {
			n.typ.Root = datatype.TimestampLTZ
		}
	}
	n.typ = n.typ.NonNull()
	if r.bad || r.rest != "" {
		name, _, _ := strings.Cut(word, "_")
		n.err = pgerr.New(pgerr.InvalidDatetimeFormat, "invalid %s literal: %q", name, text.Value).
			WithHint("The form is %s.", timeForms[name]).At(pos)
	}
	return n
}

var timeForms = map[string]string{"DATE": "yyyy-MM-dd", "TIME": "HH:mm:ss", "TIMESTAMP": "yyyy-MM-dd HH:mm:ss"}

// timeReader reads the literals of times as java.text.SimpleDateFormat does for Calcite: blanks may stand before every number, numbers
// may have leading zeros and are in their ranges.
type timeReader struct {
	rest string
	bad  bool
}

// number reads a number between low and high.
func (r *timeReader) number(low, high int) int {
	r.rest = strings.TrimLeft(r.rest, " \t")
	n, i := 0, 0
	for i < len(r.rest) && '0' <= r.rest[i] && r.rest[i] <= '9' {
		n = min(n*10+int(r.rest[i]-'0'), 1_000_000)
		i++
	}
	if i == 0 || n < low || n > high {
		r.bad = true
	}
	r.rest = r.rest[i:]
	return n
}

func (r *timeReader) skip(separator string) {
	var ok bool
	if r.rest, ok = strings.CutPrefix(r.rest, separator); !ok {
		r.bad = true
	}
}

func (r *timeReader) date() datatype.Days {
	year := r.number(1, 9999)
	r.skip("-")
	month := r.number(1, 12)
	r.skip("-")
	day := r.number(1, 31)
	if r.bad || !datatype.ValidCivil(year, month, day) || skipped(year, month, day) {
		r.bad = true
		return 0
	}
	return datatype.DaysFromCivil(year, month, day)
}

// skipped reports whether a date is one of those that the Gregorian reform left out, 1582-10-05 to 1582-10-14: java.util.Calendar, by
// which Calcite checks literals, does not know them.
func skipped(year, month, day int) bool { return year == 1582 && month == 10 && 5 <= day && day <= 14 }

// clock reads a time of day and the digits of its fraction, which may be none after the point.
func (r *timeReader) clock() (datatype.Nanos, int) {
	hour := r.number(0, 23)
	r.skip(":")
	minute := r.number(0, 59)
	r.skip(":")
	second := r.number(0, 59)
	nanos, digits := r.fraction()
	if r.bad {
		return 0, 0
	}
	clock := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	return datatype.Nanos(clock) + nanos, digits
}

// fraction reads the fraction of a second; what comes after its ninth digit is cut.
func (r *timeReader) fraction() (datatype.Nanos, int) {
	text, ok := strings.CutPrefix(r.rest, ".")
	if !ok {
		return 0, 0
	}
	nanos, digits := datatype.Nanos(0), 0
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			r.bad = true
			return 0, 0
		}
		if digits < 9 {
			nanos = nanos*10 + datatype.Nanos(text[i]-'0')
			digits++
		}
	}
	r.rest = ""
	for i := digits; i < 9; i++ {
		nanos *= 10
	}
	return nanos, digits
}

// timestamp reads a date and a time of day, or a date alone.
func (r *timeReader) timestamp() (datatype.Type, datatype.Instant) {
	day := r.date()
	if r.rest == "" {
		return datatype.TimestampType(0), datatype.InstantOf(day, 0)
	}
	r.skip(" ")
	clock, digits := r.clock()
	return datatype.TimestampType(digits), datatype.InstantOf(day, clock)
}
