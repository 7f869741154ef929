package datatype_test

import (
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestDecode reads parameters and prints them again, with their types.
func TestDecode(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		oid      uint32
		text     string
		binary   string // hex
		want     string
		wantType string
	}{
		{16, "yes", "01", "t", "BOOLEAN"},
		{21, " 7 ", "0007", "7", "SMALLINT"},
		{23, "-1", "ffffffff", "-1", "INT"},
		{20, "+5", "0000000000000005", "5", "BIGINT"},
		{26, "-1", "ffffffff", "4294967295", "BIGINT"},
		{700, "1.5", "3fc00000", "1.5", "FLOAT"},
		{701, "-inf", "fff0000000000000", "-Infinity", "DOUBLE"},
		{1700, "00123.450", "00020000000000030" + "07b1194", "123.450", "DECIMAL(6, 3)"},
		{1700, "0.001", "0001ffff00000003000a", "0.001", "DECIMAL(3, 3)"},
		{1700, "0", "0000000000000000", "0", "DECIMAL(1, 0)"},
		{1700, "1e3", "000100000000000003e8", "1000", "DECIMAL(4, 0)"},
		{1700, "1.0000000000000000000000000000000000000000", "00010000000000280001", "1.0000000000000000000000000000000000000", "DECIMAL(38, 37)"},
		{25, "é", "c3a9", "é", "STRING"},
		{0, "x", "78", "x", "STRING"},
		{17, `\x00`, "00", `\x00`, "BYTES"},
		{1082, "January 8, 1999", "fffffe9a", "1999-01-08", "DATE"},
		{1083, "04:05:06.789", "000000036c97ca88", "04:05:06.789", "TIME(6)"},
		{1266, "04:05:06-08", "000000036c8bc08000007080", "04:05:06", "TIME(6)"},
		{1114, "epoch", "fffca2fec4c82000", "1970-01-01 00:00:00", "TIMESTAMP(6)"},
		{1184, "1970-01-01 00:00:00+05:30", "fffca2fa289c1a00", "1969-12-31 18:30:00+00", "TIMESTAMP_LTZ(6)"},
		{1186, "1 year 2 mons", "0000000000000000000000000000000e", "1 year 2 mons", "INTERVAL MONTH"},
		{1186, "1 day 12:00", "0000000a0eebb0000000000100000000", "1 day 12:00:00", "INTERVAL SECOND(3)"},
		{2950, "A0EEBC999C0B4EF8BB6D6BB9BD380A11", "a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "STRING"},
		{3802, `{"a": 1}`, "017b2261223a20317d", `{"a": 1}`, "STRING"},
		{1007, "{1,NULL}", "000000010000000100000017000000020000000100000004" + "00000001" + "ffffffff", "{1,NULL}", "ARRAY<INT>"},
		{1007, "{}", "000000000000000000000017", "{}", "ARRAY<INT>"},
		{1231, "{1.5,20}", "0000000100000000000006a40000000200000001" + "0000000c000200000000000100011388" + "0000000a00010000000000000014", "{1.5,20.0}", "ARRAY<DECIMAL(3, 1)>"},
		{869, "10.0.0.1", "022000040a000001", "10.0.0.1", "STRING"},
		{2951, "{}", "000000000000000000000b86", "{}", "ARRAY<STRING>"},
	} {
		for format, data := range [][]byte{[]byte(tt.text), unhex(t, tt.binary)} {
			v, typ, err := datatype.Decode(tt.oid, format == 1, data, nil)
			if err != nil {
				t.Errorf("%d %s, format %d: %v", tt.oid, tt.text, format, err)
				continue
			}
			if got := encodeString(v, typ, nil); got != tt.want || typ.String() != tt.wantType {
				t.Errorf("%d %s, format %d: %s of type %v, want %s of type %s", tt.oid, tt.text, format, got, typ, tt.want, tt.wantType)
			}
		}
		if v, _, err := datatype.Decode(tt.oid, false, nil, nil); v != nil || err != nil {
			t.Errorf("%d: NULL is %v, %v", tt.oid, v, err)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		oid    uint32
		binary bool
		data   string
		code   pgerr.Code
		want   string
	}{
		{23, false, "zz", "22P02", `invalid input syntax for type integer: "zz"`},
		{23, false, "99999999999", "22003", `value "99999999999" is out of range for type integer`},
		{23, false, "1\x00", "22021", `invalid byte sequence for encoding "UTF8": 0x00`},
		{25, false, "\xff", "22021", `invalid byte sequence for encoding "UTF8": 0xff`},
		{25, true, "a\xc3(", "22021", `invalid byte sequence for encoding "UTF8": 0xc3 0x28`},
		{23, true, "\x00\x00\x01", "08P01", "insufficient data left in message"},
		{23, true, "\x00\x00\x00\x00\x01", "22P03", "incorrect binary data format in bind parameter"},
		{1700, false, "123456789012345678901234567890123456789", "22003", "value is out of range for type numeric"},
		{1700, false, "1e999999999", "22003", "value is out of range for type numeric"},
		{1700, false, "1e9999999999", "22003", "value overflows numeric format"},
		{1700, false, "NaN", "22003", `value "NaN" is out of range for type numeric`},
		{1700, true, "\x00\x01", "08P01", "insufficient data left in message"},
		{1700, true, "\xff\xff\x00\x00\x00\x00\x00\x00", "08P01", "insufficient data left in message"},
		{1700, true, "\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01", "22P03", `invalid sign in external "numeric" value`},
		{1700, true, "\x00\x01\x00\x00\x00\x00\x00\x00\x27\x10", "22P03", `invalid digit in external "numeric" value`},
		{1700, true, "\x00\x01\x7f\xff\x00\x00\x3f\xff\x00\x01", "22003", "value is out of range for type numeric"},
		{1082, false, "2020-02-30", "22008", `date/time field value out of range: "2020-02-30"`},
		{1082, false, "now", "22007", `invalid input syntax for type date: "now"`},
		{1082, true, "\x7f\xff\xff\xfe", "22008", "date out of range"},
		{1083, true, "\xff\xff\xff\xff\xff\xff\xff\xff", "22008", "time out of range"},
		{1114, true, "\x7f\xff\xff\xff\xff\xff\xff\xfe", "22008", "timestamp out of range"},
		{1184, false, "2020-01-01 00:00 Local", "22007", `invalid input syntax for type timestamp with time zone: "2020-01-01 00:00 Local"`},
		{1184, false, "2020-01-01 00:00 ../etc/passwd", "22007", `invalid input syntax for type timestamp with time zone: "2020-01-01 00:00 ../etc/passwd"`},
		{1186, false, "1 mon 1 day", "0A000", "an interval with months and with days or a time is not supported"},
		{1186, true, "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01", "0A000", "an interval with months and with days or a time is not supported"},
		{2950, false, "x", "22P02", `invalid input syntax for type uuid: "x"`},
		{3802, true, "\x02{}", "22P03", "unsupported jsonb version number 2"},
		{3802, true, "", "08P01", "insufficient data left in message"},
		{1007, false, "{{1}}", "0A000", "arrays of several dimensions are not supported"},
		{1007, false, "{1", "22P02", `malformed array literal: "{1"`},
		{1007, true, "\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x17", "54000", "number of array dimensions (7) exceeds the maximum allowed (6)"},
		{1007, true, "\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x19\x00\x00\x00\x00\x00\x00\x00\x01", "42804", "binary data has array element type 25 instead of expected 23"},
		{1007, true, "\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x17\x7f\xff\xff\xff\x00\x00\x00\x01", "08P01", "insufficient data left in message"},
		{2249, false, "(1)", "0A000", "input of anonymous composite types is not implemented"},
		{99999, false, "x", "42704", "type with OID 99999 does not exist"},
		{3904, true, "\x01", "0A000", "binary parameters of the type with OID 3904 are not supported"},
	} {
		_, _, err := datatype.Decode(tt.oid, tt.binary, []byte(tt.data), nil)
		if err == nil {
			t.Errorf("%d %q: no error", tt.oid, tt.data)
			continue
		}
		if e := pgerr.From(err); e.Code != tt.code || e.Message != tt.want {
			t.Errorf("%d %q: %s %s, want %s %s", tt.oid, tt.data, e.Code, e.Message, tt.code, tt.want)
		}
	}
}

func TestParseText(t *testing.T) {
	t.Parallel()
	of := datatype.Of
	row := datatype.RowType(datatype.Field{Name: "a", Type: of(datatype.Int)}, datatype.Field{Name: "b", Type: datatype.StringType()})
	for _, tt := range []struct {
		typ  datatype.Type
		text string
		want datatype.Value
		code pgerr.Code
	}{
		{of(datatype.Boolean), "on", true, ""},
		{of(datatype.TinyInt), "127", int8(127), ""},
		{of(datatype.TinyInt), "128", nil, "22003"},
		{of(datatype.SmallInt), "1", int16(1), ""},
		{of(datatype.Float), "1e40", nil, "22003"},
		{datatype.CharType(3), "é", "é  ", ""},
		{datatype.CharType(3), "abc  ", "abc", ""},
		{datatype.VarcharType(3), "abc  ", "abc", ""},
		{datatype.VarcharType(3), "abcd", nil, "22001"},
		{datatype.VarcharType(3), "ééé", "ééé", ""},
		{datatype.VarbinaryType(1), `\x0001`, nil, "22001"},
		{datatype.BinaryType(2), `\x01`, []byte{1, 0}, ""},
		{of(datatype.Date), "1999-01-08", datatype.DaysFromCivil(1999, 1, 8), ""},
		{datatype.TimeType(0), "23:59:59.5", datatype.Nanos(86400e9), ""},
		{datatype.TimestampType(9), "2000-01-01 00:00:00.123456789", instant(2000, 1, 1, 0, 0, 0, 123456789), ""},
		{datatype.TimestampType(3), "2000-01-01 00:00:00.1235+05", instant(2000, 1, 1, 0, 0, 0, 124000000), ""},
		{datatype.TimestampLTZType(3), "2000-01-01 05:00:00+05", instant(2000, 1, 1, 0, 0, 0, 0), ""},
		{datatype.TimestampLTZType(3), "2050-12-31 23:30:00 America/New_York", instant(2051, 1, 1, 4, 30, 0, 0), ""},
		{datatype.TimestampLTZType(3), "294276-12-31 12:00:00 Europe/Berlin", instant(294276, 12, 31, 11, 0, 0, 0), ""},
		{datatype.MonthInterval(), "5", datatype.Period(5), ""},
		{datatype.MonthInterval(), "1-2", datatype.Period(14), ""},
		{datatype.MonthInterval(), "1 day", nil, "22007"},
		{datatype.SecondInterval(), "1.5", 1500 * time.Millisecond, ""},
		{datatype.SecondInterval(), "1 mon", nil, "22007"},
		{datatype.ArrayType(of(datatype.TinyInt)), "{1,NULL}", []datatype.Value{int8(1), nil}, ""},
		{datatype.ArrayType(of(datatype.TinyInt).NonNull()), "{1,NULL}", nil, "22004"},
		{row, `{"b": "x"}`, []datatype.Value{nil, "x"}, ""},
		{row, `[1, null]`, []datatype.Value{int32(1), nil}, ""},
		{row, `{"c": 1}`, nil, "42703"},
		{row, `{"a": "z"}`, nil, "22P02"},
		{row, `1`, nil, "22P02"},
		{row, `{`, nil, "22P02"},
		{
			datatype.MapType(datatype.StringType(), of(datatype.Int)), `{"b": 1, "a": "2", "b": 3}`,
			[]datatype.Entry{{Key: "b", Value: int32(3)}, {Key: "a", Value: int32(2)}},
			"",
		},
		{datatype.MultisetType(of(datatype.Int)), `{"7": 2}`, []datatype.Entry{{Key: int32(7), Value: int32(2)}}, ""},
		{datatype.ArrayType(row), `[{"a": 1}]`, []datatype.Value{[]datatype.Value{int32(1), nil}}, ""},
		{of(datatype.Variant), `{"a": 1}`, json.RawMessage(`{"a": 1}`), ""},
		{of(datatype.Null), "x", nil, "42846"},
	} {
		got, err := datatype.ParseText(tt.typ, tt.text, nil)
		code := pgerr.Code("")
		if err != nil {
			code = pgerr.From(err).Code
		}
		if code != tt.code || !cmp.Equal(got, tt.want) {
			t.Errorf("%v %q: %v, %v, want %v, %s", tt.typ, tt.text, got, err, tt.want, tt.code)
		}
	}
}

func TestParseTextDecimal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		precision, scale int
		text, want       string
		detail           string
	}{
		{5, 2, "123.456", "123.46", ""},
		{5, 2, "-0.005", "-0.01", ""},
		{5, 2, "999.995", "", "A field with precision 5, scale 2 must round to an absolute value less than 10^3."},
		{5, 2, "1000", "", "A field with precision 5, scale 2 must round to an absolute value less than 10^3."},
		{2, 2, "1", "", "A field with precision 2, scale 2 must round to an absolute value less than 1."},
		{38, 38, "1e-100000", "0.00000000000000000000000000000000000000", ""},
		{38, 0, "1e37", "10000000000000000000000000000000000000", ""},
		{38, 0, "99999999999999999999999999999999999999.4", "99999999999999999999999999999999999999", ""},
	} {
		typ := datatype.DecimalType(tt.precision, tt.scale)
		v, err := datatype.ParseText(typ, tt.text, nil)
		if err != nil {
			if e := pgerr.From(err); e.Code != "22003" || e.Message != "numeric field overflow" || e.Detail != tt.detail {
				t.Errorf("%v %s: %s %s %s", typ, tt.text, e.Code, e.Message, e.Detail)
			}
			continue
		}
		if got := encodeString(v, typ, nil); got != tt.want {
			t.Errorf("%v %s: %s, want %s", typ, tt.text, got, tt.want)
		}
	}
}

