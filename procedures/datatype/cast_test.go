package datatype_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/testdata/conformance/canonical"
)

// castChain casts a text to the first type, that to the second, and so on.
func castChain(t *testing.T, zone *time.Location, text string, types []string) (datatype.Value, datatype.Type, error) {
	t.Helper()
	var v datatype.Value = text
	from := datatype.StringType()
	for _, name := range types {
		to := mustParse(t, name)
		var err error
		if v, err = datatype.Cast(v, from, to, zone); err != nil {
			return nil, to, err
		}
		from = to
	}
	return v, from, nil
}

func TestCastAsFlink(t *testing.T) {
	t.Parallel()
	zones := map[string]*time.Location{}
	for _, line := range golden(t, "casts.tsv") {
		zone, ok := zones[line[0]]
		if !ok {
			var err error
			if zone, err = time.LoadLocation(line[0]); err != nil {
				t.Skipf("no time zone data: %v", err)
			}
			zones[line[0]] = zone
		}
		v, typ, err := castChain(t, zone, line[1], strings.Split(line[2], " > "))
		switch {
		case line[3] == "error" && err == nil:
			t.Errorf("%s: %q to %s = %s, want an error", line[0], line[1], line[2], canonical.Text(v, typ))
		case line[3] == "error" && !strings.HasPrefix(string(pgerr.From(err).Code), "22"):
			t.Errorf("%s: %q to %s: %v", line[0], line[1], line[2], err)
		case line[3] != "error" && (err != nil || canonical.Text(v, typ) != line[3]):
			t.Errorf("%s: %q to %s = %v, %v, want %s", line[0], line[1], line[2], v, err, line[3])
		}
	}
}

