package datatype

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/cockroachdb/apd/v3"
)

// FormatSQL returns the text of a value as CAST(value AS STRING) gives it in Flink: TRUE, 1.0E10, `+1 02:03:04.500`, `[1, NULL]`,
// `{k=v}`, `(1, a)`. zone is the session's, for TIMESTAMP_LTZ (nil is UTC). NULL is the text NULL. Bytes are read as UTF-8,
// with U+FFFD for what is not; a RAW or a BITMAP, whose Java object Flink would print, is printed as hexadecimal digits.
//
// A value whose Go type does not belong to the type is spelled by Go.
func FormatSQL(v Value, t Type, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	var b strings.Builder
	sqlWriter{&b, zone}.write(v, t)
	return b.String()
}

type sqlWriter struct {
	*strings.Builder
	zone *time.Location
}

func (w sqlWriter) write(v Value, t Type) {
	switch v := v.(type) {
	case nil:
		w.WriteString("NULL")
	case string:
		w.WriteString(v)
	case bool:
		w.WriteString(strings.ToUpper(strconv.FormatBool(v)))
	case float32:
		w.WriteString(formatJavaFloat(float64(v), 32))
	case float64:
		w.WriteString(formatJavaFloat(v, 64))
	case *apd.Decimal:
		w.WriteString(v.Text('f'))
	case []byte:
		w.writeBytes(v, t)
	case json.RawMessage:
		w.Write(v)
	case Days:
		w.WriteString(formatDate(v))
	case Nanos:
		w.WriteString(formatTime(v, t.Precision))
	case Instant:
		if t.Root == TimestampLTZ {
			v = v.InZone(w.zone)
		}
		w.WriteString(formatTimestamp(v, t.Precision))
	case Period:
		w.WriteString(formatYearMonth(v))
	case time.Duration:
		w.WriteString(formatDayTime(v))
	case []Value:
		w.writeValues(v, t)
	case []Entry:
		w.writeEntries(v, t)
	default:
		fmt.Fprint(w, v)
	}
}

func (w sqlWriter) writeBytes(v []byte, t Type) {
	if t.Root == Raw || t.Root == Bitmap {
		w.WriteString(hex.EncodeToString(v))
		return
	}
	w.WriteString(decodeUTF8(v))
}

func (w sqlWriter) writeValues(values []Value, t Type) {
	open, end := "(", ")"
	if t.Root == Array {
		open, end = "[", "]"
	}
	w.WriteString(open)
	for i, v := range values {
		if i > 0 {
			w.WriteString(", ")
		}
		var elem Type
		switch {
		case t.Root == Array && t.Elem != nil:
			elem = *t.Elem
		case i < len(t.Fields):
			elem = t.Fields[i].Type
			if t.Root == Structured {
				w.WriteString(t.Fields[i].Name + "=")
			}
		}
		w.write(v, elem)
	}
	w.WriteString(end)
}

func (w sqlWriter) writeEntries(entries []Entry, t Type) {
	var key, value Type
	switch {
	case t.Root == Multiset && t.Elem != nil:
		key, value = *t.Elem, Of(Int)
	case t.Key != nil && t.Elem != nil:
		key, value = *t.Key, *t.Elem
	}
	w.WriteByte('{')
	for i, entry := range entries {
		if i > 0 {
			w.WriteString(", ")
		}
		w.write(entry.Key, key)
		w.WriteByte('=')
		w.write(entry.Value, value)
	}
	w.WriteByte('}')
}

// formatJavaFloat writes a number as Float.toString and Double.toString do since JDK 19: the shortest digits that read back, of
// two digits the closest, fixed from 0.001 to below 10^7, else with an exponent.
func formatJavaFloat(f float64, bits int) string {
	switch {
	case f != f:
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f == 0:
		return strconv.FormatFloat(f, 'f', 1, bits)
	}
	scientific := strconv.FormatFloat(f, 'e', -1, bits)
	mantissa, power, _ := strings.Cut(scientific, "e")
	if !strings.Contains(mantissa, ".") {
		mantissa, power, _ = strings.Cut(strconv.FormatFloat(f, 'e', 1, bits), "e")
	}
	exponent, err := strconv.Atoi(power)
	if err != nil || exponent < -3 || exponent >= 7 {
		return mantissa + "E" + strconv.Itoa(exponent)
	}
	fixed := strconv.FormatFloat(f, 'f', -1, bits)
	if !strings.Contains(fixed, ".") {
		fixed += ".0"
	}
	return fixed
}
