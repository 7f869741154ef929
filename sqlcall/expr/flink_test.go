package expr_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/expr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// parse reads the arguments of a text such as "1, 'a' || 'b'".
func parse(text string, args ...string) ([]*expr.Expr, error) {
	var lists [][]scan.Token
	for _, arg := range args {
		offset := strings.Index(text, arg)
		toks, err := scan.Tokens(text[:offset+len(arg)])
		if err != nil {
			return nil, err
		}
		first := 0
		for toks[first].Pos < offset {
			first++
		}
		lists = append(lists, toks[first:len(toks)-1])
	}
	return expr.Parse(text, lists)
}

// check reads and types one expression.
func check(text string, params *expr.Params, env *expr.Env) (*expr.Typed, error) {
	exprs, err := parse(text, text)
	if err != nil {
		return nil, err
	}
	return exprs[0].Check(params, env)
}

// evaluate reads, types and folds one expression without parameters.
func evaluate(text string, env *expr.Env) (datatype.Type, datatype.Value, error) {
	typed, err := check(text, &expr.Params{}, env)
	if err != nil {
		return datatype.Type{}, nil, err
	}
	v, err := typed.Eval(env, nil)
	return typed.Type, v, err
}

// category is the category of the conformance corpus that an error falls in.
func category(err error) string {
	code := pgerr.From(err).Code
	switch {
	case code == pgerr.SyntaxError:
		return "syntax"
	case code == pgerr.InternalError:
		return "internal: " + err.Error()
	case code != pgerr.InvalidParameterValue && strings.HasPrefix(string(code), "22"):
		return "cast_value"
	}
	return "literal"
}

// TestFlink compares types, values and refusals with those of Apache Flink 2.3, in testdata/expr.txt: time zone, expression, then the
// type and the value of the folded argument, or ! and the category of the error. Flink hides why a value cannot be computed, so that
// its literal and cast_value are taken for one another.
func TestFlink(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join("testdata", "expr.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		text := unquote(t, fields[1])
		zone, err := time.LoadLocation(fields[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, flink := range []bool{true, false} {
			typ, v, err := evaluate(text, &expr.Env{Now: time.Unix(1700000000, 0), Zone: zone, Flink: flink})
			got := []string{fields[0], fields[1], typ.String(), strconv.Quote(canonical(v))}
			if err != nil {
				got = []string{fields[0], fields[1], "!" + category(err)}
			}
			if !agrees(got[2:], fields[2:], flink, typ) {
				t.Errorf("flink=%v %s\n got %q\nwant %q", flink, text, got[2:], fields[2:])
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestFlinkConversions compares what an argument becomes for a parameter with what Apache Flink 2.3 passes, in
// testdata/conversions.txt: expression, type of the parameter, value.
func TestFlinkConversions(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("testdata", "conversions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	env := &expr.Env{Zone: time.UTC, Flink: true}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		fields := strings.Split(line, "\t")
		to, err := datatype.Parse(fields[1])
		if err != nil {
			t.Fatal(err)
		}
		typed, err := check(unquote(t, fields[0]), &expr.Params{}, env)
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if got, err := typed.EvalAs(env, nil, to); err != nil || canonical(got) != unquote(t, fields[2]) {
			t.Errorf("%s: got %s, %v", line, canonical(got), err)
		}
	}
}

// agrees compares an outcome with Flink's. Callgate's own mode may accept constructed values and the forms that only PostgreSQL has.
func agrees(got, want []string, flink bool, typ datatype.Type) bool {
	if want[0][0] == '!' {
		bothValues := strings.Contains("!literal!cast_value", got[0]) && strings.Contains("!literal!cast_value", want[0])
		return got[0] == want[0] || bothValues || !flink && got[0][0] != '!' && (typ.Elem != nil || len(typ.Fields) > 0 || deviates(want))
	}
	return len(got) == 2 && got[0] == want[0] && got[1] == want[1]
}

// deviates reports whether callgate reads what Flink refuses to: numbers of more than 64 bits, $$ strings and !=.
func deviates(want []string) bool { return want[0] == "!syntax" || want[0] == "!literal" }

func unquote(t *testing.T, s string) string {
	text, err := strconv.Unquote(s)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
