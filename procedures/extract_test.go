package procedures

import (
	"database/sql"
	"encoding/json"
	"iter"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"
	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures/datatype"
)

type inner struct {
	City string
	Zip  *int32
}

type embedded struct{ Base int64 }

type everything struct {
	embedded
	ID        int
	UserName  *string
	HTTPCode  int16
	Renamed   string `callgate:"other"`
	Hinted    string `callgate:",VARCHAR(10)"`
	Left      string `callgate:"-"`
	Address   inner
	Tags      []string
	Scores    map[string]float64
	unseen    int
	Price     apd.Decimal `callgate:"price,DECIMAL(10, 2)"`
	Seen      sql.Null[time.Time]
	Half      time.Duration
	Born      civil.Date
	Extra     json.RawMessage
	SubValues []inner
}

func TestTypeOf(t *testing.T) {
	t.Parallel()
	_ = everything{unseen: 1}
	two, zero := 2, 0
	tests := []struct {
		value any
		hint  DataTypeHint
		want  string
	}{
		{value: false, want: "BOOLEAN NOT NULL"},
		{value: int8(0), want: "TINYINT NOT NULL"},
		{value: int16(0), want: "SMALLINT NOT NULL"},
		{value: int32(0), want: "INT NOT NULL"},
		{value: int64(0), want: "BIGINT NOT NULL"},
		{value: 0, want: "BIGINT NOT NULL"},
		{value: new(int), want: "BIGINT"},
		{value: sql.Null[int32]{}, want: "INT"},
		{value: float32(0), want: "FLOAT NOT NULL"},
		{value: float64(0), want: "DOUBLE NOT NULL"},
		{value: "", want: "STRING NOT NULL"},
		{value: new(string), want: "STRING"},
		{value: []byte{}, want: "BYTES"},
		{value: civil.Date{}, want: "DATE NOT NULL"},
		{value: civil.Time{}, want: "TIME(9) NOT NULL"},
		{value: civil.DateTime{}, want: "TIMESTAMP(9) NOT NULL"},
		{value: time.Time{}, want: "TIMESTAMP_LTZ(9) NOT NULL"},
		{value: time.Duration(0), want: "INTERVAL SECOND(9) NOT NULL"},
		{value: datatype.Period(0), want: "INTERVAL YEAR(4) TO MONTH NOT NULL"},
		{value: []int32{}, want: "ARRAY<INT NOT NULL>"},
		{value: [][]byte{}, want: "ARRAY<BYTES>"},
		{value: map[string]*int64{}, want: "MAP<STRING NOT NULL, BIGINT>"},
		{value: json.RawMessage{}, want: "VARIANT"},
		{value: inner{}, want: "ROW<`city` STRING NOT NULL, `zip` INT> NOT NULL"},
		{value: &inner{}, want: "ROW<`city` STRING NOT NULL, `zip` INT>"},
		{value: apd.Decimal{}, hint: DataTypeHint{DecimalPrecision: 8, DecimalScale: 3}, want: "DECIMAL(8, 3) NOT NULL"},
		{value: []*apd.Decimal{}, hint: DataTypeHint{DecimalPrecision: 8}, want: "ARRAY<DECIMAL(8, 0)>"},
		{value: civil.DateTime{}, hint: DataTypeHint{SecondPrecision: &two}, want: "TIMESTAMP(2) NOT NULL"},
		{value: time.Duration(0), hint: DataTypeHint{SecondPrecision: &zero}, want: "INTERVAL SECOND(0) NOT NULL"},
		{value: datatype.Period(0), hint: DataTypeHint{YearPrecision: &zero}, want: "INTERVAL MONTH NOT NULL"},
		{value: datatype.Period(0), hint: DataTypeHint{YearPrecision: &two}, want: "INTERVAL YEAR(2) TO MONTH NOT NULL"},
		{value: everything{}, want: "ROW<`base` BIGINT NOT NULL, `id` BIGINT NOT NULL, `user_name` STRING, `http_code` SMALLINT NOT NULL, " +
			"`other` STRING NOT NULL, `hinted` VARCHAR(10), `address` ROW<`city` STRING NOT NULL, `zip` INT> NOT NULL, " +
			"`tags` ARRAY<STRING NOT NULL>, `scores` MAP<STRING NOT NULL, DOUBLE NOT NULL>, `price` DECIMAL(10, 2), " +
			"`seen` TIMESTAMP_LTZ(9), `half` INTERVAL SECOND(9) NOT NULL, `born` DATE NOT NULL, `extra` VARIANT, " +
			"`sub_values` ARRAY<ROW<`city` STRING NOT NULL, `zip` INT> NOT NULL>> NOT NULL"},
	}
	for _, tt := range tests {
		got, err := tt.hint.dataType(reflect.TypeOf(tt.value))
		if err != nil {
			t.Errorf("%T: %v", tt.value, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got.String()); diff != "" {
			t.Errorf("%T: (-want +got)\n%s", tt.value, diff)
		}
	}
}

type (
	cyclic       struct{ Next *cyclic }
	endless      []endless
	noFields     struct{ hidden int }
	sameNames    struct{ A, B int }
	pointerEmbed struct{ *inner }
	twice        struct {
		UserID int
		Other  int `callgate:"user_id"`
	}
)

// A good definition for the tests of bad ones.
type goodMethod struct{}

func (goodMethod) Call(Context, int32) []string { return nil }

func ints(i ...string) []DataTypeHint {
	hints := make([]DataTypeHint, len(i))
	for i, t := range i {
		hints[i].Type = t
	}
	return hints
}

func outputHint(t string) *DataTypeHint { return &DataTypeHint{Type: t} }

func arguments(nameAndType ...string) []ArgumentHint {
	var hints []ArgumentHint
	for i := 0; i < len(nameAndType); i += 2 {
		hints = append(hints, ArgumentHint{Name: nameAndType[i], Type: DataTypeHint{Type: nameAndType[i+1]}})
	}
	return hints
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	_, _ = noFields{hidden: 1}, sameNames{}
	optional := func(name, typ string) ArgumentHint {
		return ArgumentHint{Name: name, Type: DataTypeHint{Type: typ}, Optional: true}
	}
	strAndInt := func(Context, *string, *int32) []string { return nil }
	tests := []struct {
		name    string
		impl    any
		options []Option
		want    string
	}{
		{"no value", nil, nil, "there is no value"},
		{"no method", struct{}{}, nil, "Could not find a publicly accessible method named 'Call…'."},
		{"no functions", Funcs(), nil, "there are no functions"},
		{"not a function", Funcs(1), nil, "int is not a function"},
		{"no context", func(int) []string { return nil }, nil, "the first parameter must be a procedures.Context"},
		{"no rows", func(Context) string { return "" }, nil, "a procedure returns []T, iter.Seq[T] or iter.Seq2[T, error], not string"},
		{"bytes", func(Context) []byte { return nil }, nil, "return [][]byte for rows of bytes"},
		{"two results", func(Context) ([]string, int) { return nil, 0 }, nil, "a procedure returns rows, an error, both or nothing"},
		{
			"decimal", func(Context, apd.Decimal) []string { return nil }, nil,
			"argument 0: Values of 'apd.Decimal' need fixed precision and scale.",
		},
		{"any", func(Context, int, any) []string { return nil }, nil, "argument 1: Cannot extract a data type from a pure 'any' type."},
		{"generic row", func(Context) []Row { return nil }, nil, "result: Cannot extract a data type from a pure 'any' type."},
		{"channel", func(Context, chan int) []string { return nil }, nil, "Could not extract a data type from 'chan int'."},
		{"unsigned", func(Context) []uint32 { return nil }, nil, "result: Could not extract a data type from 'uint32'."},
		{"cyclic", func(Context) []cyclic { return nil }, nil, "Cyclic reference detected for class 'procedures.cyclic'."},
		{"endless", func(Context) []endless { return nil }, nil, "Cyclic reference detected"},
		{"no fields", func(Context) []noFields { return nil }, nil, "Class 'procedures.noFields' has no fields."},
		{"same column twice", func(Context) []twice { return nil }, nil, "Field names must be unique. Found duplicates: [user_id]"},
		{"embedded pointer", func(Context) []pointerEmbed { return nil }, nil, "embeds a pointer"},
		{
			"batches without a type", func(Context) iter.Seq2[*datatype.Batch, error] { return nil }, nil,
			"Data type hint does not specify a data type for use as function result.",
		},
		{"bad type", func(Context) []string { return nil }, []Option{Result(DataTypeHint{Type: "STRNG"})}, "result: "},
		{"group as result", func(Context) []any { return nil }, []Option{Result(DataTypeHint{InputGroup: GroupAny})}, "Unsupported input group."},
		{
			"any group on a concrete type", func(Context, int) []string { return nil },
			[]Option{ParamHint(0, DataTypeHint{InputGroup: GroupAny})},
			"its Go type has to be any, not int",
		},
		{"raw without a serializer", func(Context) []any { return nil }, []Option{Result(DataTypeHint{Type: "RAW"})}, "RAW type"},
		{"hint on a missing argument", goodMethod{}, []Option{ParamHint(1, DataTypeHint{})}, "there is no argument 1"},
		{"hint on a missing method", goodMethod{}, []Option{Method("CallX")}, "there is no method CallX"},
		{
			"two hints on an argument",
			goodMethod{},
			[]Option{ParamHint(0, DataTypeHint{Type: "INT"}), Argument(0, ArgumentHint{})},
			"Argument and data type hints cannot be declared at the same time at position 1.",
		},
		{
			"arguments and input",
			goodMethod{},
			[]Option{Hints(ProcedureHint{Input: ints("INT"), Arguments: arguments("a", "INT")})},
			"Argument and input hints cannot be declared in the same function hint. Use either one or the other.",
		},
		{
			"missing type",
			goodMethod{},
			[]Option{Hints(ProcedureHint{Input: ints("INT", "")})},
			"Data type missing for scalar argument at position 1.",
		},
		{
			"half of the names", strAndInt,
			[]Option{Hints(ProcedureHint{Arguments: arguments("a", "STRING", "", "INT")})},
			"Argument names in function hint must be either fully set or not set at all.",
		},
		{"bad name", goodMethod{}, []Option{Argument(0, ArgumentHint{Name: "1a"})}, "Invalid argument name '1a'."},
		{
			"same name", strAndInt,
			[]Option{MethodHints(ProcedureHint{Arguments: arguments("a", "STRING", "a", "INT")})},
			"Argument name conflict, there are at least two argument names that are the same.",
		},
		{
			"optional and not null", strAndInt,
			[]Option{MethodHints(ProcedureHint{Arguments: []ArgumentHint{
				{Name: "a", Type: DataTypeHint{Type: "STRING"}}, optional("b", "INT NOT NULL"),
			}})},
			"Argument at position 1 is optional but its type doesn't accept null value.",
		},
		{
			"optional on a Go type without nil", func(Context, string, int32) []int32 { return nil },
			[]Option{MethodHints(ProcedureHint{Arguments: []ArgumentHint{optional("a", "STRING"), optional("b", "INT")}})},
			"Considering all hints, the method should comply with the signature:\n[]int32 call(_, *string, *int32)\n" +
				"Pattern: (<context> [, <argument>]*)",
		},
		{
			"optional on a parameter without nil", func(Context, int32) []int32 { return nil },
			[]Option{Argument(0, optional("a", "INT"))},
			"Invalid data type for optional argument 'a'. An optional argument has to accept null values.",
		},
		{"default of a required argument", goodMethod{}, []Option{Argument(0, ArgumentHint{Default: int32(1)})}, "is not optional"},
		{
			"default of another type",
			goodMethod{},
			[]Option{Argument(0, ArgumentHint{Optional: true, Default: "1"})},
			"the default of the argument at position 0",
		},
		{
			"ambiguous results", func(Context, *int32) []any { return nil },
			[]Option{Hints(ProcedureHint{Output: outputHint("INT")}), MethodHints(ProcedureHint{Output: outputHint("TINYINT")})},
			"Procedure hints that lead to ambiguous results are not allowed.",
		},
		{
			"ambiguous with a full hint", func(Context, *int32) []any { return nil },
			[]Option{Hints(ProcedureHint{Output: outputHint("INT")}), MethodHints(ProcedureHint{Input: ints("INT"), Output: outputHint("TINYINT")})},
			"Procedure hints that lead to ambiguous results are not allowed.",
		},
		{
			"same input, two results", func(Context, *int32) []any { return nil },
			[]Option{Hints(ProcedureHint{Input: ints("INT"), Output: outputHint("INT")}), MethodHints(ProcedureHint{Input: ints("INT"), Output: outputHint("BIGINT")})},
			"Procedure hints with same input definition but different result types are not allowed.",
		},
		{
			"hint does not fit the arguments", func(Context, *int64) []string { return nil },
			[]Option{MethodHints(ProcedureHint{Input: ints("STRING"), Output: outputHint("STRING")})},
			"Considering all hints, the method should comply with the signature:\n[]*string call(_, *string)",
		},
		{
			"hint does not fit the result", func(Context, []int32) []int64 { return nil },
			[]Option{Hints(ProcedureHint{Output: outputHint("STRING")})},
			"Considering all hints, the method should comply with the signature:\n[]*string call(_, []interface {})",
		},
		{"result too narrow", func(Context) []int64 { return nil }, []Option{Result(DataTypeHint{Type: "INT"})}, "Considering all hints"},
		{
			"argument too narrow", func(Context, *int32) []int64 { return nil },
			[]Option{ParamHint(0, DataTypeHint{Type: "BIGINT"})},
			"Considering all hints",
		},
		{"too few arguments", func(Context, *int32) []int64 { return nil }, []Option{Hints(ProcedureHint{Input: ints()})}, "Considering all hints"},
		{
			"var-args hint on a fixed method", func(Context, *int32) []int64 { return nil },
			[]Option{Hints(ProcedureHint{Input: ints("INT"), VarArgs: true})},
			"[]int64 call(_, ...*int32)",
		},
		{
			"result without columns", func(Context) error { return nil },
			[]Option{Hints(ProcedureHint{Output: outputHint("INT")})},
			"Considering all hints",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := New(tt.impl, tt.options...)
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.HasPrefix(err.Error(), "could not extract a procedure from ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want %q", err, tt.want)
			}
		})
	}
}

func TestNewNamesThePlace(t *testing.T) {
	t.Parallel()
	_, err := New(badStruct{})
	const want = "could not extract a procedure from procedures.badStruct: CallB: argument 1: Values of 'apd.Decimal' need fixed precision and scale."
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

type badStruct struct{}

func (badStruct) CallA(Context) []string                   { return nil }
func (badStruct) CallB(Context, int, apd.Decimal) []string { return nil }
