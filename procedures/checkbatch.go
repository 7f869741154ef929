package procedures

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// checkBatch holds the rows of a procedure against what PostgreSQL's types can carry: a client would read other values, or none,
// from text that is not UTF-8, a number that was cut to its column's width or a date beyond the calendar.
func (r *run) checkBatch(b *datatype.Batch) error {
	if err := r.checkShape(b); err != nil {
		return err
	}
	for i := range b.Columns {
		if err := checkColumn(&b.Columns[i]); err != nil {
			return err
		}
	}
	return nil
}

// checkShape holds a batch that a [DirectFunc] made by itself against what its procedure declares: encoders rely on it.
func (r *run) checkShape(b *datatype.Batch) error {
	want := 1
	row := r.output != nil && isRow(*r.output)
	switch {
	case r.output == nil:
		want = 0
	case row:
		want = len(r.output.Fields)
	}
	if len(b.Columns) != want {
		return pgerr.New(pgerr.ExternalRoutineException, "procedure %s returned %d columns instead of %d", r.call.fullName(), len(b.Columns), want)
	}
	for i := range b.Columns {
		declared := r.output
		if row {
			declared = &r.output.Fields[i].Type
		}
		if c := &b.Columns[i]; c.Type.Root != declared.Root || c.Len() != b.Rows || c.Null != nil && len(c.Null) != b.Rows {
			return pgerr.New(pgerr.ExternalRoutineException, "procedure %s returned a batch of %d rows whose column %d has %d values of type %s",
				r.call.fullName(), b.Rows, i+1, c.Len(), c.Type)
		}
	}
	return nil
}

func checkColumn(c *datatype.Column) error {
	switch c.Type.Root {
	case datatype.Char, datatype.Varchar:
		return checkEach(c.Strings, checkText)
	case datatype.TinyInt, datatype.SmallInt, datatype.Int, datatype.Date, datatype.Time:
		return checkInts(c)
	case datatype.Float:
		return checkEach(c.Floats, checkSingle)
	case datatype.Timestamp, datatype.TimestampLTZ, datatype.TimestampTZ:
		return checkEach(c.Instants, checkInstant)
	}
	return checkEach(c.Values, checkValue)
}

func checkEach[T any](values []T, check func(T) error) error {
	for _, v := range values {
		if err := check(v); err != nil {
			return err
		}
	}
	return nil
}

// checkText is PostgreSQL's pg_verifymbstr.
func checkText(s string) error {
	if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
		return pgerr.New(pgerr.CharacterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\" in a procedure's text")
	}
	return nil
}

// checkSingle refuses what would become infinite; a value that is infinite already is one.
func checkSingle(f float64) error {
	if !math.IsInf(f, 0) && math.IsInf(float64(float32(f)), 0) {
		return pgerr.New(pgerr.NumericValueOutOfRange, "value out of range: overflow")
	}
	return nil
}

func checkInts(c *datatype.Column) error {
	least, most, err := intBounds(c.Type.Root)
	for _, n := range c.Ints {
		if (n < least || n > most) && !infiniteDate(c.Type.Root, n) {
			return err
		}
	}
	return nil
}

// The years of PostgreSQL's calendar (MIN_TIMESTAMP, END_TIMESTAMP, DATE_END_JULIAN): from 4714-11-24 BC up to the end of the year
// 294276 for timestamps and of 5874897 for dates.
const firstYear, lastYear = -4713, 5874897

var (
	firstDay   = datatype.DaysFromCivil(firstYear, 11, 24)
	lastDay    = datatype.DaysFromCivil(lastYear, 12, 31)
	endOfTimes = datatype.InstantOf(datatype.DaysFromCivil(294277, 1, 1), 0)
)

// intBounds are the least and the greatest number of a column, and the error of others.
func intBounds(root datatype.Root) (least, most int64, err error) {
	switch root {
	case datatype.TinyInt:
		return math.MinInt8, math.MaxInt8, errOutOfRange("integer")
	case datatype.SmallInt:
		return math.MinInt16, math.MaxInt16, errOutOfRange("integer")
	case datatype.Date:
		return int64(firstDay), int64(lastDay), pgerr.New(pgerr.DatetimeFieldOverflow, "date out of range")
	case datatype.Time:
		const day = 24 * 60 * 60 * 1_000_000_000
		return 0, day, pgerr.New(pgerr.DatetimeFieldOverflow, "time out of range")
	}
	return math.MinInt32, math.MaxInt32, errOutOfRange("integer")
}

func infiniteDate(root datatype.Root, n int64) bool {
	return root == datatype.Date && (n == int64(datatype.DaysInfinity) || n == int64(datatype.DaysNegativeInfinity))
}

func checkInstant(i datatype.Instant) error {
	const nanosPerSecond, secondsPerDay = 1_000_000_000, 24 * 60 * 60
	switch {
	case i.IsInfinite():
		return nil
	case i.Seconds >= int64(firstDay)*secondsPerDay && i.Seconds < endOfTimes.Seconds && i.Nanos >= 0 && i.Nanos < nanosPerSecond:
		return nil
	}
	return pgerr.New(pgerr.DatetimeFieldOverflow, "timestamp out of range")
}

// checkValue checks a value inside an ARRAY, MAP or ROW.
func checkValue(v datatype.Value) error {
	switch v := v.(type) {
	case string:
		return checkText(v)
	case []datatype.Value:
		return checkEach(v, checkValue)
	case []datatype.Entry:
		return checkEach(v, func(e datatype.Entry) error {
			if err := checkValue(e.Key); err != nil {
				return err
			}
			return checkValue(e.Value)
		})
	case datatype.Instant:
		return checkInstant(v)
	case datatype.Days:
		return checkInts(&datatype.Column{Type: datatype.Of(datatype.Date), Ints: []int64{int64(v)}})
	case datatype.Nanos:
		return checkInts(&datatype.Column{Type: datatype.Of(datatype.Time), Ints: []int64{int64(v)}})
	}
	return nil
}
