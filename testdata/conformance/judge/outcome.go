// Package judge compares what callgate answers with Flink's verdicts, and counts.
package judge

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/testdata/conformance/corpus"
)

// Outcome is callgate's answer to a statement: columns and rows, or an error.
type Outcome struct {
	Columns []corpus.Column // what was run over the wire has the names only
	Rows    [][]*string     // canonical texts; nil is NULL
	Err     *Refusal
	// Wire are the result columns as the client saw them; nil where nothing went over the wire.
	Wire []pgconn.FieldDescription
	// Inputs are the types that the arguments were bound to; nil where they are not known.
	Inputs []string
}

// Refusal is an error as a client sees it.
type Refusal struct {
	Code, Message, Detail string
}

// RefusalOf reads an error of callgate, or of a server.
func RefusalOf(err error) *Refusal {
	var remote *pgconn.PgError
	if errors.As(err, &remote) {
		return &Refusal{Code: remote.Code, Message: remote.Message, Detail: remote.Detail}
	}
	e := pgerr.From(err)
	if e.Code == pgerr.InternalError {
		return &Refusal{Code: string(e.Code), Message: err.Error()}
	}
	return &Refusal{Code: string(e.Code), Message: e.Message, Detail: e.Detail}
}
