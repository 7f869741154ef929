package scan

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

var kindNames = map[Kind]string{Ident: "id", QuotedIdent: "quoted", String: "str", BinaryString: "bin", BitString: "bit", Number: "num", Param: "param", Op: "op"}

// dump writes tokens as kind:value, with the prefix of a string in front.
func dump(tokens []Token) string {
	var out []string
	for _, t := range tokens {
		if t.Kind == EOF {
			continue
		}
		name := kindNames[t.Kind]
		if t.Prefix != 0 {
			name = string(t.Prefix) + name
		}
		if t.Dollar {
			name = "$" + name
		}
		value := t.Value
		if t.Kind == BinaryString {
			value = fmt.Sprintf("%x", value)
		}
		out = append(out, name+":"+value)
	}
	return strings.Join(out, " ")
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{" \t\r\n\f", ""},
		{"CALL a.b(1)", "id:CALL id:a op:. id:b op:( num:1 op:)"},
		{"a$b _x $dollar é日本 x\u0301", "id:a$b id:_x id:$dollar id:é日本 id:x\u0301"},
		{`"a""b" ` + "`c``d` `quo\"te` \"x\ny\"", "quoted:a\"b quoted:c`d quoted:quo\"te quoted:x\ny"},
		{`U&"\0041b" U&"!0041" UESCAPE '!'`, "quoted:Ab quoted:A"},
		{"db.$x.`y`", "id:db op:. id:$x op:. quoted:y"},
		// numbers
		{"1 1.5 .5 1. 1e3 1.5e-3 1E+2 1.e3 007", "num:1 num:1.5 num:.5 num:1. num:1e3 num:1.5e-3 num:1E+2 num:1.e3 num:007"},
		{"1..2 1.5.5", "num:1 op:. num:.2 num:1.5 num:.5"},
		{"1+2", "num:1 op:+ num:2"},
		{"$1 $65536", "param:1 param:65536"},
		// operators
		{"::=>:=->||<>!=<=>=<>", "op::: op:=> op::= op:-> op:|| op:<> op:!= op:<= op:>= op:<>"},
		{"ARRAY<ARRAY<INT>>", "id:ARRAY op:< id:ARRAY op:< id:INT op:> op:>"},
		{"[]{}(),;.:+-*/%^~!@#&|?", "op:[ op:] op:{ op:} op:( op:) op:, op:; op:. op:: op:+ op:- op:* op:/ op:% op:^ op:~ op:! op:@ op:# op:& op:| op:?"},
		{"2--3\n-4", "num:2 op:- num:4"},
		// blanks and comments
		{"\ufeffa\u00a0b\u3000c\u2003d", "id:a id:b id:c id:d"},
		{"a -- x ' \"\nb // y /*\rc", "id:a id:b id:c"},
		{"a /* x /* y */ z */ b /**/c/***/", "id:a id:b id:c"},
		{"1/2 1/*x*/2", "num:1 op:/ num:2 num:1 num:2"},
		// strings
		{"'it''s'", "str:it's"},
		{`'a\nb'`, `str:a\nb`},
		{"'a'\n'b' -- c\n 'c''d'", "str:abc'd"},
		{"'a' /* \n */ 'b'", "str:ab"},
		{"'a'\nN'b'", "str:a Nstr:b"},
		{"N'x' n'y'", "Nstr:x Nstr:y"},
		{"N'日'", "Nstr:日"},
		{"_utf8'日' _UTF-8'a' _iso-8859-1'é' _latin1'a'\n'b'", "_str:日 _str:a _str:é _str:ab"},
		{"_nosuch'a' _utf8 'a'", "id:_nosuch str:a id:_utf8 str:a"},
		{"$$a'b$$ $tag$ $$ $tag$ a$$b$$c", "$str:a'b $str: $$  id:a$$b$$c"},
		{"X'0aFf' x''", "bin:0aff bin:"},
		{"X'0a'\n'0b'", "bin:00ab"}, // Flink's own
		{"X'ff'\n'ff' X'0'\n'a' X'01'\n'00'", "bin:ffff bin:0a bin:0002"},
		{"X'abc' B'01' b'1'\n'0'", "bit:101010111100 bit:01 bit:10"},
		// escapes
		{`E'a\n\t\b\f\r\\\'''z'`, "Estr:a\n\t\b\f\r\\''z"},
		{`e'\x41\x4\xg\101\1011\351'`, "Estr:A\x04xgAA1é"},
		{`E'\q\v\7\400\"'`, `Estr:\q\v\7\400\"`},
		{`E'\u0041\U0001F600\ud83d\ude00'`, "Estr:A😀😀"},
		{"E'a'\n'\\n'", "Estr:a\n"},
		{`U&'\0041\+01F600\\\d83d\de00x'`, `Ustr:A😀\😀x`},
		{`U&'!0041' uescape '!' U&'!!' UESCAPE '!' U&'a\0041'`, "Ustr:A Ustr:! Ustr:aA"},
		{"U&'a'\n'\\0041'", "Ustr:aA"},
		{"U&'a' UESCAPED", "Ustr:a id:UESCAPED"},
		{"U & 'a' E 'a'", "id:U op:& str:a id:E str:a"},
	} {
		got, err := Tokens(test.text)
		if err != nil {
			t.Errorf("Tokens(%q): %v", test.text, err)
		} else if dump(got) != test.want {
			t.Errorf("Tokens(%q)\n got %s\nwant %s", test.text, dump(got), test.want)
		}
	}
}

func TestTokensErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text     string
		code     pgerr.Code
		message  string
		position int
	}{
		{"é 'abc", "42601", `unterminated quoted string at or near "'abc"`, 3},
		{`a "b`, "42601", `unterminated quoted identifier at or near ""b"`, 3},
		{"a `b", "42601", "unterminated quoted identifier at or near \"`b\"", 3},
		{"a /* b /* c */", "42601", `unterminated /* comment at or near "/* b /* c */"`, 3},
		{"$$a$", "42601", `unterminated dollar-quoted string at or near "$$a$"`, 1},
		{`""`, "42601", `zero-length delimited identifier at or near """"`, 1},
		{"``", "42601", "zero-length delimited identifier at or near \"``\"", 1},
		{"`a\nb`", "42601", "syntax error at or near \"`\"", 1},
		{"1abc", "42601", `trailing junk after numeric literal at or near "1a"`, 1},
		{"f(1e)", "42601", `trailing junk after numeric literal at or near "1e"`, 3},
		{"0x1F", "42601", `trailing junk after numeric literal at or near "0x"`, 1},
		{"1.5L", "42601", `trailing junk after numeric literal at or near "1.5L"`, 1},
		{"$1a", "42601", `trailing junk after parameter at or near "$1a"`, 1},
		{"'a' 'b'", "42601", `syntax error at or near "'b'"`, 5},
		{"'a' /* x */ 'b'", "42601", `syntax error at or near "'b'"`, 13},
		{"X'0g'", "42601", `invalid hexadecimal digit in binary string at or near "X'0g'"`, 1},
		{"B'012'", "42601", `invalid binary digit in bit string at or near "B'012'"`, 1},
		{`E'\u00'`, "42601", "invalid Unicode escape", 1},
		{`E'\uZZZZ'`, "42601", "invalid Unicode escape", 1},
		{`E'\UFFFFFFFF'`, "42601", "invalid Unicode escape value", 1},
		{`E'\ud83d'`, "42601", "invalid Unicode surrogate pair", 1},
		{`E'\ud83dx\ude00'`, "42601", "invalid Unicode surrogate pair", 1},
		{`E'\0'`, "22021", `invalid byte sequence for encoding "UTF8": 0x00`, 1},
		{`E'\x00'`, "22021", `invalid byte sequence for encoding "UTF8": 0x00`, 1},
		{`U&'\0000'`, "22021", `invalid byte sequence for encoding "UTF8": 0x00`, 1},
		{`U&'\00'`, "42601", "invalid Unicode escape", 1},
		{`U&'\de00'`, "42601", "invalid Unicode surrogate pair", 1},
		{`U&'\d83dx'`, "42601", "invalid Unicode surrogate pair", 1},
		{"U&'a' UESCAPE 'a'", "42601", `invalid Unicode escape character at or near "'a'"`, 15},
		{"U&'a' UESCAPE 'xy'", "42601", `invalid Unicode escape character at or near "'xy'"`, 15},
		{"U&'a' UESCAPE ''", "42601", `invalid Unicode escape character at or near "''"`, 15},
		{"U&'a' UESCAPE x", "42601", `UESCAPE must be followed by a simple string literal at or near "UESCAPE"`, 7},
		{"_latin1'日'", "42601", `character that ISO-8859-1 lacks at or near "_latin1'日'"`, 1},
		{"a\x1a", "42601", "syntax error at or near \"\x1a\"", 2},
		{"a\v", "42601", "syntax error at or near \"\v\"", 2},
		{`1\2`, "42601", `syntax error at or near "\"`, 2},
		{"$", "42601", `syntax error at or near "$"`, 1},
		{"'\xff'", "22021", `invalid byte sequence for encoding "UTF8": 0xff`, 2},
		{"é\xc0\xaf", "22021", `invalid byte sequence for encoding "UTF8": 0xc0`, 2},
		{"'\x00'", "22021", `invalid byte sequence for encoding "UTF8": 0x00`, 0},
		{"1" + strings.Repeat("x", 200), "42601", `trailing junk after numeric literal at or near "1x"`, 1},
		{"'" + strings.Repeat("é", 200), "42601", `unterminated quoted string at or near "'` + strings.Repeat("é", 31) + `…"`, 1},
	} {
		_, err := Tokens(test.text)
		e := pgerr.From(err)
		if e == nil || e.Code != test.code || e.Message != test.message || e.Position != test.position {
			t.Errorf("Tokens(%q) = %v at %d\nwant %s %s at %d", test.text, err, position(e), test.code, test.message, test.position)
		}
	}
}

