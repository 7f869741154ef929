// Package corpus holds the conformance corpus: statements, and the verdict of a real Apache Flink 2.3.0 on each.
package corpus

import (
	"bufio"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Expectation says what callgate does where it does not just answer as Flink.
type Expectation string

// The expectations.
const (
	Same   Expectation = ""       // answers as Flink does
	Refuse Expectation = "refuse" // refuses: Flink accepts by dropping an argument or by turning an overflow into NULL
	May    Expectation = "may"    // may answer or refuse, not scored: Flink lacks syntax, or is limited in its constant folding
	Free   Expectation = "free"   // not scored: Flink fails by accident, or its answer is wrong or unspecified
)

// Case is a statement and Flink's verdict on it.
type Case struct {
	ID           string      `json:"id"`
	Feature      string      `json:"feature"`
	SQL          string      `json:"sql"`
	Catalog      string      `json:"catalog"`       // the current catalog; empty: demo
	Database     string      `json:"database"`      // the current database; empty: system
	TimeZone     string      `json:"time_zone"`     // the session's; empty: UTC
	Volatile     bool        `json:"volatile"`      // values change from run to run: rows are not compared
	BeyondLimits bool        `json:"beyond_limits"` // beyond callgate's limits: it may refuse
	Unspecified  bool        `json:"unspecified"`   // Flink's answer depends on a hash map: any overload may answer
	Expect       Expectation `json:"expect"`
	Verdict      Verdict     `json:"-"`
}

// Verdict is Flink's answer.
type Verdict struct {
	ID       string      `json:"id"`
	OK       bool        `json:"ok"`
	Columns  []Column    `json:"columns"`
	Rows     [][]*string `json:"rows"` // canonical texts; nil is NULL
	Inputs   []string    `json:"inputs"`
	Category string      `json:"category"` // of a refusal
	Error    string      `json:"error"`
}

// Column is a result column; Type is Flink's summary string without NOT NULL.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Nullable bool   `json:"nullable"`
}

// Scored reports whether the answer counts.
func (c *Case) Scored() bool { return c.Expect == Same || c.Expect == Refuse }

// MustAnswer reports whether callgate has to answer; else it has to refuse. It counts for cases that are scored.
func (c *Case) MustAnswer() bool { return c.Verdict.OK && c.Expect != Refuse }

//go:embed statements.jsonl verdicts.jsonl
var embedded embed.FS

// Load reads statements.jsonl and verdicts.jsonl from a directory, or, where it is empty, the copy that lies beside this file.
func Load(dir string) ([]*Case, error) {
	var files fs.FS = embedded
	if dir != "" {
		files = os.DirFS(dir)
	}
	cases, err := lines[Case](files, "statements.jsonl")
	if err != nil {
		return nil, err
	}
	verdicts, err := lines[Verdict](files, "verdicts.jsonl")
	if err != nil {
		return nil, err
	}
	byID := map[string]*Verdict{}
	for _, v := range verdicts {
		byID[v.ID] = v
	}
	for _, c := range cases {
		v := byID[c.ID]
		if v == nil {
			return nil, fmt.Errorf("statement %s has no verdict", c.ID)
		}
		c.Verdict = *v
	}
	return cases, nil
}

// lines reads a file of one JSON object a line.
func lines[T any](files fs.FS, name string) (all []*T, err error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		v := new(T)
		if err := json.Unmarshal(scanner.Bytes(), v); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, v)
	}
	return all, scanner.Err()
}