// TestCastValues are casts that do not start from a text.
func TestCastValues(t *testing.T) {
	t.Parallel()
	days := func(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
	for _, test := range []struct {
		value    datatype.Value
		from, to string
		want     datatype.Value
	}{
		{nil, "INT", "STRING NOT NULL", nil},
		{int32(128), "INT", "TINYINT", int8(-128)},
		{int32(65536), "INT", "SMALLINT", int16(0)},
		{int64(123456789012345678), "BIGINT", "TINYINT", int8(78)},
		{1e10, "DOUBLE", "TINYINT", int8(-1)},
		{1e19, "DOUBLE", "BIGINT", int64(math.MaxInt64)},
		{math.NaN(), "DOUBLE", "INT", int32(0)},
		{float32(-0.5), "FLOAT", "BOOLEAN", true},
		{apd.New(-156, -2), "DECIMAL(3, 2)", "INT", int32(-1)},
		{apd.New(0, -2), "DECIMAL(3, 2)", "BOOLEAN", false},
		{apd.New(5, 100), "DECIMAL(38, 0)", "BIGINT", int64(0)},
		{true, "BOOLEAN", "CHAR(3)", "TRU"},
		{[]byte("12"), "BINARY(2)", "CHAR(3)", "12 "},
		{"é", "CHAR(1)", "BINARY(3)", []byte{0xc3, 0xa9, 0}},
		{datatype.DaysFromCivil(2024, 2, 29), "DATE", "CHAR(5)", "2024-"},

		{int32(7), "INT", "INTERVAL DAY", days(7)},
		{int64(-5), "BIGINT", "INTERVAL YEAR", datatype.Period(-60)},
		{apd.New(-156, -2), "DECIMAL(3, 2)", "INTERVAL DAY", -134784 * time.Second},
		{apd.New(79, -1), "DECIMAL(2, 1)", "INTERVAL MONTH", datatype.Period(7)},
		{apd.New(-12349, -4), "DECIMAL(5, 4)", "INTERVAL SECOND", -1234 * time.Millisecond},
		{apd.New(4, -2), "DECIMAL(3, 2)", "INTERVAL YEAR", datatype.Period(0)},
		{days(2), "INTERVAL DAY", "INT", int32(2)},
		{days(2), "INTERVAL SECOND(3)", "BIGINT", int64(172800)},
		{26 * time.Hour, "INTERVAL DAY TO HOUR", "INT", int32(26)},
		{4500 * time.Millisecond, "INTERVAL SECOND", "INT", int32(4)},
		{4600 * time.Millisecond, "INTERVAL SECOND", "INT", int32(5)},
		{-4500 * time.Millisecond, "INTERVAL SECOND", "INT", int32(-4)},
		{-4600 * time.Millisecond, "INTERVAL SECOND", "INT", int32(-5)},
		{datatype.Period(60), "INTERVAL YEAR", "INT", int32(5)},
		{datatype.Period(14), "INTERVAL YEAR TO MONTH", "DECIMAL(10, 2)", apd.New(1400, -2)},
		{days(1), "INTERVAL DAY", "DECIMAL(10, 2)", apd.New(100, -2)},
		{datatype.Period(14), "INTERVAL MONTH", "INTERVAL YEAR", datatype.Period(14)},
		{days(2), "INTERVAL DAY", "VARCHAR(4)", "+2 0"},

		{[]datatype.Value{"1", nil}, "ARRAY<STRING>", "ARRAY<INT>", []datatype.Value{int32(1), nil}},
		{[]datatype.Value{int32(1), "2"}, "ROW<a INT, b STRING>", "ROW<x STRING, y INT>", []datatype.Value{"1", int32(2)}},
		{[]datatype.Value{int32(1)}, "ROW<a INT>", "STRUCTURED<'c', a BIGINT>", []datatype.Value{int64(1)}},
		{
			[]datatype.Entry{{Key: 1.2, Value: "1"}, {Key: 2.0, Value: "2"}, {Key: 1.4, Value: "3"}},
			"MAP<DOUBLE, STRING>", "MAP<INT, INT>",
			[]datatype.Entry{{Key: int32(1), Value: int32(3)}, {Key: int32(2), Value: int32(2)}},
		},
		{
			[]datatype.Entry{{Key: "a", Value: int32(2)}},
			"MULTISET<STRING>", "MULTISET<CHAR(2)>",
			[]datatype.Entry{{Key: "a ", Value: int32(2)}},
		},
		{[]datatype.Value{int32(1), nil}, "ARRAY<INT>", "VARCHAR(5)", "[1, N"},
	} {
		got, err := datatype.Cast(test.value, mustParse(t, test.from), mustParse(t, test.to), nil)
		if err != nil {
			t.Errorf("%v: %s to %s: %v", test.value, test.from, test.to, err)
			continue
		}
		if diff := cmp.Diff(test.want, got, cmp.Comparer(sameDecimal)); diff != "" {
			t.Errorf("%v: %s to %s: %s", test.value, test.from, test.to, diff)
		}
	}
}

func sameDecimal(a, b *apd.Decimal) bool { return a.CmpTotal(b) == 0 }

func TestCastErrors(t *testing.T) {
	t.Parallel()
	stamp := datatype.Instant{Seconds: 1}
	for _, test := range []struct {
		value    datatype.Value
		from, to string
		code     pgerr.Code
	}{
		{"x", "STRING", "INT", pgerr.InvalidTextRepresentation},
		{"1xy", "STRING", "DECIMAL(10, 2)", pgerr.InvalidTextRepresentation},
		{"1x", "STRING", "DECIMAL(19, 2)", pgerr.InvalidTextRepresentation},
		{"1e-20", "STRING", "DECIMAL(10, 1)", pgerr.NumericValueOutOfRange},
		{"maybe", "STRING", "BOOLEAN", pgerr.InvalidTextRepresentation},
		{"0x_1p3", "STRING", "DOUBLE", pgerr.InvalidTextRepresentation},
		{"128", "STRING", "TINYINT", pgerr.NumericValueOutOfRange},
		{"-9223372036854775809", "STRING", "BIGINT", pgerr.NumericValueOutOfRange},
		{strings.Repeat("9", 100_000), "STRING", "BIGINT", pgerr.NumericValueOutOfRange},
		{"1e999999999999", "STRING", "DECIMAL(38, 0)", pgerr.NumericValueOutOfRange},
		{int32(1000), "INT", "DECIMAL(5, 3)", pgerr.NumericValueOutOfRange},
		{apd.New(99999999995, -3), "DECIMAL(11, 3)", "DECIMAL(10, 2)", pgerr.NumericValueOutOfRange},
		{math.Inf(1), "DOUBLE", "DECIMAL(10, 2)", pgerr.NumericValueOutOfRange},
		{&apd.Decimal{Form: apd.NaN}, "DECIMAL(10, 2)", "INT", pgerr.NumericValueOutOfRange},
		{"2024", "STRING", "TIMESTAMP(3)", pgerr.InvalidDatetimeFormat},
		{"today", "STRING", "DATE", pgerr.InvalidDatetimeFormat},
		{"noon", "STRING", "TIME(0)", pgerr.InvalidDatetimeFormat},
		{"2024-02-30", "STRING", "DATE", pgerr.DatetimeFieldOverflow},
		{"24:00", "STRING", "TIME(0)", pgerr.DatetimeFieldOverflow},
		{"2024-13-01", "STRING", "TIMESTAMP(3)", pgerr.DatetimeFieldOverflow},
		{stamp, "TIMESTAMP(3)", "INT", pgerr.CannotCoerce},
		{int32(1), "INT", "TIMESTAMP(3)", pgerr.CannotCoerce},
		{"5", "STRING", "INTERVAL DAY", pgerr.CannotCoerce},
		{time.Second, "INTERVAL SECOND(3)", "TINYINT", pgerr.CannotCoerce},
		{time.Second, "INTERVAL SECOND(3)", "DECIMAL(3, 3)", pgerr.CannotCoerce},
		{time.Second, "INTERVAL SECOND(3)", "INTERVAL MONTH", pgerr.CannotCoerce},
		{int32(1), "INT", "INTERVAL DAY TO SECOND", pgerr.CannotCoerce},
		{int64(math.MaxInt64), "BIGINT", "INTERVAL DAY", pgerr.IntervalFieldOverflow},
		{int64(3_000_000_000), "BIGINT", "INTERVAL MONTH", pgerr.IntervalFieldOverflow},
		{[]datatype.Value{int32(1)}, "ARRAY<INT>", "MAP<INT, INT>", pgerr.CannotCoerce},
		{[]datatype.Value{"x"}, "ARRAY<STRING>", "ARRAY<INT>", pgerr.InvalidTextRepresentation},
		{[]datatype.Value{int32(1)}, "ROW<a INT>", "ROW<a INT, b INT>", pgerr.CannotCoerce},
		{"a", "STRING", "CHAR(2147483647)", pgerr.ProgramLimitExceeded},
		{[]byte{1}, "BYTES", "BINARY(1000000000)", pgerr.ProgramLimitExceeded},
		{struct{}{}, "INT", "BIGINT", pgerr.CannotCoerce},
	} {
		_, err := datatype.Cast(test.value, mustParse(t, test.from), mustParse(t, test.to), nil)
		if err == nil || pgerr.From(err).Code != test.code {
			t.Errorf("%.40v: %s to %s: got %v, want %s", test.value, test.from, test.to, err, test.code)
		}
	}
}

func TestCastPaddingIsCounted(t *testing.T) {
	t.Parallel()
	values := make([]datatype.Value, 1000)
	for i := range values {
		values[i] = ""
	}
	from, to := datatype.ArrayType(datatype.StringType()), datatype.ArrayType(datatype.CharType(1000))
	if _, err := datatype.Cast(values, from, to, nil); err == nil || pgerr.From(err).Code != pgerr.ProgramLimitExceeded {
		t.Errorf("got %v", err)
	}
	if _, err := datatype.Cast(values[:200], from, to, nil); err != nil {
		t.Error(err)
	}
}

func TestCastTimestampBefore1970(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, date string }{
		{"1969-12-31 00:00:00", "1969-12-31"},
		{"1969-12-31 00:00:00.0009", "1969-12-31"},
		{"1969-12-31 00:00:01", "1970-01-01"},
		{"1969-12-30 23:59:59.9999", "1969-12-31"},
	} {
		v, typ, err := castChain(t, nil, test.text, []string{"TIMESTAMP(9)", "DATE"})
		if err != nil || canonical.Text(v, typ) != test.date {
			t.Errorf("%s: %v, %v", test.text, v, err)
		}
	}
}