func position(e *pgerr.Error) int {
	if e == nil {
		return 0
	}
	return e.Position
}

// TestTokensDepth tries every shape of nesting at the limit and one beyond it.
func TestTokensDepth(t *testing.T) {
	t.Parallel()
	shape := func(open, middle, end string, n int) string {
		return "CALL p(" + strings.Repeat(open, n) + middle + strings.Repeat(end, n) + ")"
	}
	for _, test := range []struct{ open, middle, end string }{
		{"(", "1", ")"},
		{"[", "1", "]"},
		{"{", "1", "}"},
		{"f(", "1", ")"},
		{"-(", "1", ")"},
		{"1 + (", "1", ")"},
		{"- ", "1", ""},
		{"+ - ~ ", "1", ""},
		{"NOT ", "TRUE", ""},
		{"not ", "true", ""},
		{"CASE WHEN TRUE THEN ", "1", " END"},
		{"CASE ", "x", " WHEN 1 THEN 1 END"},
		{"(SELECT ", "1", ")"},
	} {
		per := max(1, strings.Count(test.open, "- ~")*3)
		if _, err := Tokens(shape(test.open, test.middle, test.end, MaxDepth/per)); err != nil {
			t.Errorf("%q: %v", test.open, err)
		}
		for _, n := range []int{MaxDepth/per + 1, 5000} {
			_, err := Tokens(shape(test.open, test.middle, test.end, n))
			if e := pgerr.From(err); e == nil || e.Code != pgerr.StatementTooComplex || e.Message != "statement is nested deeper than 100" {
				t.Errorf("%q × %d: %v", test.open, n, err)
			}
		}
	}
}

func TestTokensShallow(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		strings.Repeat("CASE x; ", 300),
		strings.Repeat("a.case ", 300),
		strings.Repeat("(CASE x) ", 300),
		strings.Repeat("(-1) ", 300),
		strings.Repeat("a - ", 300) + "1",
		strings.Repeat("a NOT LIKE b AND ", 300) + "1",
		strings.Repeat("a IS NOT NULL OR ", 300) + "1",
		strings.Repeat(")", 300) + strings.Repeat("END ", 300),
		strings.Repeat("1, -1, ", 300),
	} {
		if _, err := Tokens(text); err != nil {
			t.Errorf("%.40q…: %v", text, err)
		}
	}
}

