package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/callgate/callgate/testdata/conformance/corpus"
)

// Mode is the semantics that a statement ran in.
type Mode string

// The modes (SET callgate.semantics).
const (
	Flink    Mode = "flink"
	Callgate Mode = "callgate"
)

// Kind says how bad a difference is.
type Kind uint8

// The kinds of differences. Only the first counts in the score.
const (
	Different Kind = iota + 1 // the answer is not the one that is wanted
	Minor                     // refused as it should be for a reason of another category, or answered by an overload of other types
)

// Difference is one way in which an answer is not Flink's.
type Difference struct {
	Kind Kind
	Text string
}

// Compare returns how callgate's answer differs from the wanted one, nil where it does not. It looks at scored cases only.
func Compare(c *corpus.Case, got *Outcome, mode Mode) *Difference {
	switch {
	case !c.Scored(), c.BeyondLimits && got.Err != nil:
		return nil
	case got.Err != nil && c.MustAnswer():
		return different("refused: %s %s", got.Err.Code, got.Err.Message)
	case got.Err != nil:
		return compareCategory(c, got.Err)
	case !c.MustAnswer():
		if mode == Callgate && letIn[Category(c.Verdict.Category)] {
			return nil
		}
		return different("answered %s, but wanted a refusal (%s: %s)", show(got.Rows), c.Verdict.Category, c.Verdict.Error)
	case c.Unspecified:
		return nil
	}
	return compareAnswer(c, got)
}

// letIn are the refusals that callgate's own mode may answer: deviation 1 reads a literal as the declared type, 3 accepts
// constructed values and mixed arguments, 4 has defaults, and names match case-insensitively where that is unique.
var letIn = map[Category]bool{NoMatch: true, Literal: true, Argument: true, NotFound: true}

func different(format string, args ...any) *Difference {
	return &Difference{Different, fmt.Sprintf(format, args...)}
}

func compareCategory(c *corpus.Case, r *Refusal) *Difference {
	if c.Verdict.OK { // Flink answers, callgate refuses on purpose
		return nil
	}
	if strings.HasPrefix(r.Code, "XX") || r.Code == "" {
		return different("internal error: %s", r.Message)
	}
	if got := r.Category(); !sameCategory(got, Category(c.Verdict.Category)) {
		return &Difference{Minor, fmt.Sprintf("refused as %s (%s %s), Flink as %s (%s)", got, r.Code, r.Message,
			c.Verdict.Category, c.Verdict.Error)}
	}
	return nil
}

func compareAnswer(c *corpus.Case, got *Outcome) *Difference {
	if got.Wire != nil {
		return compareWire(c, got)
	}
	if len(got.Columns) != len(c.Verdict.Columns) {
		return different("columns %v, wanted %v", got.Columns, c.Verdict.Columns)
	}
	for i, want := range c.Verdict.Columns {
		if got.Columns[i] != want {
			return different("column %d is %v, wanted %v", i+1, got.Columns[i], want)
		}
	}
	if !c.Volatile {
		if d := compareRows(got.Rows, c.Verdict.Rows, func(_ int, got, want string) bool { return got == want }); d != nil {
			return d
		}
	}
	if got.Inputs != nil && !slices.Equal(got.Inputs, c.Verdict.Inputs) {
		return &Difference{Minor, fmt.Sprintf("the arguments are bound to %v, wanted %v", got.Inputs, c.Verdict.Inputs)}
	}
	return nil
}

// compareRows compares values by column with same, NULLs with NULLs.
func compareRows(got, want [][]*string, same func(column int, got, want string) bool) *Difference {
	if len(got) != len(want) {
		return different("%d rows %s, wanted %d %s", len(got), show(got), len(want), show(want))
	}
	for i := range want {
		for j, w := range want[i] {
			g := got[i][j]
			if (g == nil) != (w == nil) || g != nil && !same(j, *g, *w) {
				return different("row %d is %s, wanted %s", i+1, show(got[i:i+1]), show(want[i:i+1]))
			}
		}
	}
	return nil
}

// show prints the first rows.
func show(rows [][]*string) string {
	const most = 3
	var b strings.Builder
	for i, row := range rows {
		if i == most {
			b.WriteString("…")
			break
		}
		b.WriteString("[")
		for j, v := range row {
			if j > 0 {
				b.WriteString(", ")
			}
			if v == nil {
				b.WriteString("NULL")
			} else {
				fmt.Fprintf(&b, "%q", *v)
			}
		}
		b.WriteString("]")
	}
	return b.String()
}
