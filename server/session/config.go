package session

import (
	"context"
	"iter"

	"github.com/rs/zerolog"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/server/session/setting"
	"github.com/callgate/callgate/server/wire"
	"github.com/callgate/callgate/sqlcall"
)

// Config is what all sessions of a server share.
type Config struct {
	Catalogs       *catalog.Manager
	DefaultCatalog string // for clients that name no database
	Limits         Limits
	Wire           wire.Limits
	Texts          *sqlcall.Cache // parsed statement texts
	Hub            *Hub           // carries NOTIFY between sessions
	Engine         Engine         // runs SELECT; nil where callgate was built without it
	Log            zerolog.Logger
}

// Limits bounds what one session may keep.
type Limits struct {
	Statements     int // prepared statements: 53400
	StatementBytes int // their texts together, in bytes: 53400
	Portals        int // open portals and cursors: 53400
	CursorBytes    int // rows kept for a scrollable or held cursor, in bytes: 53400
	// TransactionBytes bounds the savepoints of a transaction and the LISTEN, UNLISTEN and NOTIFY that wait for its end, together: 54000.
	TransactionBytes int
	Notifications    int // notifications waiting for one session: it is closed with 53400
}

// DefaultLimits returns the limits of spec reliability §3.4.
func DefaultLimits() Limits {
	return Limits{
		Statements:       1000,
		StatementBytes:   16 << 20,
		Portals:          100,
		CursorBytes:      64 << 20,
		TransactionBytes: 16 << 20,
		Notifications:    200_000,
	}
}

// Engine runs the statements that are not a plain call: SELECT in all its forms.
//
// This is an interface for decoupling: the engine is a package of its own, which may be left out of the binary.
type Engine interface {
	// Prepare types a statement without running it. oids are the types that the client declared for $1, $2, …
	Prepare(ctx context.Context, settings *setting.Values, text string, oids []uint32) (EngineStatement, error)
}

// EngineStatement is a typed statement of the engine.
type EngineStatement interface {
	// Columns are the result columns.
	Columns() []datatype.Field
	// ParamOIDs are the types of $1, $2, …
	ParamOIDs() []uint32
	// Run runs the statement and streams its rows.
	Run(ctx context.Context, params []sqlcall.Param) iter.Seq2[*datatype.Batch, error]
}
