package procedures

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// procedureOf makes a procedure of signature texts: "name TYPE, …" with ? behind optional parameters, ... behind var-args and
// <ANY> for any type.
func procedureOf(t testing.TB, signatures ...string) *Procedure {
	t.Helper()
	p := &Procedure{}
	for _, text := range signatures {
		o := &Overload{}
		for _, part := range splitParams(text) {
			name, typ, _ := strings.Cut(part, " ")
			param := Param{Name: name}
			typ, o.VarArgs = strings.CutSuffix(typ, "...")
			typ, param.Optional = strings.CutSuffix(typ, "?")
			if param.Any = typ == "<ANY>"; !param.Any {
				param.Type = mustType(t, typ)
			}
			o.Params = append(o.Params, param)
		}
		p.Overloads = append(p.Overloads, o)
	}
	return p
}

func splitParams(text string) []string {
	var parts []string
	depth := 0
	for _, f := range strings.SplitAfter(text, ",") {
		if depth == 0 {
			parts = append(parts, "")
		}
		brackets := strings.ReplaceAll(f, "=>", "")
		depth += strings.Count(brackets, "(") + strings.Count(brackets, "<") - strings.Count(brackets, ")") - strings.Count(brackets, ">")
		parts[len(parts)-1] += f
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(strings.TrimSuffix(parts[i], ","))
	}
	if text == "" {
		return nil
	}
	return parts
}

func mustType(t testing.TB, text string) datatype.Type {
	t.Helper()
	typ, err := datatype.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return typ
}

// argsOf reads "name => TYPE, …"; TYPE may be DEFAULT, ? (unknown) or 'literal'.
func argsOf(t testing.TB, text string) []Arg {
	t.Helper()
	var args []Arg
	for i, part := range splitParams(text) {
		a := Arg{Position: 10 * (i + 1)}
		if name, typ, ok := strings.Cut(part, " => "); ok {
			a.Name, part = name, typ
		}
		switch {
		case part == "DEFAULT":
			a.Default = true
		case part == "?":
			a.Unknown = true
		case part[0] == '\'':
			a.Literal, a.Type = true, datatype.CharType(len(part)-2).NonNull()
		default:
			a.Type = mustType(t, part)
		}
		args = append(args, a)
	}
	return args
}

// Cases of Flink's InputTypeStrategiesTest, of its documentation and of the conformance corpus.
func TestResolveChooses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		signatures []string
		args       string
		want       string // of the chosen overload: its index and the arguments of its parameters
	}{
		{"cast", []string{"a BIGINT"}, "INT", "0 [0]"},
		{"first castable", []string{"a STRING", "a INT", "a BOOLEAN"}, "TINYINT", "1 [0]"},
		{"first in order, not the closest", []string{"a TINYINT", "a INT", "a BIGINT"}, "SMALLINT", "1 [0]"},
		{"exact wins over earlier casts", []string{"a DOUBLE", "a INT"}, "INT NOT NULL", "1 [0]"},
		{"NULL goes to the nullable one", []string{"a STRING NOT NULL", "a INT NOT NULL", "a BIGINT"}, "NULL", "2 [0]"},
		{"lengths", []string{"a VARCHAR(20)", "a VARCHAR(10)"}, "VARCHAR(1)", "0 [0]"},
		{"any string literal fits STRING", []string{"a CHAR(3)", "a STRING"}, "'abcd'", "1 [0]"},
		{"by count", []string{"a INT", "a INT, b INT"}, "INT, INT", "1 [0 1]"},
		{"field names do not matter", []string{"a ROW<expected INT>"}, "ROW<actual INT>", "0 [0]"},
		{"any", []string{"a INT, o <ANY>"}, "INT, MAP<INT, INT>", "0 [0 1]"},
		{"any is exact", []string{"a <ANY>", "a INT"}, "INT NOT NULL", "0 [0]"},
		{"no var-args", []string{"a INT, b STRING..."}, "INT", "0 [0]"},
		{"var-args", []string{"a INT, b STRING..."}, "INT, 'x', 'yz'", "0 [0 1 2]"},
		{"var-args cast one by one", []string{"a DECIMAL(10, 2)..."}, "DECIMAL(2, 1) NOT NULL, INT NOT NULL, DECIMAL(10, 2)", "0 [0 1 2]"},
		{"named", []string{"a INT, b STRING"}, "b => 'x', a => INT", "0 [1 0]"},
		{"optional by name", []string{"a STRING?, b INT?"}, "b => INT", "0 [-1 0]"},
		{"optional by position", []string{"a STRING, b INT?, c INT?"}, "'x', INT", "0 [0 1 -1]"},
		{"all optional", []string{"a STRING?"}, "", "0 [-1]"},
		{"DEFAULT", []string{"a STRING?, b INT"}, "DEFAULT, INT", "0 [-1 1]"},
		{"DEFAULT by name", []string{"a STRING?, b INT"}, "b => INT, a => DEFAULT", "0 [-1 0]"},
		{"nullable for NOT NULL", []string{"a INT NOT NULL", "a BIGINT"}, "INT", "1 [0]"},
		{"unknown", []string{"a DATE NOT NULL", "a INT"}, "?", "0 [0]"},
		{"unknown beside a known one", []string{"a INT, b INT", "a STRING, b DATE"}, "'x', ?", "1 [0 1]"},
		{"interval for an integer", []string{"a INT"}, "INTERVAL MONTH NOT NULL", "0 [0]"},
	}
	for _, tt := range tests {
		for _, semantics := range []Semantics{SemanticsCallgate, SemanticsFlink} {
			m, err := procedureOf(t, tt.signatures...).Resolve("p", argsOf(t, tt.args), semantics)
			if err != nil {
				t.Errorf("%s (semantics %d): %v", tt.name, semantics, err)
				continue
			}
			if got := matchText(m); got != tt.want {
				t.Errorf("%s (semantics %d): got %s, want %s", tt.name, semantics, got, tt.want)
			}
		}
	}
}

