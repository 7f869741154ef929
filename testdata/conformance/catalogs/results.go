package catalogs

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
)

// list is a value of ARRAY, ROW or STRUCTURED type.
func list(values ...datatype.Value) []datatype.Value { return values }

// fixedResults are the procedures without parameters that always answer the same: name, element type and elements.
var fixedResults = []struct {
	name, result string
	elements     []datatype.Value
}{
	{"all_types", allTypes, list(allTypesRow(), make([]datatype.Value, 20))},
	{"no_rows", "INT", nil},
	{"no_rows_of_two", "ROW<a INT, b STRING>", nil},
	{"row_without_fields", "ROW<>", list(list(), list())},
	{"null_elements", "INT", list(int32(1), nil, int32(3))},
	{"named_rows", "ROW<a STRING, b INT>", row("one", int32(2))},
	{"row_kinds", "ROW<kind STRING>", list(list("+I"), list("-U"), list("+U"), list("-D"))},
	{"one_field_row", "ROW<`only` INT>", row(int32(7))},
	{
		"odd_names", "ROW<`result` INT, `Result` INT, `two words` INT, `tick``tick` INT>",
		row(int32(1), int32(2), int32(3), int32(4)),
	},
	{
		"nested", "ROW<id INT, point ROW<x INT, y DOUBLE>, tags ARRAY<STRING>, sizes MAP<STRING, INT>, path ARRAY<ROW<x INT, y DOUBLE>>>",
		row(int32(1), list(int32(1), -2.5), list("a", nil, "b"), []datatype.Entry{{Key: "s", Value: int32(1)}, {Key: "l", Value: int32(3)}},
			list(list(int32(0), 0.0), nil)),
	},
	{"array_int", "ARRAY<INT>", list(list(int32(1), int32(2)), list(), list(nil))},
	{"array_int_primitive", "ARRAY<INT NOT NULL>", list(list(int32(1), int32(2)), list())},
	{"array_array", "ARRAY<ARRAY<INT>>", list(list(list(int32(1)), list(int32(2), int32(3))))},
	{"map_int_string", "MAP<INT, STRING>", list([]datatype.Entry{{Key: int32(1), Value: "one"}, {Key: int32(2)}})},
	{"multiset_result", "MULTISET<STRING>", list([]datatype.Entry{{Key: "a", Value: int32(2)}, {Key: "b", Value: int32(1)}})},
	{"bytes_result", "BYTES", list([]byte{0, 255}, []byte{}, nil)},
	{"primitive_boolean", "BOOLEAN NOT NULL", list(true, false)},
	{"primitive_byte", "TINYINT NOT NULL", list(int8(-128), int8(0), int8(127))},
	{"primitive_short", "SMALLINT NOT NULL", list(int16(math.MinInt16), int16(0), int16(math.MaxInt16))},
	{"primitive_int", "INT NOT NULL", list(int32(math.MinInt32), int32(0), int32(math.MaxInt32))},
	{"primitive_long", "BIGINT NOT NULL", list(int64(math.MinInt64), int64(0), int64(math.MaxInt64))},
	{"floats", "FLOAT NOT NULL", floats()},
	{"doubles", "DOUBLE NOT NULL", doubles()},
	{"decimals", "DECIMAL(8, 3)", list(apd.New(0, -3), apd.New(1500, -3), apd.New(-6, -3), apd.New(12345124, -3), nil, nil)},
	{"unicode", "STRING", list("", " ", "\t\n", "é", "日本", "😀")},
	{"instants", "TIMESTAMP_LTZ(9)", list(datatype.Instant{}, datatype.Instant{Seconds: -1, Nanos: 999_999_999},
		instant(9999, 12, 31, 23, 59, 59, 123_456_789), instant(1, 1, 1, 0, 0, 0, 0))},
	{
		"intervals", "ROW<d INTERVAL DAY TO SECOND(3), p INTERVAL YEAR TO MONTH>",
		row(93784005*time.Millisecond, datatype.Period(14)),
	},
	{
		"setter_pojo", "STRUCTURED<'callgate.oracle.procedures.Results$SetterPojo$Zoo', alpha INT NOT NULL, mid STRING, zeta DOUBLE>",
		row(int32(1), "m", 2.5),
	},
	{
		"record_pojo", "STRUCTURED<'callgate.oracle.procedures.Results$RecordPojo$Person', name STRING, age INT NOT NULL, born DATE>",
		list(list("ann", int32(30), date(2000, 1, 2)), list(nil, int32(-1), nil)),
	},
}

const allTypes = "ROW<`boolean` BOOLEAN, `tinyint` TINYINT, `smallint` SMALLINT, `int` INT, `bigint` BIGINT, `float` FLOAT, " +
	"`double` DOUBLE, `decimal` DECIMAL(12, 3), `char` CHAR(4), `varchar` VARCHAR(8), `string` STRING, `binary` BINARY(3), " +
	"`varbinary` VARBINARY(5), `bytes` BYTES, `date` DATE, `time` TIME(3), `timestamp` TIMESTAMP(6), `ltz` TIMESTAMP_LTZ(3), " +
	"`day_second` INTERVAL DAY TO SECOND(3), `year_month` INTERVAL YEAR TO MONTH>"

func allTypesRow() []datatype.Value {
	return list(true, int8(-128), int16(32767), int32(math.MinInt32), int64(math.MaxInt64), float32(1.5), -1.0e-7,
		apd.New(-12345600, -3), "char", "varchar", `it's "quoted"`, []byte{0, 127, 255}, []byte{1, 2}, []byte{},
		date(2024, 2, 29), datatype.Nanos(24*time.Hour-time.Millisecond), instant(1969, 12, 31, 23, 59, 59, 123_456_000),
		instant(2024, 2, 29, 12, 0, 0, 500_000_000), -90061001*time.Millisecond, datatype.Period(-13))
}

func floats() []datatype.Value {
	return list(float32(0), float32(math.Copysign(0, -1)), float32(1), float32(0.1), float32(math.MaxFloat32),
		float32(math.SmallestNonzeroFloat32), float32(123456), float32(1234567), float32(1e6), float32(1e-5),
		float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)))
}

func doubles() []datatype.Value {
	tenth, fifth := 0.1, 0.2 // variables: the sum of the constants would be exact
	return list(0.0, math.Copysign(0, -1), 1.0, 0.1, tenth+fifth, math.MaxFloat64, math.SmallestNonzeroFloat64,
		1e14, 1e15, 1e16, 1e-4, 1e-5, 2.0/3, 2e23, math.NaN(), math.Inf(1), math.Inf(-1))
}

func instant(year, month, day, hour, minute, second, nanos int) datatype.Instant {
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC)
	return datatype.Instant{Seconds: t.Unix(), Nanos: int32(t.Nanosecond())}
}

func date(year, month, day int) datatype.Days {
	return datatype.Days(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

func (r *registry) addResults() {
	for _, f := range fixedResults {
		r.write("results", f.name, signature{"", f.result, rows(f.elements...)})
	}
	r.write("results", "n_rows", signature{"n INT NOT NULL", "ROW<id INT NOT NULL, name STRING, half DOUBLE>", nRows})
}

func nRows(args arguments) ([]datatype.Value, error) {
	n := args.values[0].(int32)
	if n < 0 {
		return nil, errors.New(fmt.Sprint(n))
	}
	elements := []datatype.Value{}
	for i := range n {
		var half datatype.Value
		if i%2 == 0 {
			half = float64(i) / 2
		}
		elements = append(elements, list(i, fmt.Sprintf("row %d", i), half))
	}
	return elements, nil
}
