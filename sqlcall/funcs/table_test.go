package funcs

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"upper", "Upper", "UPPER"} {
		if f, ok := Lookup(name); !ok || f.Name != "UPPER" {
			t.Errorf("Lookup(%q) = %v, %v", name, f, ok)
		}
	}
	if _, ok := Lookup("no_such"); ok {
		t.Error("found a function that does not exist")
	}
}

// TestForms checks that the notation of each form is sound: known words, and either Type or TypeOf.
func TestForms(t *testing.T) {
	t.Parallel()
	for _, line := range table {
		f := parseForm(line.form)
		for _, names := range f.args {
			for _, name := range names {
				if _, ok := classes[name]; !ok {
					t.Errorf("%s: no class %q", line.form, name)
				}
			}
		}
		if (line.result == nil) == (line.typeOf == nil) || line.body == nil {
			t.Errorf("%s is not complete", line.form)
		}
	}
	if len(functions) != len(table) {
		t.Errorf("%d lines, %d functions: a name is there twice", len(table), len(functions))
	}
}

func TestMismatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		args    []datatype.Type
		message string
	}{
		{"UPPER", []datatype.Type{intType}, "function upper(INT) does not exist"},
		{"UPPER", nil, "function upper() does not exist"},
		{"UPPER", []datatype.Type{{}}, "function upper(unknown) does not exist"},
		{"SUBSTRING", []datatype.Type{stringType}, "function substring(STRING) does not exist"},
		{"CONCAT", nil, "function concat() does not exist"},
		{"PI", []datatype.Type{intType}, "function pi(INT) does not exist"},
		{"COALESCE", []datatype.Type{{}, {}}, "function coalesce(unknown, unknown) does not exist"},
		{"ATAN2", []datatype.Type{datatype.DecimalType(2, 1), intType.NonNull()}, "function atan2(DECIMAL(2, 1), INT) does not exist"},
	}
	for _, test := range tests {
		f, _ := Lookup(test.name)
		_, err := f.Type(test.args)
		var e *pgerr.Error
		if !errors.As(err, &e) || e.Code != pgerr.UndefinedFunction {
			t.Errorf("%s%v: %v", test.name, test.args, err)
			continue
		}
		if diff := cmp.Diff(test.message, e.Message); diff != "" {
			t.Error(diff)
		}
		if !strings.Contains(e.Hint, f.Name+"(") {
			t.Errorf("hint %q does not tell the form", e.Hint)
		}
	}
}

func TestParam(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		i     int
		want  datatype.Type
		known bool
	}{
		{"UPPER", 0, stringType, true},
		{"UPPER", 1, datatype.Type{}, false},
		{"REPEAT", 1, intType, true},
		{"SQRT", 0, doubleType, true},
		{"CONCAT", 7, stringType, true},
		{"COALESCE", 0, datatype.Type{}, false},
		{"IF", 0, booleanType, true},
	}
	for _, test := range tests {
		f, _ := Lookup(test.name)
		got, known := f.Param(test.i)
		if known != test.known || known && !got.Equal(test.want) {
			t.Errorf("%s param %d: %v, %v", test.name, test.i, got, known)
		}
	}
}

// TestVolatile lists functions whose value is not the same at every time, in every session.
func TestVolatile(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"NOW": true, "RAND": true, "UUID": true, "CURRENT_DATE": true, "FROM_UNIXTIME": true, "EXTRACT": false, "UPPER": false, "ABS": false,
	} {
		if f, _ := Lookup(name); f.Volatile != want {
			t.Errorf("%s: volatile is %v", name, f.Volatile)
		}
	}
}

// of makes arguments of Go values; all are NOT NULL literals.
func of(values ...datatype.Value) []Arg {
	args := make([]Arg, len(values))
	for i, v := range values {
		args[i] = Arg{typeOfValue(v), v}
	}
	return args
}

func typeOfValue(v datatype.Value) datatype.Type {
	switch v := v.(type) {
	case string:
		return datatype.CharType(len([]rune(v))).NonNull()
	case int32:
		return intType.NonNull()
	case int64:
		return bigintType.NonNull()
	case bool:
		return booleanType.NonNull()
	case float64:
		return doubleType.NonNull()
	case datatype.Days:
		return dateType.NonNull()
	case datatype.Nanos:
		return datatype.TimeType(3).NonNull()
	case datatype.Instant:
		return datatype.TimestampType(9).NonNull()
	}
	return datatype.Type{}
}

