package funcs

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures/datatype"
)

// testCase is one line of testdata/functions.txt: NAME[@zone] | arguments | result. An argument is a type and a JSON string with
// the canonical text of the value, or null; = before it says that it is a literal. The result is a type and a text, null or ?
// (any value), or the word refused.
type testCase struct {
	line   string
	name   string
	zone   *time.Location
	args   []Arg
	known  []bool // the argument is a literal
	result string
}

func readCases(t *testing.T) []testCase {
	t.Helper()
	file, err := os.Open("testdata/functions.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cases []testCase
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		if line != "" && !strings.HasPrefix(line, "#") {
			cases = append(cases, parseCase(t, line))
		}
	}
	return cases
}

func parseCase(t *testing.T, line string) testCase {
	t.Helper()
	head, rest, _ := strings.Cut(line, " | ")
	name, zone, _ := strings.Cut(head, "@")
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	i := strings.LastIndex(rest, " | ")
	c := testCase{line: line, name: name, zone: loc, result: strings.TrimSpace(rest[i+3:])}
	for _, field := range splitOutside(rest[:i], " ; ") {
		field, literal := strings.CutPrefix(strings.TrimSpace(field), "=")
		if field == "" {
			continue
		}
		typ, text := typeAndText(t, field)
		c.args = append(c.args, Arg{typ, parseValue(t, typ, text)})
		c.known = append(c.known, literal)
	}
	return c
}

// splitOutside splits at a separator that is not inside a JSON string.
func splitOutside(s, separator string) []string {
	var out []string
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case !quoted && strings.HasPrefix(s[i:], separator):
			out = append(out, s[start:i])
			start = i + len(separator)
		}
	}
	return append(out, s[start:])
}

func typeAndText(t *testing.T, s string) (datatype.Type, *string) {
	t.Helper()
	typeText, quoted := s, ""
	if before, after, ok := strings.Cut(s, ` "`); ok {
		typeText, quoted = before, `"`+after
	}
	typeText, isNull := strings.CutSuffix(typeText, " null")
	if s == "NULL null" || s == "null" {
		return datatype.Type{}, nil
	}
	typ, err := datatype.Parse(typeText)
	if typeText == "CHAR(0) NOT NULL" { // the type of '', which cannot be declared
		typ, err = datatype.CharType(0).NonNull(), nil
	}
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	if isNull {
		return typ, nil
	}
	var text string
	if err := json.Unmarshal([]byte(quoted), &text); err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return typ, &text
}

func parseValue(t *testing.T, typ datatype.Type, text *string) datatype.Value {
	t.Helper()
	if text == nil {
		return nil
	}
	switch typ.Root {
	case datatype.Char, datatype.Varchar:
		return *text
	case datatype.Binary, datatype.Varbinary:
		b, err := hex.DecodeString(strings.TrimPrefix(*text, `\x`))
		if err != nil {
			t.Fatal(err)
		}
		return b
	case datatype.IntervalDayTime:
		n, _ := strconv.ParseInt(*text, 10, 64)
		return time.Duration(n) * time.Millisecond
	case datatype.IntervalYearMonth:
		n, _ := strconv.ParseInt(*text, 10, 32)
		return datatype.Period(n)
	case datatype.Array:
		var elements []any
		if err := json.Unmarshal([]byte(*text), &elements); err != nil {
			t.Fatal(err)
		}
		out := []datatype.Value{}
		for _, e := range elements {
			if e == nil {
				out = append(out, nil)
				continue
			}
			s := fmt.Sprint(e)
			out = append(out, parseValue(t, *typ.Elem, &s))
		}
		return out
	}
	v, err := datatype.Cast(*text, datatype.StringType(), typ, time.UTC)
	if err != nil {
		t.Fatalf("%s: %v", *text, err)
	}
	return v
}

// canonical is the text of a value that the testdata has.
func canonical(v datatype.Value) string {
	switch v := v.(type) {
	case []byte:
		return `\x` + hex.EncodeToString(v)
	case *apd.Decimal:
		return v.Text('f')
	case float32:
		return shortest(float64(v), 32, 6)
	case float64:
		return shortest(v, 64, 15)
	case datatype.Days:
		y, m, d := v.Civil()
		return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	case datatype.Nanos:
		return time.Unix(0, int64(v)).UTC().Format("15:04:05.999999999")
	case datatype.Instant:
		return v.Time().Format("2006-01-02 15:04:05.999999999")
	case time.Duration:
		return strconv.FormatInt(v.Milliseconds(), 10)
	case []datatype.Value:
		b, _ := json.Marshal(v)
		return string(b)
	}
	return fmt.Sprint(v)
}

func shortest(f float64, bits, digits int) string {
	if a := math.Abs(f); f != 0 && (a < 1e-4 || a >= math.Pow(10, float64(digits))) {
		return strconv.FormatFloat(f, 'e', -1, bits)
	}
	return strconv.FormatFloat(f+0, 'f', -1, bits)
}

// evaluate types and computes a call as the expression evaluator does.
func evaluate(name string, args []Arg, literal []bool, env *Env) (datatype.Type, datatype.Value, error) {
	f, ok := Lookup(name)
	if !ok {
		return datatype.Type{}, nil, fmt.Errorf("no function %s", name)
	}
	var typ datatype.Type
	var err error
	if f.TypeOf != nil {
		known := make([]Arg, len(args))
		for i, a := range args {
			known[i].Type = a.Type
			if literal[i] {
				known[i].Value = a.Value
			}
		}
		typ, err = f.TypeOf(known)
	} else {
		typ, err = f.Type(argTypes(args))
	}
	if err != nil {
		return typ, nil, err
	}
	v, err := f.Eval(env, args, typ)
	return typ, v, err
}

// TestFunctions compares every function with what Apache Flink 2.3 answered.
func TestFunctions(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t) {
		env := &Env{Zone: c.zone, Now: time.Unix(1700000000, 0)}
		typ, v, err := evaluate(c.name, c.args, c.known, env)
		got := typ.String() + " null"
		switch {
		case err != nil:
			got = "refused"
		case strings.HasSuffix(c.result, " ?"):
			got = typ.String() + " ?"
		case v != nil:
			text, _ := marshal(canonical(v))
			got = typ.String() + " " + text
		}
		if diff := cmp.Diff(c.result, got); diff != "" {
			t.Errorf("%s\ngot %s (error %v)", c.line, got, err)
		}
	}
}

func marshal(s string) (string, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(s)
	return strings.TrimSpace(b.String()), err
}
