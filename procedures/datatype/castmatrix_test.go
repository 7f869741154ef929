package datatype_test

import (
	"strings"
	"testing"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// letter is the strongest of the three relations between two types.
func letter(from, to datatype.Type) byte {
	switch {
	case datatype.SupportsAvoidingCast(from, to):
		return 'a'
	case datatype.SupportsImplicitCast(from, to):
		return 'i'
	case datatype.SupportsExplicitCast(from, to):
		return 'e'
	}
	return '-'
}

func TestCastMatrixAsFlink(t *testing.T) {
	t.Parallel()
	lines := golden(t, "castmatrix.tsv")
	for _, line := range lines {
		from := mustParse(t, line[0])
		for i, target := range lines {
			to := mustParse(t, target[0])
			if got, want := letter(from, to), line[1][i]; got != want {
				t.Errorf("%s to %s: got %c, want %c", from, to, got, want)
			}
			checkNullability(t, from, to, line[1][i])
		}
	}
}

// checkNullability checks that a nullable type is never passed for a NOT NULL one, that CAST does not care, and that the other
// combinations change nothing.
func checkNullability(t *testing.T, from, to datatype.Type, want byte) {
	t.Helper()
	if from.Root != datatype.Null {
		if got := letter(from.NonNull(), to); got != want {
			t.Errorf("%s NOT NULL to %s: got %c, want %c", from, to, got, want)
		}
	}
	if to.Root == datatype.Null {
		return
	}
	if datatype.SupportsImplicitCast(from, to.NonNull()) || datatype.SupportsAvoidingCast(from, to.NonNull()) {
		t.Errorf("%s to %s NOT NULL is implicit", from, to)
	}
	if got := datatype.SupportsExplicitCast(from, to.NonNull()); got != (want != '-') {
		t.Errorf("%s to %s NOT NULL is explicit: %t", from, to, got)
	}
}

// TestCastMatrixCases are the rows of Flink's LogicalTypeCastsTest and LogicalTypeCastAvoidanceTest.
func TestCastMatrixCases(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from, to string
		want     byte
	}{
		{"SMALLINT", "BIGINT", 'i'},
		{"SMALLINT", "SMALLINT NOT NULL", 'e'},
		{"INTERVAL YEAR", "SMALLINT", 'i'},
		{"INTERVAL YEAR TO MONTH", "SMALLINT", '-'},
		{"INT", "DECIMAL(5, 5)", 'i'},
		{"FLOAT", "INT", 'e'},
		{"STRING", "FLOAT", 'e'},
		{"FLOAT", "STRING", 'e'},
		{"NULL", "INT", 'i'},
		{"ARRAY<INT>", "ARRAY<BIGINT>", 'i'},
		{"ARRAY<INT>", "ARRAY<STRING>", 'e'},
		{"TIMESTAMP(3)", "TIMESTAMP_LTZ(6)", 'i'},
		{"TIMESTAMP_LTZ(3)", "TIMESTAMP(3)", 'i'},
		{"ROW<a INT>", "STRING", 'e'},
		{"ROW<a INT>", "ROW<b INT>", 'a'},
		{"RAW('c', 's')", "BINARY(1)", 'e'},
		{"RAW('c', 's')", "STRING", 'e'},
		{"RAW('c', 's')", "RAW('c', 't')", '-'},
		{"VARIANT", "STRING", '-'},
		{"CHAR(1)", "CHAR(5)", 'i'},
		{"VARCHAR(10)", "VARCHAR(30)", 'a'},
		{"VARCHAR(30)", "VARCHAR(10)", 'i'},
		{"CHAR(10)", "VARCHAR(30)", 'a'},
		{"DECIMAL(2, 1)", "DECIMAL(10, 2)", 'i'},
		{"INT NOT NULL", "INT", 'a'},
		{"INT", "INT NOT NULL", 'e'},
		{"TIME(0)", "TIME(9)", 'i'},
		{"TIMESTAMP(9)", "TIMESTAMP(3)", 'i'},
		{"STRUCTURED<'c', a INT>", "STRUCTURED<'d', a INT>", '-'},
	} {
		if got := letter(mustParse(t, test.from), mustParse(t, test.to)); got != test.want {
			t.Errorf("%s to %s: got %c, want %c", test.from, test.to, got, test.want)
		}
	}
	if empty := datatype.CharType(0).NonNull(); letter(empty, datatype.StringType()) != 'a' {
		t.Error("the literal '' does not fit STRING")
	}
}

func TestCastRuleAsFlink(t *testing.T) {
	t.Parallel()
	lines := golden(t, "castrule.tsv")
	targets := strings.Split(lines[0][0], ";")
	for _, line := range lines[1:] {
		from := mustParse(t, line[0])
		for i, target := range targets {
			to := mustParse(t, target)
			err := datatype.CastRule(from, to)
			if (err == nil) != (line[1][i] == 'y') {
				t.Errorf("%s to %s: got %v, want %c", from, to, err, line[1][i])
			}
			if err != nil && pgerr.From(err).Code != pgerr.CannotCoerce {
				t.Errorf("%s to %s: %v", from, to, err)
			}
		}
	}
}

func TestCastRuleInsideTypes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from, to string
		allowed  bool
	}{
		{"ARRAY<INT>", "ARRAY<DATE>", false},
		{"ARRAY<STRING>", "ARRAY<DATE>", true},
		{"ROW<a INT, b STRING>", "ROW<x STRING, y INT>", true},
		{"ROW<a INT>", "ROW<x STRING, y INT>", false},
		{"MAP<STRING, INT>", "MAP<INT, STRING>", true},
		{"ARRAY<VARIANT>", "STRING", false},
		{"BITMAP", "BYTES", true},
		{"BITMAP", "VARBINARY(5)", false},
		{"VARIANT", "VARIANT NOT NULL", true},
		{"INT", "TIMESTAMP(3) WITH TIME ZONE", false},
	} {
		if err := datatype.CastRule(mustParse(t, test.from), mustParse(t, test.to)); (err == nil) != test.allowed {
			t.Errorf("%s to %s: %v", test.from, test.to, err)
		}
	}
}
