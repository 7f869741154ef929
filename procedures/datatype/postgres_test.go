package datatype_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// connectPostgres connects to the PostgreSQL that CALLGATE_TEST_PG names, against which encoders and decoders are compared.
func connectPostgres(t *testing.T) *pgconn.PgConn {
	t.Helper()
	url := os.Getenv("CALLGATE_TEST_PG")
	if url == "" {
		t.Skip("CALLGATE_TEST_PG is not set: no PostgreSQL to compare with")
	}
	conn, err := pgconn.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// wireType is a PostgreSQL type under comparison and texts that its input function gets.
type wireType struct {
	name  string
	oid   uint32
	texts []string
	// random makes one more text.
	random func(r *rand.Rand) string
}

var wireTypes = []wireType{
	{"bool", datatype.OIDBool, split("t f true FALSE y n yes no on off of o 1 0 tr fal zz 2 ~ ~true~"), nil},
	{"int2", datatype.OIDInt2, split("0 -0 +1 32767 32768 -32768 -32769 zz 1.5 ~~7~ 0x1 1_0 - + ~ 1e3"), randomInt(16)},
	{"int4", datatype.OIDInt4, split("0 2147483647 2147483648 -2147483648 99999999999 zz 12a"), randomInt(32)},
	{"int8", datatype.OIDInt8, split("9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 x"), randomInt(64)},
	{"oid", datatype.OIDOid, split("0 4294967295 4294967296 -1 -2147483648 -2147483649 x"), nil},
	{"float4", datatype.OIDFloat4, split("0 -0 NaN nan Infinity -inf +infinity inf 1e38 3.4028235e38 3.5e38 1e-46 1e-45 " +
		"1e6 999999 1234567 1e-4 9.9e-5 16777216 33554432 8589934592 1e10 zz 1.5e 1_0 ~1.5~ ~"), randomFloat(32)},
	{"float8", datatype.OIDFloat8, split("0 -0 NaN Infinity -Infinity 1e23 1e22 9007199254740993 5e-324 1e-400 0e-400 1e400 " +
		"1.7976931348623157e308 1e15 999999999999999.9 1e-4 0.00009 0.1 123456789012345678 1e16 zz .5 5. . e5 1e+5"), randomFloat(64)},
	{"numeric", datatype.OIDNumeric, split("0 0.00 -0.0 1 -1.50 0.001 10000 100000000 1e10 1.5e-3 .5 5. 12345678901234567890123456789012345678 " +
		"-0.00000000000000000000000000000000000001 99990000.00009999 zz 1..2 1e 1e5x ~7~ . e5 1_0"), randomNumeric},
	{"bytea", datatype.OIDBytea, []string{``, `\x`, `\x00ff`, `\x0 0`, `\x0`, `\x00 ff`, `\xzz`, `abc`, `a\\b`, `\000\377`, `\400`, `\`, `é`}, nil},
	{"text", datatype.OIDText, []string{"", "a", " é\t\\\"", "NULL"}, nil},
	{"uuid", datatype.OIDUUID, split("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 A0EEBC999C0B4EF8BB6D6BB9BD380A11 " +
		"{a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11} a0eebc99- zz {a0eebc999c0b4ef8bb6d6bb9bd380a11"), nil},
	{"date", datatype.OIDDate, dateTexts, randomDate},
	{"time", datatype.OIDTime, timeTexts, randomTime},
	{"timestamp", datatype.OIDTimestamp, timestampTexts, randomTimestamp},
	{"timestamptz", datatype.OIDTimestamptz, timestampTexts, randomTimestamptz},
	{"interval", datatype.OIDInterval, intervalTexts, randomInterval},
	{"int4[]", 1007, arrayTexts, nil},
	{"text[]", 1009, arrayTexts, nil},
	{"numeric[]", 1231, split("{} {1,2} {1,NULL,-3}"), nil},
	{"bytea[]", 1001, []string{`{}`, `{"\\x00ff",NULL}`}, nil},
	{"timestamptz[]", 1185, []string{`{"2020-01-01 00:00:00+00",infinity}`}, nil},
	{"float8[]", 1022, split("{1.5,NaN,1e23} {}"), nil},
	{"bool[]", 1000, split("{t,f,NULL}"), nil},
	{"interval[]", 1187, []string{`{1 day,"2 days 03:04:05"}`, `{1 mon}`}, nil},
	{"date[]", 1182, split("{2020-01-01}"), nil},
}

// split splits at blanks; ~ stands for a blank in a text.
func split(texts string) []string {
	out := strings.Fields(texts)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], "~", " ")
	}
	return out
}

var dateTexts = []string{
	"2020-02-29", "2021-02-29", "1999-01-08", "January 8, 1999", "1/8/1999", "1/18/1999", "18/1/1999", "01/02/03", "1999-Jan-08",
	"Jan-08-1999", "08-Jan-1999", "99-Jan-08", "08-Jan-99", "Jan-08-99", "19990108", "990108", "1999.008", "J2451187", "January 8, 99 BC",
	"infinity", "-infinity", "epoch", "0044-03-15 BC", "10000-01-01", "5874897-12-31", "5874898-01-01", "4713-01-01 BC", "4714-11-24 BC",
	"4714-11-23 BC", "0000-01-01", "0001-01-01", "zz", "", " ", "2020-13-01", "2020-00-01", "2020-01-32", "2020-1-1", "2020/1/1",
	"2020-01-01 12:34", "Mon Jan 06 2020", "1 jan 2020", "jan 1 2020", "2020 jan 1", "1.1.2020", "31.12.2020", "2020-01", "2020", "20-1-1",
	"12", "2020-01-01 BC AD", "2020-001", "2020.366", "2021.366", "20200101 2", "a-b-c", "1-2", "--1", "2020-01-01x", "x2020-01-01",
	"2020-jan-", "jan", "May 5th 2020", "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7", "infinityx",
	"99999999999-01-01", "2020-99999999999-01", "1999-01-08 04:05 PST", "April 31, 2020", "j0", "J 2451187", "sept 9 2001", "9/9/01 at 9:09",
}

var timeTexts = []string{
	"04:05:06.789", "04:05:06", "04:05", "040506", "0405", "04:05 AM", "04:05 PM", "13:05 PM", "12:00 AM", "12:00 PM", "24:00:00",
	"24:00:01", "23:59:60", "23:59:60.5", "23:60", "25:00", "04:05:06.789-8", "04:05:06-08:00", "04:05-08:00", "040506-08", "040506+0730",
	"04:05:06 PST", "2003-04-12 04:05:06 America/New_York", "allballs", "00:00:00.9999999", "23:59:59.9999999", "zz", "", "12", "1:2:3", "T04:05",
	"04:05:06.", "04:05:06.1.2", ":05", "04:", "4.5", "04:05.5", "123456.7", "1234.5", "99999999999:00", "infinity", "epoch", "04:05:06 BC", "T040506",
	"04:05:06 +16", "04:05 foo/bar", "04:05 utc", "04:05 Z", "20:00 AM",
}

var timestampTexts = append([]string{
	"1999-01-08 04:05:06", "1999-01-08 04:05:06 -8:00", "1999-01-08T04:05:06Z", "19990108T040506", "19990108 040506+05",
	"January 8 04:05:06 1999 PST", "Fri Jan 08 04:05:06 1999", "Fri Jan 08 04:05:06.123456 1999 EST", "08.01.1999 04:05:06 CET",
	"1999-01-08 04:05:06.1234567", "1999-01-08 23:59:59.9999999", "1999-12-31 24:00:00", "1999-12-31 24:00:01",
	"1999-01-08 04:05:06 America/New_York", "1999-01-08 04:05:06 europe/berlin", "1999-01-08 04:05:06 No/Where", "1999-01-08 04:05:06 nowhere",
	"2021-03-14 02:30:00 America/New_York", "2021-11-07 01:30:00 America/New_York", "2021-03-14 02:30:00", "2021-11-07 01:30:00",
	"2021-03-28 02:30:00", "2021-10-31 02:30:00", "1880-01-01 00:00:00", "1800-01-01 12:00:00 BC", "294276-12-31 23:59:59.999999",
	"294277-01-01 00:00:00", "4714-11-24 00:00:00 BC", "4714-11-23 23:59:59 BC", "2000-01-01 00:00:00+15:59:59", "2000-01-01 00:00:00+16",
	"2000-01-01 00:00:00-1530", "2000-01-01 0:0:0", "2000-01-01 1 PM", "2000-01-01 1:00 pm", "2000-01-01 13:00 pm", "2000-01-01 00:00:00 +",
	"2000-01-01 00:00:00 +1:60", "20000101T0000-0800", "2000-01-01T", "T2000-01-01", "2000-01-01 t 12:00", "2000-01-01, 12:00:00", "J2451187.5",
	"J2451187+05", "12:00", "2000-01-01 12:00 13:00", "2000-01-01 2000-01-01", "2000-01-01 UTC UTC", "2000-01-01 00:00:00 EST5EDT", "2000-01-01 12:00:00 mst",
	"2000-01-01 12:00:00.5.5", "12:00 2000-01-01", "2000-01-01 1200", "2000-01-01 120000.25", "20000101120000", "2000-01-01 MSK",
}, dateTexts...)

var intervalTexts = []string{
	"1 day", "36:00:00", "-36 hours", "1 year 2 mons", "1-2", "-1-2", "+1-2", "3 4:05:06", "-3 4:05:06", "-3 -4:05:06", "@ 1 day 2 hours ago", "P1Y2M", "P3DT4H5M6S",
	"PT0.5S", "P1W", "P-1D", "PT-1.5S", "1.5 days", "1.5 weeks", "1.5 months", "1.5 years", "0.1 year", "1 decade", "2 centuries", "1 millennium", "5", "-5.5", "1:02",
	"1:02.5", "00:00:00.123456", "00:00:00.1234567", "1 ms", "1500 us", "1.5 ms", "1 day 1 day", "1 zz", "", "zz", "ago", "1 day ago ago", "178000000 years", "99999999999 days",
	"2147483647 days", "100000 hours", "1 hour 30 min", "1h30m", "1d 2h", "1 sec 1 ms", "1.5 sec 1 ms", "1 min 1 second", "0", "00:00", "-00:00:01", "+01:00", "1 02:03", "1 day -1 hour",
	"1 mon -1 mon", "@ 0", "P", "PT", "P1", "P1-2", "P0001-02-03T04:05:06", "P00010203T040506", "P2001", "PT04", "PT040506", "P1T1", "P1-2-3", "PT1:2", "P1Y2", "PT4:5:6.5", "P20010203", "P1YT", "1:60", "1:00:61", "-1:00:00", "-1 day +02:00:00", "1 day 2", "12 h", "1.1 h", "0.5 min", "1 year ago", "1 month 1-2", "1 2 3", "P1Y2M3W", "P1.5Y",
	"999999999:00:00", "1 day 00:00:00.5 ago", "1 weeks 1 days", "1 mons", "1e3 s", "1.", ".5 s",
}

var arrayTexts = []string{
	`{}`, `{1,2,3}`, `{1,NULL,3}`, `{ 1 , 2 }`, `[1:2]={1,2}`, `[1:3]={1,2}`, `{"1","2"}`, `{1,2`, `{1,,2}`, `1,2`, ``, `{1}x`, `{1} `, ` {1}`, `{"1}`,
	`{,1}`, `{1,}`, `{""}`, `{null}`, `{"null"}`, `{a b}`, `{"a\"b"}`, `{a\,b}`, `{a"b}`, `{"a"b}`, `[2:1]={}`, `[1={1}`, `[1:2]{1,2}`, `{\ }`, `{a\ }`, `{"a,b",c}`, `[2]={1,2}`, `{N\ULL}`, `[x]={1}`,
}

func randomInt(bits int) func(r *rand.Rand) string {
	return func(r *rand.Rand) string {
		return strconv.FormatInt(int64(r.Uint64())>>(64-bits)>>r.IntN(bits), 10)
	}
}

func randomFloat(bits int) func(r *rand.Rand) string {
	return func(r *rand.Rand) string {
		switch r.IntN(4) {
		case 0:
			return strconv.FormatFloat(math.Float64frombits(r.Uint64()), 'g', 17, 64)
		case 1:
			return fmt.Sprintf("%de%d", r.IntN(1000), r.IntN(60)-30)
		case 2:
			return strconv.FormatUint(1<<r.IntN(64)+uint64(r.IntN(3))-1, 10)
		}
		if bits == 32 {
			return strconv.FormatFloat(float64(math.Float32frombits(r.Uint32())), 'g', 9, 64)
		}
		return strconv.FormatFloat(r.NormFloat64()*1e5, 'g', -1, 64)
	}
}

func randomNumeric(r *rand.Rand) string {
	digits := make([]byte, 1+r.IntN(38))
	for i := range digits {
		digits[i] = "00123456789"[r.IntN(11)]
	}
	point := r.IntN(len(digits) + 1)
	return strings.Repeat("-", r.IntN(2)) + string(digits[:point]) + "." + string(digits[point:])
}

func randomDate(r *rand.Rand) string {
	return fmt.Sprintf("%04d-%02d-%02d%s", 1+r.IntN(9999), 1+r.IntN(12), 1+r.IntN(31), []string{"", "", "", " BC"}[r.IntN(4)])
}

func randomTime(r *rand.Rand) string {
	return fmt.Sprintf("%02d:%02d:%02d.%0*d", r.IntN(24), r.IntN(60), r.IntN(60), 1+r.IntN(6), r.IntN(10))
}

func randomTimestamp(r *rand.Rand) string {
	return time.Unix(r.Int64N(8e9)-4e9, r.Int64N(1e6)*1000).UTC().Format("2006-01-02 15:04:05.999999")
}

func randomTimestamptz(r *rand.Rand) string {
	return randomTimestamp(r) + []string{"", "", "+00", "-08", "+05:30", " America/Los_Angeles", " Asia/Kolkata"}[r.IntN(7)]
}

func randomInterval(r *rand.Rand) string {
	n := func() int { return r.IntN(200) - 100 }
	switch r.IntN(4) {
	case 0:
		return fmt.Sprintf("%d years %d mons", n(), n())
	case 1:
		return fmt.Sprintf("%d hours %d.%d secs", n(), n(), r.IntN(1000000))
	case 2:
		return fmt.Sprintf("%d.%d days", n(), r.IntN(100))
	}
	return fmt.Sprintf("P%dDT%dH%dM%d.%06dS", n(), n(), n(), n(), r.IntN(1000000))
}

// formats are sessions in which values are compared.
func formats(t *testing.T) map[string]*datatype.Format {
	out := map[string]*datatype.Format{}
	add := func(zone, dateStyle, intervalStyle, output string, digits int) {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		f := datatype.DefaultFormat()
		f.Zone, f.ByteaEscape, f.ExtraFloatDigits = loc, output == "escape", digits
		if err := errors.Join(f.SetDateStyle(dateStyle), f.SetIntervalStyle(intervalStyle)); err != nil {
			t.Fatal(err)
		}
		out[fmt.Sprintf("SET timezone='%s'; SET datestyle='%s'; SET intervalstyle='%s'; SET bytea_output='%s'; SET extra_float_digits=%d",
			zone, dateStyle, intervalStyle, output, digits)] = &f
	}
	add("UTC", "ISO, MDY", "postgres", "hex", 1)
	add("America/New_York", "SQL, DMY", "sql_standard", "escape", 0)
	add("Asia/Kolkata", "Postgres, MDY", "postgres_verbose", "hex", -5)
	add("Europe/Berlin", "German, YMD", "iso_8601", "hex", 3)
	add("America/St_Johns", "Postgres, DMY", "postgres", "hex", -15)
	add("Australia/Lord_Howe", "SQL, MDY", "postgres", "hex", 2)
	return out
}

// TestAgainstPostgres compares how texts are read, and values written, with PostgreSQL.
func TestAgainstPostgres(t *testing.T) {
	conn := connectPostgres(t)
	r := rand.New(rand.NewPCG(1, 2))
	for settings, f := range formats(t) {
		if err := conn.Exec(t.Context(), settings).Close(); err != nil {
			t.Fatal(err)
		}
		for _, wt := range wireTypes {
			texts := append([]string{}, wt.texts...)
			for i := 0; wt.random != nil && i < 300; i++ {
				texts = append(texts, wt.random(r))
			}
			for _, text := range texts {
				compareText(t, conn, wt, text, f, settings)
			}
		}
	}
}

func compareText(t *testing.T, conn *pgconn.PgConn, wt wireType, text string, f *datatype.Format, settings string) {
	t.Helper()
	wantText, wantErr := postgresField(t, conn, wt.name, text, 0)
	v, typ, err := datatype.Decode(wt.oid, false, []byte(text), f)
	if ours := pgerr.From(err); err != nil && wantErr == nil && (ours.Code == pgerr.FeatureNotSupported ||
		ours.Code == pgerr.NumericValueOutOfRange || strings.HasPrefix(wt.name, "interval")) {
		return // what Flink's types cannot hold
	}
	if wantErr != nil {
		if err == nil {
			t.Errorf("%s\n%s %q: no error, PostgreSQL says %s", settings, wt.name, text, wantErr.Message)
		} else if ours := pgerr.From(err); string(ours.Code) != wantErr.Code || ours.Message != wantErr.Message {
			t.Errorf("%s\n%s %q: error %s %s\nPostgreSQL says %s %s", settings, wt.name, text, ours.Code, ours.Message, wantErr.Code, wantErr.Message)
		}
		return
	}
	if err != nil {
		t.Errorf("%s\n%s %q: error %v, PostgreSQL reads %s", settings, wt.name, text, err, wantText)
		return
	}
	wantBinary, _ := postgresField(t, conn, wt.name, text, 1)
	if got := encode(v, typ, false, f); string(got) != string(wantText) {
		t.Errorf("%s\n%s %q: text %s, PostgreSQL %s", settings, wt.name, text, got, wantText)
	}
	fromBinary, _, err := datatype.Decode(wt.oid, true, wantBinary, f)
	if err != nil || encodeString(fromBinary, typ, f) != encodeString(v, typ, f) {
		t.Errorf("%s\n%s %q: binary %x is read as %v, %v", settings, wt.name, text, wantBinary, fromBinary, err)
	}
	if wt.name == "uuid" || wt.name == "oid" {
		return // a STRING and a BIGINT
	}
	if string(encode(v, typ, true, f)) != string(wantBinary) {
		t.Errorf("%s\n%s %q: binary %x, PostgreSQL %x", settings, wt.name, text, encode(v, typ, true, f), wantBinary)
	}
}

// postgresField asks PostgreSQL for text as a type in a format.
func postgresField(t *testing.T, conn *pgconn.PgConn, typeName, text string, format int16) ([]byte, *pgconn.PgError) {
	t.Helper()
	query := "SELECT $1::" + typeName
	if typeName == "interval" { // callgate splits days off
		query = "SELECT justify_hours($1::interval)"
	}
	result := conn.ExecParams(t.Context(), query, [][]byte{[]byte(text)}, nil, nil, []int16{format}).Read()
	var pgErr *pgconn.PgError
	if errors.As(result.Err, &pgErr) {
		return nil, pgErr
	}
	if result.Err != nil {
		t.Fatal(result.Err)
	}
	return result.Rows[0][0], nil
}

// encode writes a value through a column, without the length.
func encode(v datatype.Value, typ datatype.Type, binaryFormat bool, f *datatype.Format) []byte {
	c := datatype.Column{Type: typ}
	c.Append(v)
	field := datatype.NewEncoder(typ, binaryFormat, f)(nil, &c, 0)
	if length := int32(binary.BigEndian.Uint32(field)); int(length) != len(field)-4 && length != -1 {
		panic(fmt.Sprintf("length %d of a field of %d bytes", length, len(field)-4))
	}
	return field[4:]
}

func encodeString(v datatype.Value, typ datatype.Type, f *datatype.Format) string {
	return string(datatype.AppendText(nil, v, typ, f))
}