func matchText(m *Match) string {
	var b strings.Builder
	b.WriteByte(byte('0' + m.Overload))
	b.WriteString(" [")
	for i, a := range m.Args {
		if i > 0 {
			b.WriteByte(' ')
		}
		if a < 0 {
			b.WriteString("-1")
			continue
		}
		b.WriteByte(byte('0' + a))
	}
	return b.String() + "]"
}

// What callgate takes and Flink does not: deviations 1 and 3, names in any case, and TIME where Flink finds no result type.
func TestResolveDeviates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		signatures []string
		args       string
		want       string
		flink      pgerr.Code
	}{
		{"literal as a date", []string{"a DATE"}, "'2026-01-01'", "0 [0]", pgerr.UndefinedFunction},
		{"literal, NOT NULL", []string{"a INT NOT NULL"}, "'1'", "0 [0]", pgerr.UndefinedFunction},
		{"the first that takes literals", []string{"a ARRAY<INT>", "a INT", "a DATE"}, "'1'", "1 [0]", pgerr.UndefinedFunction},
		{"mixed", []string{"a INT, b STRING, c INT?"}, "INT, c => INT, b => 'x'", "0 [0 2 1]", pgerr.SyntaxError},
		{"case of names", []string{"camelCase INT"}, "CAMELCASE => INT", "0 [0]", pgerr.UndefinedFunction},
		{"exact names first", []string{"x INT, X INT"}, "X => INT, x => INT", "0 [1 0]", ""},
		{"TIME of several overloads", []string{"a DATE", "a TIME(9)"}, "TIME(0) NOT NULL", "1 [0]", pgerr.UndefinedFunction},
		{"TIME of the only one", []string{"a TIME(9)"}, "TIME(0) NOT NULL", "0 [0]", ""},
	}
	for _, tt := range tests {
		p := procedureOf(t, tt.signatures...)
		m, err := p.Resolve("p", argsOf(t, tt.args), SemanticsCallgate)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if got := matchText(m); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
		_, err = p.Resolve("p", argsOf(t, tt.args), SemanticsFlink)
		if got := codeOf(err); got != tt.flink {
			t.Errorf("%s: with Flink's semantics got %q (%v), want %q", tt.name, got, err, tt.flink)
		}
	}
}

