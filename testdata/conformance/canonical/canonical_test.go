package canonical

import (
	"math"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
)

func TestText(t *testing.T) {
	t.Parallel()
	stamp := datatype.InstantOf(datatype.DaysFromCivil(2024, 2, 29), datatype.Nanos(45_296_120_000_000))
	pair := datatype.RowType(
		datatype.Field{Name: "a\"b", Type: datatype.Of(datatype.Int)},
		datatype.Field{Name: "f", Type: datatype.Of(datatype.Double)},
	)
	for _, test := range []struct {
		value datatype.Value
		typ   datatype.Type
		want  string
	}{
		{nil, datatype.Of(datatype.Int), "null"},
		{true, datatype.Of(datatype.Boolean), "true"},
		{int8(-128), datatype.Of(datatype.TinyInt), "-128"},
		{apd.New(-12345600, -3), datatype.DecimalType(10, 3), "-12345.600"},
		{apd.New(1, 3), datatype.DecimalType(10, 0), "1000"},
		{1e14, datatype.Of(datatype.Double), "100000000000000"},
		{1e15, datatype.Of(datatype.Double), "1e+15"},
		{0.0001, datatype.Of(datatype.Double), "0.0001"},
		{1.5e-5, datatype.Of(datatype.Double), "1.5e-05"},
		{math.Copysign(0, -1), datatype.Of(datatype.Double), "-0"},
		{math.NaN(), datatype.Of(datatype.Double), "NaN"},
		{math.Inf(-1), datatype.Of(datatype.Double), "-Infinity"},
		{float32(123456), datatype.Of(datatype.Float), "123456"},
		{float32(1234567), datatype.Of(datatype.Float), "1.234567e+06"},
		{"a'b", datatype.StringType(), "a'b"},
		{[]byte{0xab, 1}, datatype.BytesType(), `\xab01`},
		{datatype.DaysFromCivil(-5, 1, 2), datatype.Of(datatype.Date), "-005-01-02"},
		{datatype.Nanos(0), datatype.TimeType(3), "00:00:00"},
		{stamp, datatype.TimestampType(3), "2024-02-29 12:34:56.12"},
		{-90061001 * time.Millisecond, datatype.SecondInterval(), "-90061001"},
		{datatype.Period(-14), datatype.MonthInterval(), "-14"},
		{[]datatype.Value{int32(1), nil}, datatype.ArrayType(datatype.Of(datatype.Int)), "[1,null]"},
		{[]datatype.Value{"é\x01\n"}, datatype.ArrayType(datatype.StringType()), `["é\u0001\n"]`},
		{
			[]datatype.Entry{{Key: "b", Value: int32(1)}, {Key: "a", Value: nil}},
			datatype.MapType(datatype.StringType(), datatype.Of(datatype.Int)), `{"a":null,"b":1}`,
		},
		{
			[]datatype.Entry{{Key: "😀", Value: int32(2)}, {Key: "\uffff", Value: int32(1)}},
			datatype.MultisetType(datatype.StringType()), "{\"😀\":2,\"\uffff\":1}",
		},
		{[]datatype.Value{int32(7), math.Inf(1)}, pair, `{"a\"b":7,"f":"Infinity"}`},
	} {
		if got := Text(test.value, test.typ); got != test.want {
			t.Errorf("Text(%v) = %q, want %q", test.value, got, test.want)
		}
	}
}
