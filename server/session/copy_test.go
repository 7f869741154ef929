package session

import (
	"encoding/binary"
	"testing"

	"github.com/callgate/callgate/sqlcall"
)

// The expected texts are those of PostgreSQL 15.
func TestCopyFields(t *testing.T) {
	t.Parallel()
	csv := []sqlcall.OptionPair{{Key: "format", Value: "csv"}}
	for _, test := range []struct {
		options []sqlcall.OptionPair
		value   string
		null    bool
		columns int
		want    string
	}{
		{nil, "plain", false, 1, "plain"},
		{nil, "a\tb\nc\\d\r\b\f\v", false, 1, `a\tb\nc\\d\r\b\f\v`},
		{nil, "", true, 1, `\N`},
		{[]sqlcall.OptionPair{{Key: "delimiter", Value: "|"}}, "a|b\tc", false, 1, `a\|b\tc`},
		{csv, "plain", false, 2, "plain"},
		{csv, `a"b`, false, 2, `"a""b"`},
		{csv, "a,b", false, 2, `"a,b"`},
		{csv, "a\nb", false, 2, "\"a\nb\""},
		{csv, "", false, 2, `""`},
		{csv, "", true, 2, ""},
		{csv, `\.`, false, 1, `"\."`},
		{csv, `\.`, false, 2, `\.`},
		{append(csv, sqlcall.OptionPair{Key: "force_quote", Value: "*"}), "x", false, 2, `"x"`},
		{append(csv, sqlcall.OptionPair{Key: "escape", Value: `\`}), `a"b\`, false, 2, `"a\"b\\"`},
	} {
		f, err := newCopyFormat(test.options)
		if err != nil {
			t.Fatal(err)
		}
		field := append(binary.BigEndian.AppendUint32(nil, uint32(len(test.value))), test.value...)
		if test.null {
			field = []byte{0xff, 0xff, 0xff, 0xff}
		}
		if got := string(f.appendField(nil, field, "c", test.columns)); got != test.want {
			t.Errorf("%v %q: %q, want %q", test.options, test.value, got, test.want)
		}
	}
}

func TestCopyOptions(t *testing.T) {
	t.Parallel()
	for _, bad := range [][]sqlcall.OptionPair{
		{{Key: "nope"}},
		{{Key: "format", Value: "x"}},
		{{Key: "delimiter", Value: "ab"}},
		{{Key: "delimiter", Value: "\n"}},
		{{Key: "delimiter", Value: "a"}},
		{{Key: "null", Value: "a\nb"}},
		{{Key: "quote", Value: "'"}},
		{{Key: "header", Value: "maybe"}},
		{{Key: "format", Value: "binary"}, {Key: "header", Value: ""}},
		{{Key: "format", Value: "csv"}, {Key: "format", Value: "csv"}},
		{{Key: "format", Value: "csv"}, {Key: "delimiter", Value: `"`}},
		{{Key: "encoding", Value: "latin1"}},
		{{Key: "null", Value: "a\tb"}},
		{{Key: "format", Value: "csv"}, {Key: "quote", Value: ""}},
	} {
		if _, err := newCopyFormat(bad); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}