func eval(t *testing.T, name string, values ...datatype.Value) (datatype.Value, error) {
	t.Helper()
	args := of(values...)
	literal := make([]bool, len(args))
	for i := range literal {
		literal[i] = true
	}
	_, v, err := evaluate(name, args, literal, &Env{Now: time.Unix(1700000000, 123456789), Zone: time.FixedZone("", 3600), Database: "system"})
	return v, err
}

func codeOf(err error) pgerr.Code {
	if err == nil {
		return ""
	}
	return pgerr.From(err).Code
}

// TestDeviations holds what is not Flink's answer on purpose: where Flink has a bug, or Java more than RE2.
func TestDeviations(t *testing.T) {
	t.Parallel()
	before1970 := datatype.Instant{Seconds: -1, Nanos: 500_000_000} // 1969-12-31 23:59:59.5
	later := datatype.Instant{Seconds: 0, Nanos: 300_000_000}
	tests := []struct {
		name string
		args []datatype.Value
		want datatype.Value
		code pgerr.Code
	}{
		{"EXTRACT", []datatype.Value{"HOUR", before1970}, int64(23), ""},
		{"EXTRACT", []datatype.Value{"DAY", before1970}, int64(31), ""},
		{"EXTRACT", []datatype.Value{"MILLISECOND", before1970}, int64(500), ""},
		{"EXTRACT", []datatype.Value{"SECOND", datatype.Days(19782)}, int64(0), ""},
		{"EXTRACT", []datatype.Value{"FORTNIGHT", before1970}, nil, pgerr.InvalidParameterValue},
		{"EXTRACT", []datatype.Value{"YEAR", datatype.Nanos(0)}, nil, pgerr.InvalidParameterValue},
		{"FLOOR_TO", []datatype.Value{before1970, "MONTH"}, datatype.Instant{Seconds: -31 * 86400}, ""},
		{"FLOOR_TO", []datatype.Value{datatype.Nanos(0), "YEAR"}, nil, pgerr.InvalidParameterValue},
		{"CEIL_TO", []datatype.Value{datatype.Days(19872), "DAY"}, datatype.Days(19872), ""},
		{"TIMESTAMPDIFF", []datatype.Value{"MILLISECOND", before1970, later}, int32(800), ""},
		{"TIMESTAMPDIFF", []datatype.Value{"MILLISECOND", later, before1970}, int32(-800), ""},
		{"TIMESTAMPDIFF", []datatype.Value{"NANOSECOND", before1970, later}, int64(800_000_000), ""},
		{"TIMESTAMPDIFF", []datatype.Value{"DECADE", datatype.Days(0), datatype.Days(20000)}, int32(5), ""},
		{"TIMESTAMPADD", []datatype.Value{"YEAR", int32(10000), datatype.Days(0)}, nil, pgerr.DatetimeFieldOverflow},
		{"TIMESTAMPADD", []datatype.Value{"DAY", int64(1) << 62, datatype.Days(0)}, nil, pgerr.DatetimeFieldOverflow},
		{"TO_DATE", []datatype.Value{"2024-02-29", "yyyy-MM-dd HH:mm"}, nil, ""},
		{"JSON_QUOTE", []datatype.Value{"😀"}, `"\ud83d\ude00"`, ""},
		{"JSON_EXISTS", []datatype.Value{`{"a":[1,2]}`, "$.a[?(@ > 1)]"}, nil, pgerr.FeatureNotSupported},
		{"DATE_FORMAT", []datatype.Value{later, "B"}, nil, pgerr.InvalidParameterValue},
		{"REGEXP_EXTRACT", []datatype.Value{"abab", `(ab)\1`}, nil, pgerr.InvalidRegularExpression},
		{"REGEXP_EXTRACT", []datatype.Value{"abc", "(?=a)abc"}, nil, pgerr.InvalidRegularExpression},
		{"REGEXP_EXTRACT", []datatype.Value{"ab12", "[a-z&&[^b]]+"}, nil, pgerr.InvalidRegularExpression},
		{"REGEXP_EXTRACT", []datatype.Value{"[]^x", `[]^[:alpha:]]+`}, "]^x", ""},
		{"ELT", []datatype.Value{int32(-1), "a"}, nil, pgerr.InvalidParameterValue},
		{"LPAD", []datatype.Value{"abc", int32(-1), "x"}, nil, pgerr.InvalidParameterValue},
		{"POWER", []datatype.Value{int32(10), int32(400)}, inf, ""},
	}
	for _, test := range tests {
		v, err := eval(t, test.name, test.args...)
		if diff := cmp.Diff(test.want, v); diff != "" || codeOf(err) != test.code {
			t.Errorf("%s%v: error %v\n%s", test.name, test.args, err, diff)
		}
	}
}