func TestTokensLimits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		code pgerr.Code
	}{
		{"'" + strings.Repeat("x", MaxTextBytes-2) + "'", ""},
		{"'" + strings.Repeat("x", MaxTextBytes-1) + "'", pgerr.ProgramLimitExceeded},
		{strings.Repeat("1,", MaxTokens/2), ""},
		{strings.Repeat("1,", MaxTokens/2) + "1", pgerr.ProgramLimitExceeded},
	} {
		_, err := Tokens(test.text)
		if e := pgerr.From(err); (e == nil) != (test.code == "") || e != nil && e.Code != test.code {
			t.Errorf("%d bytes: %v, want %q", len(test.text), err, test.code)
		}
	}
}

func TestCharPos(t *testing.T) {
	t.Parallel()
	text := "aé日😀z"
	p := NewPositions(text)
	for _, offset := range []int{0, 1, 3, 6, 10, 11, 3, 0, 99, 6} {
		want := utf8.RuneCountInString(text[:min(offset, len(text))]) + 1
		if got := CharPos(text, offset); got != want {
			t.Errorf("CharPos(%d) = %d, want %d", offset, got, want)
		}
		if got := p.CharPos(offset); got != want {
			t.Errorf("Positions.CharPos(%d) = %d, want %d", offset, got, want)
		}
	}
}

func TestTokenWord(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		t    Token
		want bool
	}{
		{Token{Kind: Ident, Value: "CALL"}, true},
		{Token{Kind: Ident, Value: "cAll"}, true},
		{Token{Kind: Ident, Value: "calls"}, false},
		{Token{Kind: Ident, Value: "CAL@"}, false},
		{Token{Kind: QuotedIdent, Value: "CALL"}, false},
		{Token{Kind: String, Value: "CALL"}, false},
	} {
		if got := test.t.Word("CALL"); got != test.want {
			t.Errorf("%v: %t", test.t, got)
		}
	}
}

func BenchmarkTokens(b *testing.B) {
	for _, text := range []string{"CALL demo.system.generate_n(4)", "CALL sys.compact(`table` => 'default.T', order_strategy => 'zorder', x => $1)"} {
		b.Run("", func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				if _, err := Tokens(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// FuzzTokens checks that tokens lie in the text in order, that between them there are only blanks and comments, and that scanning a
// token by itself gives the same token.
func FuzzTokens(f *testing.F) {
	for _, seed := range []string{
		"CALL a.b(x => 1, $2, 'it''s')", "E'\\x41\\u0041' U&'!0041' UESCAPE '!'", "$tag$ x $tag$", "X'0a'\n'0b'", "_utf8'x' N'y'",
		"a /* b /* c */ */ -- d\n// e", "`a``b` \"c\"\"d\"", "1.5e-3..2", "- - NOT CASE (END)", "\ufeffa\u00a0b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens, err := Tokens(text)
		if err != nil {
			if pgerr.From(err).Code == pgerr.InternalError {
				t.Fatalf("error without a code: %v", err)
			}
			return
		}
		end := 0
		for i, token := range tokens {
			if token.Pos < end || token.End < token.Pos || token.End > len(text) {
				t.Fatalf("token %d at %d..%d after %d", i, token.Pos, token.End, end)
			}
			s := scanner{text: text[:token.Pos], pos: end}
			if _, err := s.skipBlanks(); err != nil || s.pos != token.Pos {
				t.Fatalf("%q before token %d is not blank", text[end:token.Pos], i)
			}
			end = token.End
			if token.Kind == EOF {
				continue
			}
			again, err := Tokens(text[token.Pos:token.End])
			if err != nil || len(again) != 2 || again[0].Kind != token.Kind || again[0].Value != token.Value {
				t.Fatalf("token %q by itself: %v %v", text[token.Pos:token.End], again, err)
			}
		}
		if last := tokens[len(tokens)-1]; last.Kind != EOF || last.Pos != len(text) {
			t.Fatalf("last token is %v", last)
		}
	})
}
