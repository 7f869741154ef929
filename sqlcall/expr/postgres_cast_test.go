package expr_test

import (
	"fmt"
	"testing"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// TestPostgresCast checks a::t against what PostgreSQL 15 reads; drivers that inline parameters write such casts (psycopg2, pgJDBC with
// preferQueryMode=simple, DBD::Pg).
func TestPostgresCast(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, typ, value string }{
		{`'\x0001ff'::bytea`, "BYTES NOT NULL", "[0 1 255]"},
		{`'a\000b'::bytea`, "BYTES NOT NULL", "[97 0 98]"},
		{`bytea '\x01'`, "BYTES NOT NULL", "[1]"},
		{"'1.5'::numeric", "DECIMAL(2, 1) NOT NULL", "1.5"},
		{"'-1.50'::numeric", "DECIMAL(3, 2) NOT NULL", "-1.50"},
		{"'15'::pg_catalog.numeric", "DECIMAL(2, 0) NOT NULL", "15"},
		{"'0.001'::decimal", "DECIMAL(3, 3) NOT NULL", "0.001"},
		{"'1.55'::numeric(10, 1)", "DECIMAL(10, 1) NOT NULL", "1.6"},
		{"1.5::numeric", "DECIMAL(2, 1) NOT NULL", "1.5"},
		{"3::numeric", "DECIMAL(10, 0) NOT NULL", "3"},
		{"CAST('1.5' AS NUMERIC)", "DECIMAL(10, 0) NOT NULL", "2"}, // Flink's
		{"'{1.5}'::numeric[]", "ARRAY<DECIMAL(38, 18)> NOT NULL", "[1.500000000000000000]"},
		{"'{1,2}'::int[]", "ARRAY<INT> NOT NULL", "[1 2]"},
		{"'2024-02-29T01:02:03.5'::timestamp::text", "STRING NOT NULL", "2024-02-29 01:02:03.500000"},
		{"'2024-02-29 01:02:03+05:00'::timestamptz = '2024-02-28 20:02:03+00'::timestamp with time zone", "BOOLEAN NOT NULL", "true"},
		{"'2024-02-29 01:02:03'::timestamp(0) without time zone::text", "STRING NOT NULL", "2024-02-29 01:02:03"},
		{"'02/29/2024'::date::text", "STRING NOT NULL", "2024-02-29"},
		{"'1 days 3.000000 seconds'::interval = INTERVAL '1 00:00:03' DAY TO SECOND", "BOOLEAN NOT NULL", "true"},
		{"'1 year 2 mons'::interval = INTERVAL '1-2' YEAR TO MONTH", "BOOLEAN NOT NULL", "true"},
		{"'01:02:03.5 PM'::time = '13:02:03.500'::time(3)", "BOOLEAN NOT NULL", "true"},
		{"'on'::bool", "BOOLEAN NOT NULL", "true"},
		{"' 12 '::int", "INT NOT NULL", "12"},
		{"'NaN'::float8", "DOUBLE NOT NULL", "NaN"},
		{"'-Infinity'::double precision", "DOUBLE NOT NULL", "-Inf"},
		{"'{\"a\": 1}'::jsonb", "STRING NOT NULL", `{"a": 1}`},
		{"'ac4514bd-19e5-4465-83c8-d6a46adff6fe'::uuid", "STRING NOT NULL", "ac4514bd-19e5-4465-83c8-d6a46adff6fe"},
		{"1::oid", "BIGINT NOT NULL", "1"},
		{"NULL::numeric", "DECIMAL(38, 18)", "NULL"},
	} {
		typ, v, err := evaluate(test.text, own)
		got := "NULL"
		if v != nil {
			got = fmt.Sprint(v)
		}
		if err != nil || typ.String() != test.typ || got != test.value {
			t.Errorf("%s: %s %s, %v, want %s %s", test.text, typ, got, err, test.typ, test.value)
		}
	}
	for text, code := range map[string]pgerr.Code{
		"'x'::int": pgerr.InvalidTextRepresentation, "'12.7'::int": pgerr.InvalidTextRepresentation, "''::int": pgerr.InvalidTextRepresentation,
		"'99999999999'::int": pgerr.NumericValueOutOfRange, "'1 dey'::interval": pgerr.InvalidDatetimeFormat,
		"'2024-02-30'::date": pgerr.DatetimeFieldOverflow, "'\\xg'::bytea": pgerr.InvalidParameterValue,
		"'1234567890123456789012345678901234567890'::numeric": pgerr.NumericValueOutOfRange,
	} {
		if _, _, err := evaluate(text, own); err == nil || pgerr.From(err).Code != code || pgerr.From(err).Position != 1 {
			t.Errorf("%s: %v, want %s at 1", text, err, code)
		}
	}
}
