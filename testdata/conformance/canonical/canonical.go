// Package canonical writes values as the conformance corpus spells them, so that a test can compare what callgate answers with
// what Apache Flink answered, type by type, without a wire format in between.
package canonical

import (
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
)

// Text returns the canonical text of a value of a type. NULL, which the corpus keeps outside of texts, reads "null". A value
// whose Go type is not the one that [datatype.Value] names for the type is spelled by Go, so that a test shows it.
func Text(v datatype.Value, t datatype.Type) string {
	switch t.Root {
	case datatype.Array, datatype.Map, datatype.Multiset, datatype.Row, datatype.Structured:
		return JSON(v, t)
	}
	return scalar(v)
}

func scalar(v datatype.Value) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return v
	case []byte:
		return `\x` + hex.EncodeToString(v)
	case float32:
		return float(float64(v), 32, 6)
	case float64:
		return float(v, 64, 15)
	case *apd.Decimal:
		return v.Text('f')
	case datatype.Days:
		return date(v)
	case datatype.Nanos:
		return timeOfDay(v)
	case datatype.Instant:
		return dateTime(v)
	case datatype.Period:
		return strconv.Itoa(int(v))
	case time.Duration:
		return strconv.FormatInt(v.Milliseconds(), 10)
	}
	return fmt.Sprint(v)
}

// float lays a number out as PostgreSQL does: fixed while -4 <= exponent < limit, else with an exponent of two digits or more.
func float(v float64, bits, limit int) string {
	switch {
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	}
	scientific := strconv.FormatFloat(v, 'e', -1, bits)
	_, after, _ := strings.Cut(scientific, "e")
	exponent, err := strconv.Atoi(after)
	if err == nil && (exponent < -4 || exponent >= limit) {
		return scientific
	}
	return strconv.FormatFloat(v, 'f', -1, bits) // NaN too
}

func date(d datatype.Days) string {
	year, month, day := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

func timeOfDay(n datatype.Nanos) string {
	seconds, fraction := int64(n)/1e9, int64(n)%1e9
	text := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	if fraction != 0 {
		text += "." + strings.TrimRight(fmt.Sprintf("%09d", fraction), "0")
	}
	return text
}

func dateTime(i datatype.Instant) string {
	switch i {
	case datatype.InstantInfinity:
		return "infinity"
	case datatype.InstantNegativeInfinity:
		return "-infinity"
	}
	days, nanos := i.Split()
	return date(days) + " " + timeOfDay(nanos)
}
