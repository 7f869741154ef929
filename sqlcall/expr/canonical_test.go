package expr_test

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

// canonical is the text of a value in the verdicts of the conformance corpus.
func canonical(v datatype.Value) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case float32:
		return float(float64(v), 32, 6)
	case float64:
		return float(v, 64, 15)
	case *apd.Decimal:
		return v.Text('f')
	case []byte:
		return `\x` + hex.EncodeToString(v)
	case datatype.Days:
		y, m, d := v.Civil()
		return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	case datatype.Nanos:
		return clock(v)
	case datatype.Instant:
		d, n := v.Split()
		return canonical(d) + " " + clock(n)
	case time.Duration:
		return strconv.FormatInt(v.Milliseconds(), 10)
	}
	return fmt.Sprint(v)
}

func clock(n datatype.Nanos) string {
	s := int64(n) / int64(time.Second)
	text := fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
	if f := int64(n) % int64(time.Second); f != 0 {
		text += "." + strings.TrimRight(fmt.Sprintf("%09d", f), "0")
	}
	return text
}

// float lays a number out as PostgreSQL does: fixed where -4 <= exponent < digits.
func float(f float64, bits, digits int) string {
	if f == 0 {
		return "0"
	}
	exponent := int(math.Floor(math.Log10(math.Abs(f))))
	text := strconv.FormatFloat(f, 'e', -1, bits)
	if i := strings.IndexByte(text, 'e'); i > 0 {
		exponent, _ = strconv.Atoi(text[i+1:])
	}
	if exponent < -4 || exponent >= digits {
		return text
	}
	return strconv.FormatFloat(f, 'f', -1, bits)
}
