package run

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/callgate/callgate/testdata/conformance/catalogs"
	"github.com/callgate/callgate/testdata/conformance/corpus"
	"github.com/callgate/callgate/testdata/conformance/judge"
)

// Wire runs statements over one connection to a server that holds the catalogs of the corpus.
type Wire struct {
	conn  *pgconn.PgConn
	state string // the settings that the session has, as the statements that made them
}

// Dial connects to a server; target is a connection string.
func Dial(ctx context.Context, target string) (*Wire, error) {
	conn, err := pgconn.Connect(ctx, target)
	if err != nil {
		return nil, err
	}
	return &Wire{conn: conn}, nil
}

// Close ends the connection.
func (w *Wire) Close(ctx context.Context) error { return w.conn.Close(ctx) }

// Run runs the statement of a case by the extended protocol.
func (w *Wire) Run(ctx context.Context, c *corpus.Case, mode judge.Mode) *judge.Outcome {
	outcome := &judge.Outcome{Wire: []pgconn.FieldDescription{}}
	if err := w.enter(ctx, c, mode); err != nil {
		outcome.Err = judge.RefusalOf(fmt.Errorf("prepare the session: %w", err))
		return outcome
	}
	result := w.conn.ExecParams(ctx, c.SQL, nil, nil, nil, nil)
	outcome.Wire = append(outcome.Wire, result.FieldDescriptions()...)
	for result.NextRow() {
		row := make([]*string, len(result.Values()))
		for i, v := range result.Values() {
			if v != nil {
				text := string(v)
				row[i] = &text
			}
		}
		outcome.Rows = append(outcome.Rows, row)
	}
	if _, err := result.Close(); err != nil {
		outcome.Err = judge.RefusalOf(err)
	}
	return outcome
}

// enter brings the session into the state that a case wants.
func (w *Wire) enter(ctx context.Context, c *corpus.Case, mode judge.Mode) error {
	state := strings.Join([]string{
		"SET callgate.semantics = " + string(mode),
		"USE CATALOG " + quote(or(c.Catalog, catalogs.DefaultCatalog)),
		"USE " + quote(or(c.Database, catalogs.DefaultDatabase)),
		"SET TimeZone = '" + or(c.TimeZone, "UTC") + "'",
	}, "; ")
	if state == w.state {
		return nil
	}
	if _, err := w.conn.Exec(ctx, state).ReadAll(); err != nil {
		return err
	}
	w.state = state
	return nil
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