func codeOf(err error) pgerr.Code {
	var e *pgerr.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestResolveRefuses(t *testing.T) {
	t.Parallel()
	const noMatch, misuse = pgerr.UndefinedFunction, pgerr.SyntaxError
	tests := []struct {
		name       string
		signatures []string
		args       string
		code       pgerr.Code
		message    string
		hint       string
		position   int
	}{
		{
			"type",
			[]string{"a BIGINT"},
			"STRING", noMatch, "no signature of procedure p takes the arguments (STRING)",
			`Argument "a" is BIGINT, not STRING. You might need to add an explicit type cast.`, 10,
		},
		{
			"NULL",
			[]string{"a BIGINT NOT NULL"},
			"BIGINT", noMatch, "no signature of procedure p takes the arguments (BIGINT)",
			`Argument "a" must not be null, and BIGINT may be. You might need to add an explicit type cast.`, 10,
		},
		{
			"second argument",
			[]string{"a INT, b INT"},
			"b => BOOLEAN, a => INT", noMatch,
			"no signature of procedure p takes the arguments (b => BOOLEAN, a => INT)",
			`Argument "b" is INT, not BOOLEAN. You might need to add an explicit type cast.`, 10,
		},
		{"one too few", []string{"a BIGINT, b BIGINT"}, "INT", noMatch, "procedure p takes 2 arguments, not 1", "", 0},
		{"one too many", []string{"a <ANY>"}, "INT, INT", noMatch, "procedure p takes 1 argument, not 2", "", 0},
		{"none", []string{""}, "INT", noMatch, "procedure p takes no arguments, not 1", "", 0},
		{"too few for var-args", []string{"a INT, b INT..."}, "", noMatch, "procedure p takes at least 1 argument, not 0", "", 0},
		{"too few for optional ones", []string{"a INT, b INT?"}, "", noMatch, "procedure p takes 1 to 2 arguments, not 0", "", 0},
		{
			"overloads",
			[]string{"a INT", "a STRING"},
			"BOOLEAN", noMatch, "no signature of procedure p takes the arguments (BOOLEAN)",
			"You might need to add explicit type casts.", 0,
		},
		{
			"counts of overloads",
			[]string{"a INT", "a INT, b INT"},
			"", noMatch, "no signature of procedure p takes the arguments ()",
			"You might need to add explicit type casts.", 0,
		},
		{
			"unknown name",
			[]string{"table STRING, parallelism INT"},
			"table => 'x', paralelism => INT", noMatch,
			`procedure p has no argument named "paralelism"`, `Did you mean "parallelism"?`, 20,
		},
		{"quite another name", []string{"table STRING"}, "x => 'x'", noMatch, `procedure p has no argument named "x"`, "", 10},
		{
			"ambiguous name",
			[]string{"ab INT, aB INT"},
			"AB => INT, ab => INT", noMatch, `procedure p has no argument named "AB"`,
			`Did you mean "ab"?`, 10,
		},
		{"duplicate name", []string{"a INT, b INT"}, "a => INT, a => INT", misuse, `argument name "a" used more than once`, "", 20},
		{"duplicate in another case", []string{"a INT, b INT"}, "a => INT, A => INT", misuse, `argument name "A" used more than once`, "", 20},
		{
			"by position and by name",
			[]string{"a INT, b INT"},
			"INT, a => INT", misuse,
			`argument "a" of procedure p is given by position and by name`, "", 20,
		},
		{"positional behind named", []string{"a INT, b INT"}, "a => INT, INT", misuse, "positional argument cannot follow named argument", "", 20},
		{"missing", []string{"a INT, b INT"}, "a => INT", noMatch, `procedure p needs argument "b"`, "", 0},
		{
			"missing beside optional ones",
			[]string{"a INT, b INT, c INT?"},
			"a => INT", misuse, `procedure p needs argument "b"`,
			"Only trailing optional arguments can be left out by position; name the arguments to leave out others.", 0,
		},
		{
			"missing behind an optional one",
			[]string{"a INT?, b INT"},
			"INT", misuse, `procedure p needs argument "b"`,
			"Only trailing optional arguments can be left out by position; name the arguments to leave out others.", 0,
		},
		{
			"DEFAULT of a required one",
			[]string{"a INT"},
			"DEFAULT", misuse,
			`DEFAULT is only allowed for optional parameters, and argument "a" of procedure p is required`, "", 10,
		},
		{
			"named overload",
			[]string{"a INT", "a INT, b INT"},
			"a => INT", misuse, "procedure p takes no named arguments",
			"A procedure with several signatures, var-args or arguments of any type takes arguments by position only.", 10,
		},
		{
			"optional overload",
			[]string{"a INT, b INT?", "a INT, b INT?, c INT?"},
			"INT", noMatch,
			"no signature of procedure p takes the arguments (INT)", "You might need to add explicit type casts.", 0,
		},
		{
			"named var-args",
			[]string{"a INT..."},
			"a => INT", misuse, "procedure p takes no named arguments",
			"A procedure with several signatures, var-args or arguments of any type takes arguments by position only.", 10,
		},
		{
			"literal for a row",
			[]string{"a ROW<b INT>"},
			"'(1)'", noMatch, "no signature of procedure p takes the arguments (CHAR(3) NOT NULL)",
			"Argument \"a\" is ROW<`b` INT>, not CHAR(3) NOT NULL. You might need to add an explicit type cast.", 10,
		},
	}
	for _, tt := range tests {
		_, err := procedureOf(t, tt.signatures...).Resolve("p", argsOf(t, tt.args), SemanticsCallgate)
		var e *pgerr.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v", tt.name, err)
			continue
		}
		want := &pgerr.Error{Severity: pgerr.SeverityError, Code: tt.code, Message: tt.message, Hint: tt.hint, Position: tt.position, Detail: e.Detail}
		if diff := cmp.Diff(want, e, cmp.AllowUnexported(pgerr.Error{})); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestResolveListsSignatures(t *testing.T) {
	t.Parallel()
	p := procedureOf(t, "i INT NOT NULL, more INT NOT NULL...", "o <ANY>, d DECIMAL(10, 2)")
	_, err := p.Resolve("c.d.f", argsOf(t, "BOOLEAN"), SemanticsFlink)
	const want = "Supported signatures are:\nc.d.f(i INT NOT NULL, more INT NOT NULL...)\nc.d.f(o <ANY>, d DECIMAL(10, 2))"
	if e := pgerr.From(err); e.Detail != want {
		t.Errorf("got %q, want %q", e.Detail, want)
	}
	_, err = procedureOf(t, "arg1 INT NOT NULL, arg2 BIGINT NOT NULL").Resolve("f", argsOf(t, "BOOLEAN"), SemanticsFlink)
	if e := pgerr.From(err); e.Detail != "Supported signatures are:\nf(arg1 => INT NOT NULL, arg2 => BIGINT NOT NULL)" {
		t.Errorf("got %q", e.Detail)
	}
}

func TestResolveExplains(t *testing.T) {
	t.Parallel()
	p := procedureOf(t, "a INT, b INT", "a BOOLEAN", "a DOUBLE", "a INT NOT NULL", "a INT")
	m, err := p.Resolve("p", argsOf(t, "INT"), SemanticsCallgate)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"p(a INT, b INT): procedure p takes 2 arguments, not 1",
		`p(a BOOLEAN): argument "a" is BOOLEAN, not INT`,
		"p(a DOUBLE): it needs a cast, and a later signature does not",
		`p(a INT NOT NULL): argument "a" must not be null, and INT may be`,
	}
	if diff := cmp.Diff(want, m.Rejected); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestResolveNamedOverloads(t *testing.T) {
	t.Parallel()
	p := procedureOf(t, "n INT", "n INT, step INT?", "n STRING")
	p.NamedOverloads = true
	tests := []struct{ args, want string }{
		{"n => INT", "0 [0]"},
		{"n => 'x'", "2 [0]"},
		{"step => INT, n => INT", "1 [1 0]"},
	}
	for _, tt := range tests {
		m, err := p.Resolve("p", argsOf(t, tt.args), SemanticsCallgate)
		if err != nil {
			t.Errorf("%s: %v", tt.args, err)
		} else if got := matchText(m); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.args, got, tt.want)
		}
	}
	_, err := p.Resolve("p", argsOf(t, "stop => INT, n => INT"), SemanticsCallgate)
	if e := pgerr.From(err); e.Message != `procedure p has no argument named "stop"` || e.Hint != `Did you mean "step"?` {
		t.Errorf("got %v, hint %q", e, e.Hint)
	}
}