func TestFormatSettings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ set, want string }{
		{"ISO", "ISO, MDY"},
		{"german", "German, DMY"},
		{"MDY, German", "German, MDY"},
		{"postgresql, euro", "Postgres, DMY"},
		{`"SQL", YMD`, "SQL, YMD"},
		{"", "ISO, MDY"},
		{"default", "ISO, MDY"},
		{"ISO, ISO", "ISO, MDY"},
		{"ISO, SQL", ""},
		{"x", ""},
		{"iso sql", ""},
		{"iso,", ""},
		{"MDY, DMY", ""},
	} {
		f := datatype.DefaultFormat()
		err := f.SetDateStyle(tt.set)
		if tt.want == "" && (err == nil || pgerr.From(err).Code != "22023" || f.DateStyleName() != "ISO, MDY") || tt.want != "" && f.DateStyleName() != tt.want {
			t.Errorf("%q: %s, %v, want %s", tt.set, f.DateStyleName(), err, tt.want)
		}
	}
	f := datatype.DefaultFormat()
	if err := f.SetIntervalStyle("ISO_8601"); err != nil || f.IntervalStyleName() != "iso_8601" {
		t.Error(err, f.IntervalStyleName())
	}
	if err := f.SetIntervalStyle("x"); err == nil || pgerr.From(err).Hint == "" {
		t.Error(err)
	}
}
