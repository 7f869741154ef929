package sqlcall

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/expr"
	"github.com/callgate/callgate/sqlcall/scan"
)

var update = flag.Bool("update", false, "write what was parsed into testdata/parse")

// expressions stands for package expr where only the header of a statement matters: it keeps the text of each expression.
type expressions map[*expr.Expr]string

func (x expressions) parse(text string, args [][]scan.Token) ([]*expr.Expr, error) {
	list := make([]*expr.Expr, len(args))
	for i, tokens := range args {
		if tokens[0].Word("SELECT") {
			return nil, scan.Unexpected(text, tokens[0])
		}
		list[i] = &expr.Expr{Pos: scan.CharPos(text, tokens[0].Pos)}
		x[list[i]] = text[tokens[0].Pos:tokens[len(tokens)-1].End]
	}
	return list, nil
}

// TestParse runs the cases of testdata/parse: a text, a line ----, and what comes of it; cases are apart by a line of =.
func TestParse(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/parse/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			for _, c := range strings.Split(string(data), "\n====\n") {
				text, want, _ := strings.Cut(c, "\n----\n")
				got := dumpParse(text)
				if !*update && got != strings.TrimSuffix(want, "\n") {
					t.Errorf("%s\n got %s\nwant %s", text, got, want)
				}
				if out.Len() > 0 {
					out.WriteString("====\n")
				}
				fmt.Fprintf(&out, "%s\n----\n%s\n", text, got)
			}
			if *update {
				if err := os.WriteFile(file, []byte(out.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// dumpParse describes each statement of a text on a line, or the error.
func dumpParse(text string) string {
	x := expressions{}
	list, err := parseWith(text, x.parse)
	if err != nil {
		e := pgerr.From(err)
		return fmt.Sprintf("%s at %d: %s", e.Code, e.Position, e.Message)
	}
	var lines []string
	for _, l := range list {
		lines = append(lines, x.describe(reflect.ValueOf(l)))
	}
	return strings.Join(lines, "\n")
}

// describe writes a value as Go does, but without what is zero.
func (x expressions) describe(v reflect.Value) string {
	switch value := v.Interface().(type) {
	case Located:
		place := fmt.Sprintf("@%d", value.Position)
		if value.Params > 0 {
			place += fmt.Sprintf(" $%d", value.Params)
		}
		return fmt.Sprintf("%s %s «%s»", place, x.describe(reflect.ValueOf(value.Statement)), value.Text)
	case catalog.Name:
		parts := make([]string, len(value))
		for i, p := range value {
			parts[i] = x.describe(reflect.ValueOf(p))
		}
		return strings.Join(parts, ".")
	case catalog.Part:
		if value.Quoted {
			return strconv.Quote(value.Text)
		}
		return value.Text
	case OptionPair:
		return value.Key + "=" + value.Value
	case *expr.Expr:
		return x[value]
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		return x.describe(v.Elem())
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = x.describe(v.Index(i))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case reflect.Struct:
		var fields []string
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				fields = append(fields, v.Type().Field(i).Name+":"+x.describe(v.Field(i)))
			}
		}
		return v.Type().Name() + "{" + strings.Join(fields, " ") + "}"
	case reflect.String:
		return strconv.Quote(v.String())
	}
	return fmt.Sprint(v.Interface())
}

func TestParseLimits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		code       pgerr.Code
	}{
		{"100 statements", strings.Repeat("CALL p();;", MaxStatements), ""},
		{"101 statements", strings.Repeat("CALL p();", MaxStatements+1), pgerr.ProgramLimitExceeded},
		{"1000 arguments", "CALL p(1" + strings.Repeat(",1", scan.MaxArguments-1) + ")", ""},
		{"1001 arguments", "CALL p(1" + strings.Repeat(",1", scan.MaxArguments) + ")", pgerr.TooManyArguments},
		{"1001 arguments in FROM", "SELECT * FROM p(1" + strings.Repeat(",1", scan.MaxArguments) + ")", pgerr.TooManyArguments},
		{"parameter 65535", "CALL p($65535)", ""},
		{"parameter 65536", "CALL p($65536)", pgerr.TooManyArguments},
		{"parameter 2147483648", "CALL p($2147483648)", pgerr.UndefinedParameter},
		{"parameter 0", "CALL p($0)", pgerr.UndefinedParameter},
		{"parameter of 100 digits", "SELECT $" + strings.Repeat("9", 100), pgerr.UndefinedParameter},
		{"name of 256", "CALL " + strings.Repeat("é", 256) + "()", ""},
		{"name of 257", "CALL `" + strings.Repeat("é", 257) + "`()", pgerr.SyntaxError},
		{"100 levels", "CALL p(" + strings.Repeat("(", scan.MaxDepth) + "1" + strings.Repeat(")", scan.MaxDepth) + ")", ""},
		{"101 levels", "CALL p(" + strings.Repeat("(", scan.MaxDepth+1) + "1" + strings.Repeat(")", scan.MaxDepth+1) + ")", pgerr.StatementTooComplex},
	} {
		_, err := parseWith(test.text, expressions{}.parse)
		if e := pgerr.From(err); (e == nil) != (test.code == "") || e != nil && e.Code != test.code {
			t.Errorf("%s: %v, want %q", test.name, err, test.code)
		}
	}
}

