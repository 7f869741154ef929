package funcs

import (
	"strings"
	"testing"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// TestLimits checks that small arguments cannot ask for large results or long work.
func TestLimits(t *testing.T) {
	t.Parallel()
	million := strings.Repeat("a", 1<<20)
	large := strings.Repeat("a", maxText)
	tests := []struct {
		name string
		args []datatype.Value
		code pgerr.Code
	}{
		{"REPEAT", []datatype.Value{"ab", int32(2147483647)}, pgerr.ProgramLimitExceeded},
		{"REPEAT", []datatype.Value{"ab", int64(1) << 62}, pgerr.ProgramLimitExceeded},
		{"REPEAT", []datatype.Value{"", int32(2147483647)}, ""},
		{"LPAD", []datatype.Value{"a", int32(2147483647), "x"}, pgerr.ProgramLimitExceeded},
		{"RPAD", []datatype.Value{"a", int32(maxText + 1), "x"}, pgerr.ProgramLimitExceeded},
		{"REPLACE", []datatype.Value{million, "", million}, pgerr.ProgramLimitExceeded},
		{"REPLACE", []datatype.Value{million, "a", million}, pgerr.ProgramLimitExceeded},
		{"CONCAT", []datatype.Value{large, "a"}, pgerr.ProgramLimitExceeded},
		{"CONCAT_WS", []datatype.Value{large, "a", "b"}, pgerr.ProgramLimitExceeded},
		{"HEX", []datatype.Value{large}, pgerr.ProgramLimitExceeded},
		{"SPLIT", []datatype.Value{large, ""}, pgerr.ProgramLimitExceeded},
		{"STR_TO_MAP", []datatype.Value{strings.Repeat(",", maxElements), ",", "="}, pgerr.ProgramLimitExceeded},
		{"REGEXP_EXTRACT_ALL", []datatype.Value{large, "a", int32(0)}, pgerr.ProgramLimitExceeded},
		{"REGEXP_REPLACE", []datatype.Value{"aaaaaaaaaaaaaaaa", "a", million}, pgerr.ProgramLimitExceeded},
		{"REGEXP", []datatype.Value{"a", strings.Repeat("a", maxPattern+1)}, pgerr.ProgramLimitExceeded},
		{"REGEXP", []datatype.Value{large, strings.Repeat("(a|b|c){1000}", 300)}, pgerr.ProgramLimitExceeded},
		{"REGEXP", []datatype.Value{strings.Repeat("a", 1000) + "!", "(a*)*$"}, ""}, // catastrophic in Java
		{"PRINTF", []datatype.Value{strings.Repeat("%1$s", 100), million}, pgerr.ProgramLimitExceeded},
		{"PRINTF", []datatype.Value{strings.Repeat("%1$8000000d", 100), int32(1)}, pgerr.ProgramLimitExceeded},
		{"PRINTF", []datatype.Value{"%99999999999999999999d", int32(1)}, ""},
		{"DATE_FORMAT", []datatype.Value{datatype.Instant{}, strings.Repeat("y", maxDatePattern+1)}, pgerr.ProgramLimitExceeded},
		{"LOCATE", []datatype.Value{strings.Repeat("a", 1<<19) + "b", million}, ""},
		{"INSTR", []datatype.Value{large, million, int32(1), int32(1 << 20)}, pgerr.ProgramLimitExceeded},
		{"JSON_QUERY", []datatype.Value{strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "$" + strings.Repeat("..*", 50)}, pgerr.ProgramLimitExceeded},
	}
	for _, test := range tests {
		start := time.Now()
		_, err := eval(t, test.name, test.args...)
		if codeOf(err) != test.code {
			t.Errorf("%s: error %v, want %q", test.name, err, test.code)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s took %v", test.name, took)
		}
	}
}

// FuzzText runs every function that takes strings only on arbitrary ones.
func FuzzText(f *testing.F) {
	for _, seed := range [][3]string{
		{"hello", "l", "%d%s"},
		{`{"a":[1,{"b":"c"}]}`, "$..a[0:1]['x',\"y\"]", "RETURNING INT"},
		{"2024-02-29 12:00:00", "[[yyyy]'-'MM", "UTC"},
		{"a1b2", "([a-z])(\\d)?", "$1"},
		{"%5$-08.3f%%", "%<s", "\x00"},
		{"", "", ""},
		{"ß😀", "[[:alpha:]&&]", "é"},
		{"1.2.3.4", "GMT+8", "SSS"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if len(a)+len(b)+len(c) > 1000 {
			return
		}
		env := &Env{Zone: time.UTC}
		for _, line := range table {
			form := parseForm(line.form)
			for n := range 4 {
				args := of(a, b, c)[:n]
				_, v, err := evaluate(form.name, args, []bool{true, true, true}, env)
				if s, ok := v.(string); ok && (err != nil || len(s) > maxText) {
					t.Errorf("%s: %d bytes, error %v", form.name, len(s), err)
				}
				if err != nil && pgerr.From(err).Code == pgerr.InternalError {
					t.Errorf("%s(%q, %q, %q): %v", form.name, a, b, c, err)
				}
			}
		}
	})
}

// FuzzDates runs the functions of dates on arbitrary instants, numbers and patterns.
func FuzzDates(f *testing.F) {
	f.Add(int64(0), int32(0), int64(1), "yyyy-MM-dd HH:mm:ss.SSS", "MONTH")
	f.Add(int64(-62167219200), int32(999_999_999), int64(-1), "G y M d D w W F E a H k K h m s S", "CENTURY")
	f.Add(int64(1)<<62, int32(1), int64(1)<<62, "Q q e c n N A Y u", "WEEK")
	f.Fuzz(func(t *testing.T, seconds int64, nanos int32, n int64, pattern, unit string) {
		at := datatype.Instant{Seconds: seconds, Nanos: int32(uint32(nanos) % 1_000_000_000)}
		day, ofDay := datatype.Days(n), datatype.Nanos(uint64(n)%uint64(24*time.Hour))
		for _, v := range []datatype.Value{at, day, ofDay} {
			_, _ = eval(t, "EXTRACT", unit, v)
			_, _ = eval(t, "FLOOR_TO", v, unit)
			_, _ = eval(t, "CEIL_TO", v, unit)
			_, _ = eval(t, "TIMESTAMPADD", unit, n, v)
			_, _ = eval(t, "TIMESTAMPDIFF", unit, v, at)
			_, _ = eval(t, "TIMESTAMPDIFF", unit, at, v)
			_, _ = eval(t, "DATE_FORMAT", v, pattern)
		}
		_, _ = eval(t, "FROM_UNIXTIME", n, pattern)
		_, _ = eval(t, "TO_TIMESTAMP_LTZ", n, nanos%10)
		_, _ = eval(t, "PRINTF", pattern, n, float64(seconds), at)
	})
}