// Flink knows no default but NULL, so a NOT NULL argument with a default is required there.
func TestResolveDefaults(t *testing.T) {
	t.Parallel()
	p := procedureOf(t, "a INT NOT NULL?")
	p.Overloads[0].Params[0].Default = int32(1)
	if _, err := p.Resolve("p", nil, SemanticsCallgate); err != nil {
		t.Error(err)
	}
	if _, err := p.Resolve("p", nil, SemanticsFlink); codeOf(err) != pgerr.UndefinedFunction {
		t.Errorf("got %v", err)
	}
}

func TestResolveTypes(t *testing.T) {
	t.Parallel()
	p := procedureOf(t, "a BIGINT NOT NULL, b <ANY>, c <ANY>...")
	p.Overloads[0].OutputOf = func(types []datatype.Type) datatype.Type { return types[1] }
	m, err := p.Resolve("p", argsOf(t, "INT NOT NULL, DECIMAL(3, 1) NOT NULL, ?, NULL"), SemanticsCallgate)
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, typ := range m.Types {
		types = append(types, typ.String())
	}
	if diff := cmp.Diff([]string{"BIGINT NOT NULL", "DECIMAL(3, 1) NOT NULL", "STRING", "NULL"}, types); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(m.Columns) != 1 || m.Columns[0].Name != "result" || m.Columns[0].Type.String() != "DECIMAL(3, 1) NOT NULL" {
		t.Errorf("got columns %v", m.Columns)
	}
}

