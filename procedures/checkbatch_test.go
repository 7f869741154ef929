package procedures

import (
	"database/sql"
	"iter"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

func one[T any](v T) func(Context) []T { return func(Context) []T { return []T{v} } }

func TestRunRefusesWhatTheWireCannotCarry(t *testing.T) {
	t.Parallel()
	hinted := func(s string) []Option { return []Option{Result(DataTypeHint{Type: s})} }
	date := func(year int) civil.Date { return civil.Date{Year: year, Month: 1, Day: 1} }
	tests := []struct {
		name    string
		impl    any
		options []Option
		want    string // an SQLSTATE, or empty
	}{
		{"text that is not UTF-8", one("a\xff"), nil, "22021"},
		{"NUL in a text", one("a\x00b"), nil, "22021"},
		{"bytes as a text", one([]byte{0xff}), hinted("STRING"), "22021"},
		{"text in a field", one(inner{City: "\xff"}), nil, "22021"},
		{"text in an array", one([]string{"\xff"}), nil, "22021"},
		{"text in a row in an array", one([]inner{{City: "\xff"}}), nil, "22021"},
		{"text as a key", one(map[string]int{"\xff": 1}), nil, "22021"},
		{"text as a value", one(map[int]string{1: "\xff"}), nil, "22021"},
		{"any bytes", one([]byte{0xff, 0}), nil, ""},
		{"FLOAT overflow", one(1e300), hinted("FLOAT"), "22003"},
		{"FLOAT overflow in an any", one[any](1e300), hinted("FLOAT"), "22003"},
		{"FLOAT overflow in an array", one([]float64{1e300}), hinted("ARRAY<FLOAT>"), "22003"},
		{"infinite FLOAT", one(math.Inf(1)), hinted("FLOAT"), ""},
		{"NaN", one(math.NaN()), hinted("FLOAT"), ""},
		{"INT overflow", one(math.MaxInt32 + 1), hinted("INT"), "22003"},
		{"year 12000", one(date(12000)), nil, ""},
		{"last year", one(date(lastYear)), nil, ""},
		{"year beyond", one(date(lastYear + 1)), nil, "22008"},
		{"year far beyond", one(date(math.MaxInt)), nil, "22008"},
		{"year before", one(date(-5000)), nil, "22008"},
		{"no month", one(civil.Date{Year: 2000, Month: 13, Day: 1}), nil, "22008"},
		{"days beyond", one(int32(math.MaxInt32 - 1)), hinted("DATE"), "22008"},
		{"days in an array", one([]int32{math.MaxInt32 - 1}), hinted("ARRAY<DATE>"), "22008"},
		{"infinite date", one(datatype.DaysInfinity), nil, ""},
		{"time before midnight", one(int32(-1)), hinted("TIME(3)"), "22008"},
		{"time in an array", one([]datatype.Nanos{-1}), nil, "22008"},
		{"timestamp beyond", one(civil.DateTime{Date: date(300000)}), nil, "22008"},
		{"time.Time beyond", one(time.Date(300000, 1, 1, 0, 0, 0, 0, time.UTC)), nil, "22008"},
		{"time.Time zero", one(time.Time{}), nil, ""},
		{"milliseconds beyond", one(int64(math.MaxInt64)), hinted("TIMESTAMP_LTZ(3)"), "22008"},
		{"no such nanosecond", one(datatype.Instant{Nanos: -1}), hinted("TIMESTAMP(3)"), "22008"},
		{"infinite timestamp", one(datatype.InstantInfinity), hinted("TIMESTAMP(3)"), ""},
		{"negative duration", one(-36 * time.Hour), nil, ""},
		{"digits beyond the scale", one(*apd.New(1, -90_000)), hinted("DECIMAL(10, 2)"), ""},
		{"digits far beyond the scale", one(*apd.New(1, math.MinInt32)), hinted("DECIMAL(10, 2)"), ""},
		{"digits far before the point", one(*apd.New(1, math.MaxInt32)), hinted("DECIMAL(10, 2)"), "22003"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := rowsOfCall(t.Context(), callOf(mustNew(t, tt.impl, tt.options...), 0))
			if (err == nil) != (tt.want == "") || err != nil && !strings.HasSuffix(err.Error(), "(SQLSTATE "+tt.want+")") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestRunKnowsOneZero(t *testing.T) {
	t.Parallel()
	minus := apd.New(-1, -9)
	rows, err := rowsOfCall(t.Context(), callOf(mustNew(t, one(*minus), Result(DataTypeHint{Type: "DECIMAL(5, 2)"})), 0))
	if err != nil || rows[0][0].(*apd.Decimal).String() != "0.00" {
		t.Errorf("got %v, %v", rows, err)
	}
}

func TestNewRefusesBounds(t *testing.T) {
	t.Parallel()
	twelve, minus := 12, -3
	tests := []struct {
		impl   any
		option Option
		want   string
	}{
		{one(civil.Time{}), Result(DataTypeHint{SecondPrecision: &twelve}), "second precision must be between 0 and 9"},
		{one(datatype.Period(0)), Result(DataTypeHint{YearPrecision: &minus}), "year precision must be between 0 and 4"},
		{one(sql.NullString{}), nil, "use sql.Null[T] or a pointer"},
		{
			func(Context, *string) []string { return nil },
			Argument(0, ArgumentHint{Name: "a", Optional: true, Default: "\xff"}), "default of the argument at position 0: invalid byte sequence",
		},
	}
	for _, tt := range tests {
		if _, err := New(tt.impl, tt.option); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got %v, want %q", err, tt.want)
		}
	}
}

// Batches that a direct function made badly are that procedure's error, not a panic of the encoders.
func TestMalformedBatches(t *testing.T) {
	t.Parallel()
	bigint, text := datatype.Of(datatype.BigInt), datatype.StringType()
	for name, b := range map[string]datatype.Batch{
		"no column":      {Rows: 1},
		"two columns":    {Rows: 1, Columns: []datatype.Column{{Type: bigint, Ints: []int64{1}}, {Type: bigint, Ints: []int64{1}}}},
		"too few values": {Rows: 2, Columns: []datatype.Column{{Type: bigint, Ints: []int64{1}}}},
		"no values":      {Rows: 1, Columns: []datatype.Column{{Type: bigint}}},
		"another type":   {Rows: 1, Columns: []datatype.Column{{Type: text, Strings: []string{"x"}}}},
		"short nulls":    {Rows: 2, Columns: []datatype.Column{{Type: bigint, Ints: []int64{1, 2}, Null: []bool{true}}}},
	} {
		p := mustNew(t, func(Context) iter.Seq2[*datatype.Batch, error] {
			return func(yield func(*datatype.Batch, error) bool) { yield(&b, nil) }
		}, Result(DataTypeHint{Type: "BIGINT"}))
		for got, err := range callOf(p, 0).Run(NewContext(t.Context(), Session{}, nil, nil)) {
			if code := pgerr.From(err).Code; got != nil || code != pgerr.ExternalRoutineException {
				t.Errorf("%s: got %v, %v", name, got, err)
			}
		}
	}
}