func TestCoerceCutsYears(t *testing.T) {
	t.Parallel()
	year, month := mustParse(t, "INTERVAL YEAR"), mustParse(t, "INTERVAL YEAR(4) TO MONTH")
	for months, want := range map[datatype.Period]datatype.Period{14: 12, -14: -12, 11: 0, 24: 24} {
		if got, err := datatype.Coerce(months, datatype.MonthInterval(), year, nil); err != nil || got != want {
			t.Errorf("%d: %v, %v", months, got, err)
		}
		if got, err := datatype.Coerce(months, datatype.MonthInterval(), month, nil); err != nil || got != months {
			t.Errorf("%d: %v, %v", months, got, err)
		}
	}
}

// FuzzCast casts any text along any two types: no panic, an error with a code, and what a cast gives is cast to itself unchanged.
func FuzzCast(f *testing.F) {
	for _, seed := range []struct{ text, first, second string }{
		{"12.5", "DECIMAL(5, 2)", "CHAR(3)"},
		{"2024-02-29 12:34:56.789", "TIMESTAMP(3)", "TIMESTAMP_LTZ(0)"},
		{"1e-3", "DOUBLE", "DECIMAL(38, 38)"},
		{"12:34+01", "TIME(1)", "STRING"},
		{"yes", "BOOLEAN", "BIGINT"},
		{"\xff", "BYTES", "STRING"},
	} {
		f.Add(seed.text, seed.first, seed.second)
	}
	zone := time.FixedZone("", 3600)
	f.Fuzz(func(t *testing.T, text, first, second string) {
		var v datatype.Value = text
		from := datatype.StringType()
		for _, name := range []string{first, second} {
			to, err := datatype.Parse(name)
			if err != nil {
				return
			}
			if v, err = datatype.Cast(v, from, to, zone); err != nil {
				if pgerr.From(err).Code == pgerr.InternalError {
					t.Fatalf("no code: %v", err)
				}
				return
			}
			again, err := datatype.Cast(v, to, to, zone)
			if err != nil || canonical.Text(again, to) != canonical.Text(v, to) {
				t.Fatalf("%q to %s: %v, again: %v, %v", text, to, v, again, err)
			}
			from = to
		}
	})
}
