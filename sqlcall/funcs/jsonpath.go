package funcs

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// errBadPath says that a path does not parse, which the JSON functions of Flink answer as they answer a missing value.
var errBadPath = errors.New("invalid JSON path")

// step is one step of a path: it selects children of a value.
type step struct {
	deep     bool // ..: of the value and of all below it
	wildcard bool
	names    []string
	indexes  []int
	slice    *[3]*int // from, to, step
}

// jsonPath is a path of Jayway's JsonPath, which Flink uses, without filters and functions. strict says that a missing
// value is an error.
type jsonPath struct {
	strict   bool
	steps    []step
	definite bool // it selects at most one value
}

// parsePath reads "[lax|strict] $.a['b'][0]". Without $ the path begins at the root.
func parsePath(s string) (*jsonPath, error) {
	p := &jsonPath{definite: true}
	s = strings.TrimSpace(s)
	switch {
	case strings.HasPrefix(s, "lax "):
		s = s[len("lax "):]
	case strings.HasPrefix(s, "strict "):
		p.strict, s = true, s[len("strict "):]
	}
	s = strings.TrimSpace(s)
	rest, rooted := strings.CutPrefix(s, "$")
	if !rooted {
		rest = "." + s
	}
	for rest != "" {
		var st step
		var err error
		if st, rest, err = parseStep(rest); err != nil {
			return nil, err
		}
		p.definite = p.definite && !st.deep && !st.wildcard && st.slice == nil && len(st.names)+len(st.indexes) == 1
		p.steps = append(p.steps, st)
	}
	return p, nil
}

func parseStep(s string) (step, string, error) {
	var st step
	switch {
	case strings.HasPrefix(s, ".."):
		st.deep, s = true, s[2:]
	case strings.HasPrefix(s, ".["):
		s = s[1:]
	case strings.HasPrefix(s, "."):
		s = s[1:]
	case !strings.HasPrefix(s, "["):
		return st, "", errBadPath
	}
	if strings.HasPrefix(s, "[") {
		return st.bracket(s[1:])
	}
	n := strings.IndexAny(s, ".[")
	if n < 0 {
		n = len(s)
	}
	name := strings.TrimSpace(s[:n])
	switch {
	case name == "":
		return st, "", errBadPath
	case name == "*":
		st.wildcard = true
	case strings.HasSuffix(name, ")"):
		return st, "", unsupportedPath()
	default:
		st.names = []string{name}
	}
	return st, s[n:], nil
}

func unsupportedPath() error {
	return pgerr.New(pgerr.FeatureNotSupported, "filters and functions in JSON paths are not supported")
}

// bracket reads what follows "[".
func (st step) bracket(s string) (step, string, error) {
	s = strings.TrimLeft(s, " ")
	if strings.HasPrefix(s, "?") {
		return st, "", unsupportedPath()
	}
	if strings.HasPrefix(s, "'") || strings.HasPrefix(s, `"`) {
		return st.quotedNames(s)
	}
	inside, rest, found := strings.Cut(s, "]")
	inside = strings.TrimSpace(inside)
	if !found {
		return st, "", errBadPath
	}
	if inside == "*" {
		st.wildcard = true
		return st, rest, nil
	}
	if strings.Contains(inside, ":") {
		st.slice = new([3]*int)
		for i, part := range strings.SplitN(inside, ":", 3) {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			n, err := strconv.Atoi(part)
			if err != nil {
				return st, "", errBadPath
			}
			st.slice[i] = &n
		}
		return st, rest, nil
	}
	for part := range strings.SplitSeq(inside, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil {
			return st, "", errBadPath
		}
		st.indexes = append(st.indexes, n)
	}
	return st, rest, nil
}

func (st step) quotedNames(s string) (step, string, error) {
	for {
		quote := s[:1]
		var name strings.Builder
		i := 1
		for ; i < len(s) && s[i:i+1] != quote; i++ {
			if s[i] == '\\' && i+1 < len(s) {
				i++
			}
			name.WriteByte(s[i])
		}
		if i >= len(s) {
			return st, "", errBadPath
		}
		st.names = append(st.names, name.String())
		s = strings.TrimLeft(s[i+1:], " ")
		if rest, ok := strings.CutPrefix(s, "]"); ok {
			return st, rest, nil
		}
		s = strings.TrimLeft(strings.TrimPrefix(s, ","), " ")
		if !strings.HasPrefix(s, "'") && !strings.HasPrefix(s, `"`) {
			return st, "", errBadPath
		}
	}
}

const (
	maxSelected = 100_000 // values that a path may select: deep wildcards multiply
	maxVisited  = 10_000_000
)

// selection is the values that the steps so far select, and how many values may still be looked at.
type selection struct {
	values []any
	left   int
}

// selectFrom returns the values that the path selects.
func (p *jsonPath) selectFrom(root any) ([]any, error) {
	s := selection{values: []any{root}, left: maxVisited}
	for _, st := range p.steps {
		current := s.values
		s.values = nil
		for _, v := range current {
			s.apply(&st, v)
		}
		if s.exhausted() {
			return nil, pgerr.New(pgerr.ProgramLimitExceeded, "JSON path selects too much")
		}
	}
	return s.values, nil
}

func (s *selection) exhausted() bool { return s.left < 0 || len(s.values) > maxSelected }

func (s *selection) apply(st *step, v any) {
	if s.left--; s.exhausted() {
		return
	}
	s.values = st.children(s.values, v)
	if !st.deep {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range sortedKeys(v) {
			s.apply(st, v[name])
		}
	case []any:
		for _, e := range v {
			s.apply(st, e)
		}
	}
}

func (st *step) children(out []any, v any) []any {
	switch v := v.(type) {
	case map[string]any:
		if st.wildcard {
			for _, name := range sortedKeys(v) {
				out = append(out, v[name])
			}
		}
		for _, name := range st.names {
			if child, ok := v[name]; ok {
				out = append(out, child)
			}
		}
	case []any:
		if st.wildcard {
			out = append(out, v...)
		}
		for _, i := range st.indexes {
			if i < 0 {
				i += len(v)
			}
			if i >= 0 && i < len(v) {
				out = append(out, v[i])
			}
		}
		if st.slice != nil {
			out = append(out, sliced(v, st.slice)...)
		}
	}
	return out
}

func sliced(v []any, s *[3]*int) []any {
	bound := func(n *int, byDefault int) int {
		if n == nil {
			return byDefault
		}
		if *n < 0 {
			return max(0, *n+len(v))
		}
		return min(*n, len(v))
	}
	from, to := bound(s[0], 0), bound(s[1], len(v))
	if from >= to {
		return nil
	}
	return v[from:to]
}

// decodeJSON reads a text that is one JSON value, numbers as written. A surplus after the value is ignored, as Jackson does.
func decodeJSON(s string) (any, bool) {
	decoder := json.NewDecoder(strings.NewReader(s))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, false
	}
	switch v.(type) {
	case map[string]any, []any, string:
		return v, true
	}
	rest := s[decoder.InputOffset():]
	return v, rest == "" || strings.IndexByte(" \t\r\n", rest[0]) >= 0 // 01 is no number, tru no word
}