var fuzzTypes = []string{
	"INT", "INT NOT NULL", "BIGINT", "BIGINT NOT NULL", "TINYINT", "DOUBLE", "FLOAT", "DECIMAL(10, 2)", "STRING", "STRING NOT NULL",
	"CHAR(3)", "VARCHAR(2)", "BOOLEAN", "DATE", "TIMESTAMP(3)", "TIMESTAMP_LTZ(6)", "INTERVAL MONTH", "INTERVAL SECOND(3)", "BYTES",
	"ARRAY<INT>", "MAP<STRING, INT>", "ROW<a INT>", "NULL",
}

// FuzzResolve makes signatures and arguments of bytes: nothing may panic, and what is chosen has to fit.
func FuzzResolve(f *testing.F) {
	f.Add([]byte{1, 0, 2, 0, 1, 3}, []byte{2, 0, 0, 1, 2}, uint8(0))
	f.Add([]byte{2, 1, 5, 2, 7, 9, 1, 200}, []byte{1, 64, 3}, uint8(1))
	f.Add([]byte{1, 67, 4, 130, 4, 200, 4}, []byte{130, 3, 66, 4}, uint8(2))
	types := make([]datatype.Type, len(fuzzTypes))
	for i, text := range fuzzTypes {
		types[i] = mustType(f, text)
	}
	f.Fuzz(func(t *testing.T, signatures, call []byte, flags uint8) {
		if len(signatures) > 200 || len(call) > 200 {
			t.Skip("nothing new in more of the same")
		}
		p := fuzzProcedure(signatures, types)
		p.NamedOverloads = flags&2 != 0
		args := fuzzArgs(call, types)
		m, err := p.Resolve("p", args, Semantics(flags&1))
		if err != nil {
			if code := codeOf(err); code != pgerr.UndefinedFunction && code != pgerr.SyntaxError {
				t.Fatalf("error without a code of its own: %v", err)
			}
			return
		}
		checkMatch(t, p, args, m)
	})
}

// fuzzProcedure reads two bytes a parameter: flags and a type; a flag of 0x80 begins another overload.
func fuzzProcedure(bytes []byte, types []datatype.Type) *Procedure {
	o := &Overload{}
	p := &Procedure{Overloads: []*Overload{o}}
	for i := 0; i+1 < len(bytes) && len(p.Overloads) < 20; i += 2 {
		if bytes[i]&0x80 != 0 {
			o = &Overload{}
			p.Overloads = append(p.Overloads, o)
		}
		o.VarArgs = bytes[i]&0x40 != 0
		param := Param{Name: string('a' + rune(len(o.Params))), Optional: bytes[i]&1 != 0, Any: bytes[i]&2 != 0}
		if !param.Any {
			param.Type = types[int(bytes[i+1])%len(types)]
		}
		o.Params = append(o.Params, param)
	}
	return p
}

func fuzzArgs(bytes []byte, types []datatype.Type) []Arg {
	var args []Arg
	for i := 0; i+1 < len(bytes); i += 2 {
		a := Arg{Default: bytes[i]&3 == 3, Unknown: bytes[i]&4 != 0, Literal: bytes[i]&8 != 0, Type: types[int(bytes[i+1])%len(types)]}
		if bytes[i]&0x40 != 0 {
			a.Name = string('a' + rune(bytes[i]>>4&3))
		}
		if a.Literal {
			a.Type = datatype.CharType(3).NonNull()
		}
		args = append(args, a)
	}
	return args
}

func checkMatch(t *testing.T, p *Procedure, args []Arg, m *Match) {
	o := p.Overloads[m.Overload]
	if len(m.Args) != len(m.Types) || !o.counts(len(m.Args)) {
		t.Fatalf("%d arguments for %s", len(m.Args), o.Signature("p"))
	}
	used := make(map[int]bool)
	for slot, arg := range m.Args {
		param := o.param(slot)
		if arg < 0 {
			if !param.Optional {
				t.Fatalf("required argument %s is left out", param.Name)
			}
			continue
		}
		if used[arg] {
			t.Fatalf("argument %d is used twice", arg)
		}
		used[arg] = true
		a := args[arg]
		if !param.Any && !a.Unknown && !a.Literal && !datatype.SupportsImplicitCast(a.Type, param.Type) {
			t.Fatalf("%s does not fit %s", a.Type, param.Type)
		}
	}
	for i, a := range args {
		if !a.Default && !used[i] {
			t.Fatalf("argument %d is dropped", i)
		}
	}
}
