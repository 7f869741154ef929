package session

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/server/wire"
)

func TestSplitOptions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want []wire.Param
		bad  bool
	}{
		{"", nil, false},
		{"-c statement_timeout=5000", []wire.Param{{Name: "statement_timeout", Value: "5000"}}, false},
		{"-csearch_path=a,b --client-encoding=UTF8", []wire.Param{{Name: "search_path", Value: "a,b"}, {Name: "client_encoding", Value: "UTF8"}}, false},
		{`-c application_name=two\ words\\  `, []wire.Param{{Name: "application_name", Value: `two words\`}}, false},
		{"-c a=b=c", []wire.Param{{Name: "a", Value: "b=c"}}, false},
		{"-c", nil, true},
		{"-c novalue", nil, true},
		{"-x", nil, true},
		{"word", nil, true},
	} {
		got, err := splitOptions(test.text)
		if (err != nil) != test.bad {
			t.Errorf("%q: %v", test.text, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" && err == nil {
			t.Errorf("%q: %s", test.text, diff)
		}
	}
}

func TestOIDOfName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]uint32{
		"int": 23, "BIGINT": 20, "pg_catalog.int4": 23, "numeric(10, 2)": 1700, "timestamp(3) with time zone": 1184,
		"double  precision": 701, "text[]": 1009, "character varying(3)": 1043, "STRING": 25, "unknown": 0, `"text"`: 25,
	} {
		if got, err := oidOfName(name); err != nil || got != want {
			t.Errorf("%s: %d, %v", name, got, err)
		}
	}
	if _, err := oidOfName("nothing"); err == nil {
		t.Error("a type that does not exist")
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	const sixty = "123456789012345678901234567890123456789012345678901234567890"
	for name, want := range map[string]string{
		sixty + "abc": sixty + "abc", sixty + "abcd": sixty + "abc", sixty + "abé": sixty + "ab", "": "",
	} {
		if got := clip(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}
