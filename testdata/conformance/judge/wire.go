package judge

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/callgate/callgate/testdata/conformance/corpus"
)

// wireTypes maps the first word of Flink's types to the OIDs of PostgreSQL (design: types). Written here a second time, so that a
// mistake in callgate's own mapping shows.
var wireTypes = map[string]uint32{
	"BOOLEAN": pgtype.BoolOID, "TINYINT": pgtype.Int2OID, "SMALLINT": pgtype.Int2OID, "INT": pgtype.Int4OID, "BIGINT": pgtype.Int8OID,
	"FLOAT": pgtype.Float4OID, "DOUBLE": pgtype.Float8OID, "DECIMAL": pgtype.NumericOID,
	"CHAR": pgtype.BPCharOID, "VARCHAR": pgtype.VarcharOID, "STRING": pgtype.TextOID,
	"BINARY": pgtype.ByteaOID, "VARBINARY": pgtype.ByteaOID, "BYTES": pgtype.ByteaOID, "RAW": pgtype.ByteaOID,
	"DATE": pgtype.DateOID, "TIME": pgtype.TimeOID, "TIMESTAMP": pgtype.TimestampOID, "TIMESTAMP_LTZ": pgtype.TimestamptzOID,
	"INTERVAL": pgtype.IntervalOID,
}

var arrayTypes = map[string]uint32{"INT": pgtype.Int4ArrayOID, "STRING": pgtype.TextArrayOID}

// wireType returns the OID and the type modifier of a Flink type.
func wireType(flink string) (oid uint32, modifier int32) {
	word, rest := flink, ""
	if i := strings.IndexAny(flink, "(< "); i >= 0 {
		word, rest = flink[:i], flink[i:]
	}
	if word == "ARRAY" {
		element, _, _ := strings.Cut(strings.Trim(rest, "<>"), " ") // less NOT NULL
		if oid, ok := arrayTypes[element]; ok {
			return oid, -1
		}
	}
	oid, ok := wireTypes[word]
	if !ok {
		return pgtype.JSONBOID, -1
	}
	var p, s int32
	_, _ = fmt.Sscanf(rest, "(%d, %d)", &p, &s) // what is not there stays 0
	const header = 4
	switch word {
	case "DECIMAL":
		return oid, p<<16 + s + header
	case "CHAR", "VARCHAR":
		return oid, p + header
	case "TIME", "TIMESTAMP", "TIMESTAMP_LTZ":
		return oid, min(p, 6)
	}
	return oid, -1
}

// compareWire compares an answer that came over the wire: names, OIDs, type modifiers, values to the microsecond.
func compareWire(c *corpus.Case, got *Outcome) *Difference {
	if len(got.Wire) != len(c.Verdict.Columns) {
		return different("%d columns on the wire, wanted %v", len(got.Wire), c.Verdict.Columns)
	}
	for i, want := range c.Verdict.Columns {
		oid, modifier := wireType(want.Type)
		if g := got.Wire[i]; g.Name != want.Name || g.DataTypeOID != oid || g.TypeModifier != modifier {
			return different("column %d is %q, type %d(%d), wanted %q, %d(%d)", i+1, g.Name, g.DataTypeOID, g.TypeModifier, want.Name, oid, modifier)
		}
	}
	if c.Volatile || len(c.Verdict.Columns) == 0 { // without columns there are no rows on the wire
		return nil
	}
	return compareRows(got.Rows, c.Verdict.Rows, func(i int, got, want string) bool {
		return sameOnWire(c.Verdict.Columns[i].Type, got, want)
	})
}

