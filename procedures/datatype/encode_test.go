package datatype_test

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
)

func decimal(t testing.TB, text string) *apd.Decimal {
	t.Helper()
	d, _, err := apd.NewFromString(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func instant(year int, month, day, hour, minute, second, nanos int) datatype.Instant {
	clock := datatype.Nanos((hour*3600+minute*60+second)*1e9 + nanos)
	return datatype.InstantOf(datatype.DaysFromCivil(year, month, day), clock)
}

// TestEncodeText holds texts that PostgreSQL 15 printed for the same values.
func TestEncodeText(t *testing.T) {
	t.Parallel()
	of := datatype.Of
	for _, tt := range []struct {
		typ  datatype.Type
		v    datatype.Value
		want string
	}{
		{of(datatype.Boolean), true, "t"},
		{of(datatype.TinyInt), int8(-128), "-128"},
		{of(datatype.BigInt), int64(math.MinInt64), "-9223372036854775808"},
		{of(datatype.Float), float32(0.1), "0.1"},
		{of(datatype.Float), float32(1e6), "1e+06"},
		{of(datatype.Double), 1e20, "1e+20"},
		{of(datatype.Double), 1e23, "9.999999999999999e+22"},
		{of(datatype.Double), 1e-5, "1e-05"},
		{of(datatype.Double), math.Copysign(0, -1), "-0"},
		{of(datatype.Double), math.NaN(), "NaN"},
		{of(datatype.Double), math.Inf(-1), "-Infinity"},
		{datatype.DecimalType(10, 2), decimal(t, "1.5"), "1.50"},
		{datatype.DecimalType(10, 0), decimal(t, "12E3"), "12000"},
		{datatype.DecimalType(38, 38), decimal(t, "-0.00000000000000000000000000000000000001"), "-0.00000000000000000000000000000000000001"},
		{datatype.DecimalType(10, 2), &apd.Decimal{Form: apd.NaN}, "NaN"},
		{datatype.DecimalType(10, 2), &apd.Decimal{Negative: true}, "0.00"},
		{datatype.CharType(4), "é", "é   "},
		{datatype.CharType(math.MaxInt32), "a", "a"},
		{datatype.StringType(), "a b", "a b"},
		{datatype.BytesType(), []byte{0, 255}, `\x00ff`},
		{of(datatype.Date), datatype.DaysFromCivil(-43, 3, 15), "0044-03-15 BC"},
		{of(datatype.Date), datatype.DaysInfinity, "infinity"},
		{datatype.TimeType(9), datatype.Nanos(86399999999600), "24:00:00"},
		{datatype.TimeType(3), datatype.Nanos(3600e9 + 500e6), "01:00:00.5"},
		{datatype.TimestampType(9), instant(1999, 12, 31, 23, 59, 59, 999999500), "2000-01-01 00:00:00"},
		{datatype.TimestampType(9), instant(1999, 12, 31, 23, 59, 59, 999999499), "1999-12-31 23:59:59.999999"},
		{datatype.TimestampType(6), instant(12345, 1, 2, 3, 4, 5, 0), "12345-01-02 03:04:05"},
		{datatype.TimestampLTZType(6), instant(2020, 1, 1, 0, 0, 0, 0), "2020-01-01 00:00:00+00"},
		{datatype.TimestampLTZType(6), datatype.InstantNegativeInfinity, "-infinity"},
		{datatype.SecondInterval(), 36 * time.Hour, "1 day 12:00:00"},
		{datatype.SecondInterval(), -36 * time.Hour, "-1 days -12:00:00"},
		{datatype.SecondInterval(), 1500 * time.Nanosecond, "00:00:00.000002"},
		{datatype.MonthInterval(), datatype.Period(14), "1 year 2 mons"},
		{datatype.MonthInterval(), datatype.Period(-13), "-1 years -1 mons"},
		{datatype.ArrayType(datatype.StringType()), []datatype.Value{"a", nil, "", "null", `a"b\`, "a b", "{}"}, `{a,NULL,"","null","a\"b\\","a b","{}"}`},
		{datatype.ArrayType(datatype.BytesType()), []datatype.Value{[]byte{1}}, `{"\\x01"}`},
		{datatype.ArrayType(of(datatype.Int)), []datatype.Value{}, `{}`},
		{datatype.ArrayType(datatype.ArrayType(of(datatype.Int))), []datatype.Value{[]datatype.Value{int32(1), nil}, nil}, `[[1, null], null]`},
		{
			datatype.RowType(datatype.Field{Name: "bb", Type: datatype.StringType()}, datatype.Field{Name: "a", Type: of(datatype.Date)}),
			[]datatype.Value{"x\n", datatype.Days(0)},
			`{"a": "1970-01-01", "bb": "x\n"}`,
		},
		{
			datatype.MapType(of(datatype.Int), datatype.TimestampLTZType(3)),
			[]datatype.Entry{{Key: int32(10), Value: datatype.Instant{}}, {Key: int32(9), Value: nil}, {Key: nil, Value: nil}},
			`{"9": null, "10": "1970-01-01T00:00:00+00:00", "null": null}`,
		},
		{datatype.MultisetType(datatype.StringType()), []datatype.Entry{{Key: "a", Value: int32(2)}}, `{"a": 2}`},
		{of(datatype.Variant), json.RawMessage(`{"b":1.0,"a":[1e2]}`), `{"a": [100], "b": 1.0}`},
		{of(datatype.Variant), json.RawMessage(`{broken`), `"{broken"`},
		{datatype.RowType(datatype.Field{Name: "f", Type: of(datatype.Double)}), []datatype.Value{1e20}, `{"f": 100000000000000000000}`},
		{datatype.RowType(datatype.Field{Name: "f", Type: of(datatype.Int)}), []datatype.Value{}, `{"f": null}`},
	} {
		if got := string(encode(tt.v, tt.typ, false, nil)); got != tt.want {
			t.Errorf("%v %v: field %s, want %s", tt.typ, tt.v, got, tt.want)
		}
		if got := encodeString(tt.v, tt.typ, nil); got != tt.want {
			t.Errorf("%v %v: AppendText %s, want %s", tt.typ, tt.v, got, tt.want)
		}
	}
}

func TestEncodeBinary(t *testing.T) {
	t.Parallel()
	of := datatype.Of
	for _, tt := range []struct {
		typ  datatype.Type
		v    datatype.Value
		want string
	}{
		{of(datatype.Boolean), true, "01"},
		{of(datatype.TinyInt), int8(-2), "fffe"},
		{of(datatype.Int), int32(-2), "fffffffe"},
		{of(datatype.BigInt), int64(-2), "fffffffffffffffe"},
		{of(datatype.Float), float32(1), "3f800000"},
		{of(datatype.Double), math.NaN(), "7ff8000000000000"},
		{datatype.DecimalType(10, 2), decimal(t, "-12345.60"), "0003000140000002000109291770"},
		{datatype.DecimalType(10, 5), decimal(t, "0.00001"), "0001fffe0000000503e8"},
		{datatype.DecimalType(10, 2), decimal(t, "0.00"), "0000000000000002"},
		{datatype.DecimalType(10, 2), &apd.Decimal{Form: apd.NaN}, "00000000c0000000"},
		{of(datatype.Date), datatype.DaysFromCivil(2000, 1, 2), "00000001"},
		{of(datatype.Date), datatype.DaysNegativeInfinity, "80000000"},
		{of(datatype.Date), datatype.DaysNegativeInfinity + 1, "80000001"},
		{datatype.TimestampType(6), instant(2000, 1, 1, 0, 0, 0, 1500), "0000000000000002"},
		{datatype.TimestampType(6), datatype.InstantInfinity, "7fffffffffffffff"},
		{datatype.TimestampType(6), datatype.Instant{Seconds: math.MaxInt64 - 1}, "7fffffffffffffff"},
		{datatype.TimestampType(6), datatype.Instant{Seconds: math.MinInt64 + 1}, "8000000000000000"},
		{datatype.SecondInterval(), 25 * time.Hour, "00000000d693a4000000000100000000"},
		{datatype.MonthInterval(), datatype.Period(-1), "000000000000000000000000ffffffff"},
		{datatype.ArrayType(of(datatype.Int)), []datatype.Value{int32(1), nil}, "000000010000000100000017000000020000000100000004" + "00000001" + "ffffffff"},
		{datatype.ArrayType(of(datatype.Int)), []datatype.Value{}, "000000000000000000000017"},
		{datatype.MapType(of(datatype.Int), of(datatype.Int)), []datatype.Entry{}, "017b7d"},
	} {
		if got := hex.EncodeToString(encode(tt.v, tt.typ, true, nil)); got != tt.want {
			t.Errorf("%v %v: %s, want %s", tt.typ, tt.v, got, tt.want)
		}
	}
}

func TestEncodeNull(t *testing.T) {
	t.Parallel()
	for _, typ := range allTypes() {
		for _, binaryFormat := range []bool{false, true} {
			c := datatype.Column{Type: typ}
			c.AppendNull()
			if field := datatype.NewEncoder(typ, binaryFormat, nil)(nil, &c, 0); int32(binary.BigEndian.Uint32(field)) != -1 || len(field) != 4 {
				t.Errorf("%v: NULL is %x", typ, field)
			}
		}
	}
}

func TestDeepVariantIsLinear(t *testing.T) {
	t.Parallel()
	const depth = 9000
	text := make([]byte, 0, depth*8)
	for range depth {
		text = append(text, `{"a":`...)
	}
	text = append(text, '1')
	for range depth {
		text = append(text, '}')
	}
	if got := encodeString(json.RawMessage(text), datatype.Of(datatype.Variant), nil); len(got) != depth*7+1 {
		t.Errorf("length %d", len(got))
	}
}

func TestEncodersDoNotAllocate(t *testing.T) {
	for name, b := range encoderColumns(t) {
		if name == "numeric" {
			continue
		}
		for _, binaryFormat := range []bool{false, true} {
			encoder := datatype.NewEncoder(b.Type, binaryFormat, nil)
			buf := make([]byte, 0, 1024)
			if n := testing.AllocsPerRun(100, func() { buf = encoder(buf[:0], &b, 0) }); n > 0 {
				t.Errorf("%s (binary %v): %v allocations", name, binaryFormat, n)
			}
		}
	}
}

func encoderColumns(t testing.TB) map[string]datatype.Column {
	columns := map[string]datatype.Column{}
	for name, value := range map[string]struct {
		typ datatype.Type
		v   datatype.Value
	}{
		"int8":        {datatype.Of(datatype.BigInt), int64(1234567890123)},
		"int4":        {datatype.Of(datatype.Int), int32(12345)},
		"float8":      {datatype.Of(datatype.Double), 3.141592653589793},
		"text":        {datatype.StringType(), "hello, world"},
		"date":        {datatype.Of(datatype.Date), datatype.Days(20000)},
		"timestamp":   {datatype.TimestampType(6), instant(2024, 5, 6, 7, 8, 9, 123456000)},
		"timestamptz": {datatype.TimestampLTZType(6), instant(2024, 5, 6, 7, 8, 9, 123456000)},
		"interval":    {datatype.SecondInterval(), 36 * time.Hour},
		"numeric":     {datatype.DecimalType(20, 4), decimal(t, "1234567890.1234")},
	} {
		c := datatype.Column{Type: value.typ}
		c.Append(value.v)
		columns[name] = c
	}
	return columns
}

func BenchmarkEncoder(b *testing.B) {
	for name, c := range encoderColumns(b) {
		for format, binaryFormat := range map[string]bool{"text": false, "binary": true} {
			b.Run(name+"/"+format, func(b *testing.B) {
				encoder := datatype.NewEncoder(c.Type, binaryFormat, nil)
				buf := make([]byte, 0, 1024)
				b.ReportAllocs()
				for b.Loop() {
					buf = encoder(buf[:0], &c, 0)
				}
			})
		}
	}
}
