package datatype_test

import (
	"strconv"
	"testing"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/testdata/conformance/canonical"
)

func parseLiteral(kind, text string) (v datatype.Value, precision int, err error) {
	switch kind {
	case "DATE":
		v, err = datatype.ParseDateLiteral(text)
	case "TIME":
		v, precision, err = datatype.ParseTimeLiteral(text)
	default:
		v, precision, err = datatype.ParseTimestampLiteral(text)
	}
	return v, precision, err
}

func TestLiteralsAsFlink(t *testing.T) {
	t.Parallel()
	for _, line := range golden(t, "literals.tsv") {
		v, precision, err := parseLiteral(line[0], line[1])
		if line[2] == "error" {
			if err == nil {
				t.Errorf("%s '%s' = %v, want an error", line[0], line[1], v)
			} else if code := pgerr.From(err).Code; code != pgerr.InvalidDatetimeFormat && code != pgerr.DatetimeFieldOverflow {
				t.Errorf("%s '%s': %v", line[0], line[1], err)
			}
			continue
		}
		got := ""
		if err == nil {
			got = canonical.Text(v, datatype.Type{})
		}
		if got != line[3] || strconv.Itoa(precision) != line[2] {
			t.Errorf("%s '%s' = %s (%d), %v, want %s (%s)", line[0], line[1], got, precision, err, line[3], line[2])
		}
	}
}

func FuzzLiterals(f *testing.F) {
	for _, seed := range []string{"2024-02-29", " 1-1-1", "12:34:56.789", "2024-02-29 12:34:56.1", "1 02:03:04.5", "-1-2", "99"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, kind := range []string{"DATE", "TIME", "TIMESTAMP"} {
			v, digits, err := parseLiteral(kind, text)
			if err != nil {
				continue
			}
			written := canonical.Text(v, datatype.Type{})
			if again, _, err := parseLiteral(kind, written); err != nil || again != v || digits < 0 || digits > 9 {
				t.Fatalf("%s '%s' = %s, read again: %v, %v", kind, text, written, again, err)
			}
		}
	})
}