// sameOnWire compares PostgreSQL's text of a value with its canonical text.
func sameOnWire(flink, got, want string) bool {
	oid, _ := wireType(flink)
	switch oid {
	case pgtype.BoolOID:
		return got == want[:1]
	case pgtype.Float4OID:
		return sameFloat(got, want, 32)
	case pgtype.Float8OID:
		return sameFloat(got, want, 64)
	case pgtype.TimeOID:
		return sameTime("15:04:05", got, want)
	case pgtype.TimestampOID:
		return sameTime("2006-01-02 15:04:05", got, want)
	case pgtype.TimestamptzOID:
		var t time.Time
		if err := pgtype.NewMap().Scan(oid, pgtype.TextFormatCode, []byte(got), &t); err != nil {
			return false
		}
		return sameTime("2006-01-02 15:04:05", t.UTC().Format("2006-01-02 15:04:05.999999"), want)
	case pgtype.IntervalOID:
		return sameInterval(flink, got, want)
	case pgtype.JSONBOID:
		return sameJSON(got, want)
	case pgtype.Int4ArrayOID, pgtype.TextArrayOID:
		return sameArray(oid, got, want)
	}
	return got == want
}

// sameFloat compares numbers bit by bit: PostgreSQL's shortest text has a digit more where a bound of the interval is the text
// itself (2e+23 is 1.9999999999999998e+23).
func sameFloat(got, want string, bits int) bool {
	g, errG := strconv.ParseFloat(got, bits)
	w, errW := strconv.ParseFloat(want, bits)
	return errG == nil && errW == nil && math.Float64bits(g) == math.Float64bits(w)
}

// sameTime compares times to the microsecond, halves rounded up.
func sameTime(layout, got, want string) bool {
	if got == want {
		return true
	}
	w, err := time.Parse(layout+".999999999", want)
	if err != nil {
		return false
	}
	return got == w.Add(500*time.Nanosecond).Truncate(time.Microsecond).Format(layout+".999999")
}

// sameInterval compares with a count of months or of milliseconds.
func sameInterval(flink, got, want string) bool {
	var interval pgtype.Interval
	if err := pgtype.NewMap().Scan(pgtype.IntervalOID, pgtype.TextFormatCode, []byte(got), &interval); err != nil {
		return false
	}
	n, err := strconv.ParseInt(want, 10, 64)
	if err != nil {
		return false
	}
	if strings.HasPrefix(flink, "INTERVAL YEAR") || strings.HasPrefix(flink, "INTERVAL MONTH") {
		return int64(interval.Months) == n && interval.Days == 0 && interval.Microseconds == 0
	}
	day := 24 * time.Hour
	return interval.Months == 0 && int64(interval.Days)*day.Microseconds()+interval.Microseconds == n*1000
}

func sameJSON(got, want string) bool {
	a, errA := decodeJSON(got)
	b, errB := decodeJSON(want)
	return errA == nil && errB == nil && reflect.DeepEqual(a, b)
}

func decodeJSON(text string) (v any, err error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	err = d.Decode(&v)
	return v, err
}

// sameArray compares an array literal with a JSON array of scalars.
func sameArray(oid uint32, got, want string) bool {
	elements, err := decodeJSON(want)
	if err != nil {
		return false
	}
	var values []pgtype.Text
	if oid == pgtype.TextArrayOID {
		err = pgtype.NewMap().Scan(oid, pgtype.TextFormatCode, []byte(got), &values)
	} else {
		values, err = intArray(got)
	}
	list, ok := elements.([]any)
	if err != nil || !ok || len(list) != len(values) {
		return false
	}
	for i, e := range list {
		if e == nil && values[i].Valid || e != nil && (!values[i].Valid || values[i].String != fmt.Sprint(e)) {
			return false
		}
	}
	return true
}

func intArray(text string) ([]pgtype.Text, error) {
	var numbers []pgtype.Int4
	err := pgtype.NewMap().Scan(pgtype.Int4ArrayOID, pgtype.TextFormatCode, []byte(text), &numbers)
	values := make([]pgtype.Text, len(numbers))
	for i, n := range numbers {
		values[i] = pgtype.Text{String: strconv.Itoa(int(n.Int32)), Valid: n.Valid}
	}
	return values, err
}