var inf = pow(10, 400)

func TestClock(t *testing.T) {
	t.Parallel()
	tests := map[string]datatype.Value{ // 2023-11-14 22:13:20.123456789 in UTC, 23:13:20 in the session's zone
		"CURRENT_TIMESTAMP": datatype.Instant{Seconds: 1700000000, Nanos: 123_000_000},
		"NOW":               datatype.Instant{Seconds: 1700000000, Nanos: 123_000_000},
		"LOCALTIMESTAMP":    datatype.Instant{Seconds: 1700003600, Nanos: 123_000_000},
		"CURRENT_DATE":      datatype.Days(19675),
		"CURRENT_TIME":      datatype.Nanos((23*3600 + 13*60 + 20) * time.Second),
		"UNIX_TIMESTAMP":    int64(1700000000),
		"CURRENT_DATABASE":  "system",
	}
	for name, want := range tests {
		got, err := eval(t, name)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestRandom(t *testing.T) {
	t.Parallel()
	for range 100 {
		f, err := eval(t, "RAND")
		if x, ok := f.(float64); !ok || x < 0 || x >= 1 || err != nil {
			t.Fatalf("RAND() = %v, %v", f, err)
		}
		n, err := eval(t, "RAND_INTEGER", int32(3))
		if x, ok := n.(int32); !ok || x < 0 || x >= 3 || err != nil {
			t.Fatalf("RAND_INTEGER(3) = %v, %v", n, err)
		}
	}
	id, err := eval(t, "UUID")
	if s, _ := id.(string); err != nil || len(s) != 36 || s[14] != '4' {
		t.Errorf("UUID() = %v, %v", id, err)
	}
}

func TestMaps(t *testing.T) {
	t.Parallel()
	entry := func(k string, v datatype.Value) datatype.Entry { return datatype.Entry{Key: k, Value: v} }
	tests := []struct {
		args []datatype.Value
		want []datatype.Entry
	}{
		{[]datatype.Value{"a=1,b=2"}, []datatype.Entry{entry("a", "1"), entry("b", "2")}},
		{[]datatype.Value{"a:1;b:2", ";", ":"}, []datatype.Entry{entry("a", "1"), entry("b", "2")}},
		{[]datatype.Value{"a"}, []datatype.Entry{entry("a", nil)}},
		{[]datatype.Value{""}, []datatype.Entry{}},
		{[]datatype.Value{"a=1,a=2,b=3=4"}, []datatype.Entry{entry("a", "2"), entry("b", "3=4")}},
	}
	for _, test := range tests {
		got, err := eval(t, "STR_TO_MAP", test.args...)
		if diff := cmp.Diff(datatype.Value(test.want), got); diff != "" || err != nil {
			t.Errorf("%v: %v\n%s", test.args, err, diff)
		}
	}
}

func TestArrays(t *testing.T) {
	t.Parallel()
	list := func(values ...datatype.Value) []datatype.Value { return append([]datatype.Value{}, values...) }
	one, two, three, five := int32(1), int32(2), int32(3), int32(5)
	tests := []struct {
		name string
		args []datatype.Value
		want datatype.Value
	}{
		{"ARRAY_DISTINCT", list(list(one, two, one, nil, nil)), list(one, two, nil)},
		{"ARRAY_REVERSE", list(list(one, two, three)), list(three, two, one)},
		{"ARRAY_APPEND", list(list(one), two), list(one, two)},
		{"ARRAY_PREPEND", list(list(one), two), list(two, one)},
		{"ARRAY_REMOVE", list(list(one, two, one), one), list(two)},
		{"ARRAY_SLICE", list(list(one, two, three), two, three), list(two, three)},
		{"ARRAY_SLICE", list(list(one, two, three), int32(-2)), list(two, three)},
		{"ARRAY_SLICE", list(list(one, two, three), int32(0), two), list(one, two)},
		{"ARRAY_SLICE", list(list(one, two, three), three, one), list()},
		{"ARRAY_SORT", list(list(three, nil, two)), list(nil, two, three)},
		{"ARRAY_SORT", list(list(three, nil, two), false), list(three, two, nil)},
		{"ARRAY_SORT", list(list(three, nil, two), true, false), list(two, three, nil)},
		{"ARRAY_UNION", list(list(three, one), list(three, five)), list(three, one, five)},
		{"ARRAY_CONCAT", list(list(three, one), list(three)), list(three, one, three)},
		{"ARRAY_EXCEPT", list(list(three, one, one), list(three, five)), list(one)},
		{"ARRAY_INTERSECT", list(list(three, one, three), list(three, five)), list(three)},
		{"SPLIT", list("a,,b", ","), list("a", "", "b")},
		{"SPLIT", list("ab", ""), list("a", "b")},
		{"MAP_KEYS", list([]datatype.Entry{{Key: "a", Value: one}}), list("a")},
		{"MAP_VALUES", list([]datatype.Entry{{Key: "a", Value: one}}), list(one)},
		{"JSON_STRING", list([]datatype.Entry{{Key: "a", Value: one}}), `{"a":1}`},
	}
	for _, test := range tests {
		args := of(test.args...)
		literal := make([]bool, len(args))
		for i, a := range args {
			switch a.Value.(type) {
			case []datatype.Value:
				args[i].Type = datatype.ArrayType(intType)
			case []datatype.Entry:
				args[i].Type = datatype.MapType(stringType.NonNull(), intType)
			}
		}
		_, got, err := evaluate(test.name, args, literal, &Env{})
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s%v: %v\n%s", test.name, test.args, err, diff)
		}
	}
}

// TestJSONOptions covers the clauses that are passed as one text.
func TestJSONOptions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []datatype.Value
		want datatype.Value
		code pgerr.Code
	}{
		{"JSON_VALUE", []datatype.Value{`{"a": 1}`, "$.a", "RETURNING INTEGER"}, int32(1), ""},
		{"JSON_VALUE", []datatype.Value{`{"a": true}`, "$.a", "returning boolean"}, true, ""},
		{"JSON_VALUE", []datatype.Value{`{"a": 1.7}`, "$.a", "RETURNING DOUBLE"}, 1.7, ""},
		{"JSON_VALUE", []datatype.Value{`{"a": "x"}`, "$.a", "RETURNING INT"}, nil, pgerr.InvalidTextRepresentation},
		{"JSON_VALUE", []datatype.Value{`{"a": 1}`, "$.a", "RETURNING DATE"}, nil, pgerr.FeatureNotSupported},
		{"JSON_VALUE", []datatype.Value{`{"a": 1}`, "$.b", "ERROR ON EMPTY"}, nil, pgerr.InvalidParameterValue},
		{"JSON_VALUE", []datatype.Value{`{"a": 1}`, "strict $.b", "NULL ON EMPTY ERROR ON ERROR"}, nil, pgerr.InvalidParameterValue},
		{"JSON_EXISTS", []datatype.Value{`bad`, "$.b", "TRUE ON ERROR"}, true, ""},
		{"JSON_EXISTS", []datatype.Value{`bad`, "$.b", "UNKNOWN ON ERROR"}, nil, ""},
		{"JSON_QUERY", []datatype.Value{`{"a": 1}`, "$.a", "WITH WRAPPER"}, "[1]", ""},
		{"JSON_QUERY", []datatype.Value{`{"a": [1]}`, "$.a", "WITH CONDITIONAL ARRAY WRAPPER"}, "[1]", ""},
		{"JSON_QUERY", []datatype.Value{`{"a": [1]}`, "$.a", "WITH UNCONDITIONAL WRAPPER"}, "[[1]]", ""},
	}
	for _, test := range tests {
		v, err := eval(t, test.name, test.args...)
		if diff := cmp.Diff(test.want, v); diff != "" || codeOf(err) != test.code {
			t.Errorf("%s%v: error %v\n%s", test.name, test.args, err, diff)
		}
	}
}
