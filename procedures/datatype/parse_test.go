package datatype_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// TestParseAsFlink compares both printed forms, and the texts of errors, with Flink's.
func TestParseAsFlink(t *testing.T) {
	t.Parallel()
	for _, line := range golden(t, "typestrings.tsv") {
		typ, err := datatype.Parse(line[0])
		switch {
		case line[1] != "error" && err != nil:
			t.Errorf("Parse(%q): %v", line[0], err)
		case line[1] != "error" && (typ.String() != line[1] || typ.Serializable() != line[2]):
			t.Errorf("Parse(%q) = %s, %s, want %s, %s", line[0], typ, typ.Serializable(), line[1], line[2])
		case line[1] == "error" && (err == nil || !strings.HasPrefix(pgerr.From(err).Message, line[2])):
			t.Errorf("Parse(%q): got %v, want %s", line[0], err, line[2])
		}
	}
}

func TestParseErrorCodes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		code pgerr.Code
	}{
		{"VARCHAR(test)", pgerr.SyntaxError},
		{"", pgerr.SyntaxError},
		{"VARCHAR(33333333333)", pgerr.SyntaxError},
		{"DECIMAL(39)", pgerr.InvalidParameterValue},
		{"DECIMAL(5, 6)", pgerr.InvalidParameterValue},
		{"ROW<a INT, a INT>", pgerr.InvalidParameterValue},
		{"STRUCTURED<'x', a INT, a INT>", pgerr.InvalidParameterValue},
		{"`db`.`MyType`", pgerr.UndefinedObject},
		{"a.b.c.d", pgerr.UndefinedObject},
		{"a.", pgerr.SyntaxError},
		{"a.INT", pgerr.SyntaxError},
		{"LEGACY('a', 'b')", pgerr.FeatureNotSupported},
		{strings.Repeat("ARRAY<", 100) + "INT" + strings.Repeat(">", 100), pgerr.StatementTooComplex},
		{strings.Repeat("ROW<a ", 100_000), pgerr.StatementTooComplex},
	} {
		if _, err := datatype.Parse(test.text); err == nil || pgerr.From(err).Code != test.code {
			t.Errorf("Parse(%.40q): got %v, want %s", test.text, err, test.code)
		}
	}
}

func TestParseDeepest(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("ARRAY<", 99) + "INT" + strings.Repeat(">", 99)
	if got := mustParse(t, text).String(); got != text {
		t.Errorf("got %s", got)
	}
}

func TestPrintWhatParseCannotMake(t *testing.T) {
	t.Parallel()
	raw := datatype.Type{Root: datatype.Raw, Class: "java.nio.ByteBuffer", Extra: "it's"}
	for _, test := range []struct {
		typ           datatype.Type
		text, longest string
	}{
		{datatype.CharType(0).NonNull(), "CHAR(0) NOT NULL", "CHAR(0) NOT NULL"},
		{raw, "RAW('java.nio.ByteBuffer', '...')", "RAW('java.nio.ByteBuffer', 'it''s')"},
		{datatype.Type{Root: datatype.Structured, Class: "c"}, "STRUCTURED<'c'>", "STRUCTURED<'c'>"},
	} {
		if got := test.typ.String(); got != test.text {
			t.Errorf("got %s, want %s", got, test.text)
		}
		if got := test.typ.Serializable(); got != test.longest {
			t.Errorf("got %s, want %s", got, test.longest)
		}
	}
	if got := mustParse(t, raw.Serializable()); !got.Equal(raw) {
		t.Errorf("got %s", got.Serializable())
	}
}

// TestRoundTrip prints random types in both forms and reads them back.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		want := randomType(random, 4)
		for _, text := range []string{want.String(), want.Serializable()} {
			got, err := datatype.Parse(text)
			if err != nil || !got.Equal(want) {
				t.Fatalf("Parse(%s) = %s, %v", text, got, err)
			}
		}
	}
}

