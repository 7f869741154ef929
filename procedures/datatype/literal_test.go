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

// intervalResolution is the resolution of a type string.
func intervalResolution(t *testing.T, first, last string) datatype.IntervalResolution {
	t.Helper()
	if last != "" {
		first += " TO " + last
	}
	return mustParse(t, "INTERVAL "+first).Resolution
}

func TestIntervalLiteralsAsFlink(t *testing.T) {
	t.Parallel()
	for _, line := range golden(t, "intervals.tsv") {
		precision, _ := strconv.Atoi(line[3])
		scale, _ := strconv.Atoi(line[5])
		v, err := datatype.ParseIntervalLiteral(line[1], line[0] == "-", intervalResolution(t, line[2], line[4]), precision, scale)
		switch {
		case line[6] == "error" && err == nil:
			t.Errorf("%q = %v, want an error", line, v)
		case line[6] != "error" && (err != nil || canonical.Text(v, datatype.Type{}) != line[6]):
			t.Errorf("%q = %v, %v", line, v, err)
		}
	}
}

func TestIntervalLiteralErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text             string
		resolution       datatype.IntervalResolution
		precision, scale int
		code             pgerr.Code
	}{
		{"1.5", datatype.Day, -1, -1, pgerr.InvalidDatetimeFormat},
		{"", datatype.Day, -1, -1, pgerr.InvalidDatetimeFormat},
		{"1", 0, -1, -1, pgerr.InvalidDatetimeFormat},
		{"1-12", datatype.YearToMonth, -1, -1, pgerr.InvalidDatetimeFormat},
		{"100", datatype.Day, -1, -1, pgerr.IntervalFieldOverflow},
		{"1", datatype.Day, 0, -1, pgerr.IntervalFieldOverflow},
		{"1", datatype.Second, -1, 10, pgerr.IntervalFieldOverflow},
		{"178956971", datatype.Year, 10, -1, pgerr.IntervalFieldOverflow},
		{"1", datatype.Hour, 4, -1, pgerr.FeatureNotSupported},
	} {
		_, err := datatype.ParseIntervalLiteral(test.text, false, test.resolution, test.precision, test.scale)
		if err == nil || pgerr.From(err).Code != test.code {
			t.Errorf("%q: got %v, want %s", test.text, err, test.code)
		}
	}
}

func FuzzLiterals(f *testing.F) {
	for _, seed := range []string{"2024-02-29", " 1-1-1", "12:34:56.789", "2024-02-29 12:34:56.1", "1 02:03:04.5", "-1-2", "99"} {
		f.Add(seed, true, uint8(datatype.DayToSecond), 3, 9)
	}
	f.Fuzz(func(t *testing.T, text string, negative bool, resolution uint8, precision, scale int) {
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
		v, err := datatype.ParseIntervalLiteral(text, negative, datatype.IntervalResolution(resolution), precision, scale)
		if err == nil && v == nil {
			t.Fatalf("no value and no error for %q", text)
		}
	})
}
