package judge

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/callgate/callgate/testdata/conformance/corpus"
)

// Score counts answers by feature.
type Score struct {
	features map[string]*counts
}

// counts are the scored statements of one feature: those that have to be answered, and those that have to be refused.
type counts struct {
	answered, answeredRight int
	refused, refusedRight   int
	minor                   int
}

// Add counts one answer.
func (s *Score) Add(c *corpus.Case, d *Difference) {
	if !c.Scored() {
		return
	}
	if s.features == nil {
		s.features = map[string]*counts{}
	}
	n := s.features[c.Feature]
	if n == nil {
		n = &counts{}
		s.features[c.Feature] = n
	}
	n.add(c.MustAnswer(), d)
}

func (n *counts) add(mustAnswer bool, d *Difference) {
	right := 1
	switch {
	case d == nil:
	case d.Kind == Minor:
		n.minor++
	default:
		right = 0
	}
	if mustAnswer {
		n.answered++
		n.answeredRight += right
		return
	}
	n.refused++
	n.refusedRight += right
}

func (n *counts) plus(m *counts) {
	n.answered += m.answered
	n.answeredRight += m.answeredRight
	n.refused += m.refused
	n.refusedRight += m.refusedRight
	n.minor += m.minor
}

// Total returns the shares of statements that were rightly answered and rightly refused, in percent.
func (s *Score) Total() (answered, refused float64) {
	total := s.total()
	return share(total.answeredRight, total.answered), share(total.refusedRight, total.refused)
}

func (s *Score) total() *counts {
	total := &counts{}
	for _, n := range s.features {
		total.plus(n)
	}
	return total
}

func share(right, all int) float64 {
	const percent = 100
	if all == 0 {
		return percent
	}
	return percent * float64(right) / float64(all)
}

// Print writes a table, one line a feature.
func (s *Score) Print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := func(name string, n *counts) {
		_, _ = fmt.Fprintf(t, "%s\t%d/%d\t%.1f %%\t%d/%d\t%.1f %%\t%d\t\n", name, // Flush reports the error
			n.answeredRight, n.answered, share(n.answeredRight, n.answered),
			n.refusedRight, n.refused, share(n.refusedRight, n.refused), n.minor)
	}
	_, _ = fmt.Fprintln(t, "feature\tanswered\t\trefused\t\tminor\t")
	for _, name := range slices.Sorted(maps.Keys(s.features)) {
		line(name, s.features[name])
	}
	line("all", s.total())
	return t.Flush()
}