func randomType(random *rand.Rand, depth int) datatype.Type {
	n := func(low, high int) int { return low + random.IntN(high-low+1) }
	choice := n(0, 17)
	if depth == 0 {
		choice = n(0, 11)
	}
	var t datatype.Type
	switch choice {
	case 0:
		t = datatype.CharType(n(1, 100))
	case 1:
		t = datatype.VarcharType(n(1, 100))
	case 2:
		t = datatype.StringType()
	case 3:
		t = datatype.VarbinaryType(n(1, datatype.MaxLength))
	case 4:
		precision := n(1, 38)
		t = datatype.DecimalType(precision, n(0, precision))
	case 5:
		t = datatype.TimeType(n(0, 9))
	case 6:
		t = datatype.Type{Root: datatype.Timestamp + datatype.Root(n(0, 2)), Precision: n(0, 9)}
	case 7:
		t = datatype.Type{
			Root: datatype.IntervalYearMonth, Precision: n(1, 4),
			Resolution: []datatype.IntervalResolution{datatype.Year, datatype.YearToMonth}[n(0, 1)],
		}
	case 8:
		t = datatype.Type{
			Root: datatype.IntervalDayTime, Precision: n(1, 6), Scale: n(0, 9), Resolution: datatype.DayToSecond,
		}
	case 9:
		t = datatype.Type{
			Root: datatype.IntervalDayTime, Precision: 2, Scale: 6,
			Resolution: datatype.Hour + datatype.IntervalResolution(2*n(0, 1)),
		}
		if t.Resolution == datatype.HourToSecond {
			t.Scale = n(0, 9)
		}
	case 10:
		t = datatype.Of(datatype.TinyInt + datatype.Root(n(0, 6)))
	case 11:
		t = datatype.Of(datatype.Boolean)
	case 12, 13:
		t = datatype.ArrayType(randomType(random, depth-1))
	case 14:
		t = datatype.MultisetType(randomType(random, depth-1))
	case 15:
		t = datatype.MapType(randomType(random, depth-1), randomType(random, depth-1))
	default:
		for i := range n(0, 3) {
			name := string(rune('a'+i)) + []string{"", "`", " x", "'", "é<"}[n(0, 4)]
			t.Fields = append(t.Fields, datatype.Field{Name: name, Type: randomType(random, depth-1)})
		}
		t.Root = datatype.Row
		if choice == 17 {
			t.Root, t.Class = datatype.Structured, "a'b"
		}
	}
	t.NotNull = n(0, 1) == 1
	return t
}

func TestEqual(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b            string
		equal, nullable bool
	}{
		{"INT", "INT", true, true},
		{"INT", "INT NOT NULL", false, true},
		{"INT", "BIGINT", false, false},
		{"ARRAY<INT>", "ARRAY<INT NOT NULL>", false, false},
		{"ARRAY<INT> NOT NULL", "INT ARRAY", false, true},
		{"ROW<a INT>", "ROW<b INT>", false, false},
		{"ROW<a INT 'x'>", "ROW<a INT>", false, false},
		{"MAP<INT, STRING>", "MAP<INT, STRING>", true, true},
		{"MAP<INT, STRING>", "MAP<STRING, INT>", false, false},
		{"TIMESTAMP_LTZ(3)", "TIMESTAMP(3) WITH LOCAL TIME ZONE", true, true},
		{"INTERVAL SECOND(3)", "INTERVAL SECOND", false, false},
	} {
		a, b := mustParse(t, test.a), mustParse(t, test.b)
		if a.Equal(b) != test.equal || a.EqualIgnoringNullability(b) != test.nullable {
			t.Errorf("%s and %s: %t, %t", a, b, a.Equal(b), a.EqualIgnoringNullability(b))
		}
	}
	if !mustParse(t, "INTERVAL SECOND(3)").Equal(datatype.SecondInterval()) ||
		!mustParse(t, "INTERVAL MONTH").Equal(datatype.MonthInterval()) {
		t.Error("the folded intervals are not what their names parse to")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"ROW<a INT NOT NULL 'c', `b``` ARRAY<MAP<STRING, DECIMAL(10, 2)>>>", "INTERVAL DAY(3) TO SECOND(0)", "INT NOT NULL ARRAY",
		"STRUCTURED<'c', a TIMESTAMP(3) WITH LOCAL TIME ZONE>", "RAW('a', 'b')", "a.`b`.c", "ROW()", "'", "`",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		typ, err := datatype.Parse(text)
		if err != nil {
			if pgerr.From(err).Code == pgerr.InternalError {
				t.Fatalf("no code: %v", err)
			}
			return
		}
		again, err := datatype.Parse(typ.Serializable())
		if err != nil || !again.Equal(typ) {
			t.Fatalf("Parse(%q) = %s, printed and parsed: %s, %v", text, typ, again, err)
		}
	})
}