// TestParseLarge parses the largest texts of many shapes: time must grow with the size, not with its square, or this does not end.
func TestParseLarge(t *testing.T) {
	t.Parallel()
	fill := func(unit string) string { return strings.Repeat(unit, 60_000/len(unit)) }
	start := time.Now()
	for _, text := range []string{
		"CALL p('" + strings.Repeat("é", 500_000) + "'" + strings.Repeat(", 1", 999) + ")",
		"CALL " + fill("a.") + "p()",
		"SELECT * FROM " + fill("a.") + "p()",
		"SELECT * FROM p(" + fill("1+") + "1)",
		"SET x = " + fill("a,") + "b",
		"DROP TABLE IF EXISTS " + fill("a,") + "b",
		"PREPARE x (" + fill("a,") + "b) AS SELECT 1",
		fill("; "),
	} {
		_, _ = parseWith(text, expressions{}.parse)
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"abc": "abc", "_a1": "_a1", "1a": `"1a"`, "Abc": `"Abc"`, "": `""`, "a b": `"a b"`, `a"b`: `"a""b"`, "table": `"table"`,
		"between": `"between"`, "is": `"is"`, "system": "system", "é": `"é"`, "a$": `"a$"`,
	} {
		if got := QuoteIdent(name); got != want {
			t.Errorf("QuoteIdent(%q) = %s, want %s", name, got, want)
		}
	}
}

// FuzzQuote checks that what is quoted reads back as the same text.
func FuzzQuote(f *testing.F) {
	for _, seed := range []string{"abc", "it's", `\`, `\'`, `a"b`, "x\ny", "é日"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quoted := QuoteIdent(text)
		tokens, err := scan.Tokens(quoted)
		if err != nil {
			if code := pgerr.From(err).Code; code == pgerr.CharacterNotInRepertoire || code == pgerr.ProgramLimitExceeded || text == "" {
				return
			}
			t.Fatalf("%q: %v", quoted, err)
		}
		if len(tokens) != 2 || tokens[0].Value != text {
			t.Fatalf("%q reads as %v", quoted, tokens)
		}
	})
}

func TestCache(t *testing.T) {
	t.Parallel()
	parsed := 0
	c := NewCache(2, 1<<20)
	c.exprs = func(text string, args [][]scan.Token) ([]*expr.Expr, error) {
		parsed++
		return expressions{}.parse(text, args)
	}
	for i, step := range []struct {
		text   string
		parsed int
		kept   int
	}{
		{"CALL p(1)", 1, 1},
		{"CALL p(1)", 1, 1},
		{"CALL p(2)", 2, 2},
		{"CALL p(1)", 2, 2},
		{"CALL p(3)", 3, 2}, // p(2) goes
		{"CALL p(1)", 3, 2},
		{"CALL p(2)", 4, 2},
		{"CALL p('" + strings.Repeat("x", 10_000) + "')", 5, 2}, // too large to keep
		{"CALL p(", 5, 2},
	} {
		list, err := c.Parse(step.text)
		if (err != nil) != (step.text == "CALL p(") || err == nil && len(list) != 1 {
			t.Fatalf("step %d: %v %v", i, list, err)
		}
		if parsed != step.parsed || len(c.entries) != step.kept || c.recent.Len() != step.kept {
			t.Errorf("step %d: parsed %d, kept %d, want %d, %d", i, parsed, len(c.entries), step.parsed, step.kept)
		}
	}
}

func TestCacheBytes(t *testing.T) {
	t.Parallel()
	c := NewCache(1000, 64<<10)
	c.exprs = expressions{}.parse
	for i := range 1000 {
		if _, err := c.Parse(fmt.Sprintf("CALL p(%d)", i)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(c.entries); n < 10 || n > 64 || c.bytes > c.maxBytes {
		t.Errorf("keeps %d entries, %d bytes", n, c.bytes)
	}
}

func TestCacheConcurrent(t *testing.T) {
	t.Parallel()
	c := NewCache(8, 1<<20)
	c.exprs = func(_ string, args [][]scan.Token) ([]*expr.Expr, error) { return make([]*expr.Expr, len(args)), nil }
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i := range 500 {
				text := fmt.Sprintf("CALL p(%d)", i%16)
				if list, err := c.Parse(text); err != nil || list[0].Text != text {
					t.Errorf("%s: %v %v", text, list, err)
				}
			}
		})
	}
	group.Wait()
	if len(c.entries) > 8 {
		t.Errorf("keeps %d entries", len(c.entries))
	}
}

func BenchmarkParse(b *testing.B) {
	const text = "CALL demo.system.generate_n(n => 4)"
	for range b.N {
		if _, err := parseWith(text, func(string, [][]scan.Token) ([]*expr.Expr, error) { return []*expr.Expr{nil}, nil }); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzParse checks that statements lie in the text in order and say where they are, and that each parses by itself to the same.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/parse/*.txt")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range strings.Split(string(data), "\n====\n") {
			text, _, _ := strings.Cut(c, "\n----\n")
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		x := expressions{}
		list, err := parseWith(text, x.parse)
		if err != nil {
			if e := pgerr.From(err); e.Code == pgerr.InternalError || e.Position > len(text)+1 {
				t.Fatalf("%v at %d", err, e.Position)
			}
			return
		}
		runes, end := []rune(text), 0
		for _, l := range list {
			n := len([]rune(l.Text))
			if l.Position < end || n == 0 || string(runes[l.Position:l.Position+n]) != l.Text {
				t.Fatalf("%q is not at %d", l.Text, l.Position)
			}
			end = l.Position + n
			again, err := parseWith(l.Text, x.parse)
			if err != nil || len(again) != 1 || reflect.TypeOf(again[0].Statement) != reflect.TypeOf(l.Statement) || again[0].Params != l.Params {
				t.Fatalf("%q by itself: %v %v", l.Text, again, err)
			}
		}
	})
}
