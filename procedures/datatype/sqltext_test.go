package datatype_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
)

func TestFormatSQL(t *testing.T) {
	t.Parallel()
	stamp := datatype.InstantOf(datatype.DaysFromCivil(2021, 9, 24), 45_296_123_456_000)
	tokyo := time.FixedZone("", 9*3600)
	for _, test := range []struct {
		value datatype.Value
		typ   string
		want  string
	}{
		{nil, "INT", "NULL"},
		{true, "BOOLEAN", "TRUE"},
		{int8(-1), "TINYINT", "-1"},
		{apd.New(9870, -3), "DECIMAL(5, 3)", "9.870"},
		{[]byte("Flink"), "BYTES", "Flink"},
		{[]byte{0xab}, "BITMAP", "ab"},
		{json.RawMessage(`{"a":1}`), "VARIANT", `{"a":1}`},
		{datatype.DaysFromCivil(1, 1, 1), "DATE", "0001-01-01"},
		{datatype.Nanos(45_296_123_000_000), "TIME(0)", "12:34:56"},
		{datatype.Nanos(45_296_120_000_000), "TIME(3)", "12:34:56.12"},
		{datatype.Nanos(45_296_000_000_000), "TIME(9)", "12:34:56.0"},
		{stamp, "TIMESTAMP(6)", "2021-09-24 12:34:56.123456"},
		{stamp, "TIMESTAMP(0)", "2021-09-24 12:34:56"},
		{stamp, "TIMESTAMP_LTZ(9)", "2021-09-24 21:34:56.123456000"},
		{datatype.InstantInfinity, "TIMESTAMP(3)", "infinity"},
		{datatype.Period(84), "INTERVAL YEAR", "+7-00"},
		{datatype.Period(-123), "INTERVAL MONTH", "-10-03"},
		{datatype.Period(math.MinInt32), "INTERVAL MONTH", "-178956970-08"},
		{123_456_789 * time.Millisecond, "INTERVAL SECOND(3)", "+1 10:17:36.789"},
		{-10 * time.Millisecond, "INTERVAL SECOND(3)", "-0 00:00:00.010"},
		{[]datatype.Value{int32(-123), nil}, "ARRAY<INT>", "[-123, NULL]"},
		{[]datatype.Value{}, "ARRAY<INT>", "[]"},
		{[]datatype.Value{[]datatype.Value{int32(1)}, "abc"}, "ROW<a ROW<b INT>, c STRING>", "((1), abc)"},
		{[]datatype.Value{int32(10), nil}, "STRUCTURED<'c', a INT, b STRING>", "(a=10, b=NULL)"},
		{[]datatype.Entry{{Key: "a", Value: datatype.Period(-123)}, {}}, "MAP<STRING, INTERVAL MONTH>", "{a=-10-03, NULL=NULL}"},
		{[]datatype.Entry{{Key: "a", Value: int32(2)}}, "MULTISET<STRING>", "{a=2}"},
	} {
		if got := datatype.FormatSQL(test.value, mustParse(t, test.typ), tokyo); got != test.want {
			t.Errorf("%v as %s: got %q, want %q", test.value, test.typ, got, test.want)
		}
	}
}

func TestFormatSQLFloats(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		value datatype.Value
		want  string
	}{
		{0.0, "0.0"},
		{math.Copysign(0, -1), "-0.0"},
		{1.0, "1.0"},
		{-123.456, "-123.456"},
		{0.001, "0.001"},
		{0.00099, "9.9E-4"},
		{9999999.0, "9999999.0"},
		{1e7, "1.0E7"},
		{1.5e7, "1.5E7"},
		{1e10, "1.0E10"},
		{1e-4, "1.0E-4"},
		{1e23, "1.0E23"},
		{math.MaxFloat64, "1.7976931348623157E308"},
		{5e-324, "4.9E-324"},
		{2e-323, "2.0E-323"},
		{math.NaN(), "NaN"},
		{math.Inf(1), "Infinity"},
		{math.Inf(-1), "-Infinity"},
		{float32(0.1), "0.1"},
		{float32(1e-45), "1.4E-45"},
		{float32(16777216), "1.6777216E7"},
		{float32(1e7), "1.0E7"},
		{float32(math.MaxFloat32), "3.4028235E38"},
	} {
		typ := datatype.Of(datatype.Double)
		if _, ok := test.value.(float32); ok {
			typ = datatype.Of(datatype.Float)
		}
		if got := datatype.FormatSQL(test.value, typ, nil); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

// TestFormatSQLBytes compares the replacement of malformed UTF-8 with what Java's decoder does.
func TestFormatSQLBytes(t *testing.T) {
	t.Parallel()
	for bytes, want := range map[string]string{
		"a\xc3\xa9":    "aé",
		"\xc3":         "\ufffd",
		"\xe2\x82":     "\ufffd",
		"\xf0\x9f\x98": "\ufffd",
		"\xc0\xafA":    "\ufffd\ufffdA",
		"\xed\xa0\x80": "\ufffd",
		"\xe2\x82A":    "\ufffdA",
		"\xff\xfe":     "\ufffd\ufffd",
		"\x80x":        "\ufffdx",
	} {
		if got := datatype.FormatSQL([]byte(bytes), datatype.BytesType(), nil); got != want {
			t.Errorf("%q: got %q, want %q", bytes, got, want)
		}
	}
}
