package wire

import (
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Sizes of protocol elements that are not configurable.
const (
	// minStartupBytes is the length of a startup packet that holds only a version or request code.
	minStartupBytes = 8
	// MaxStartupBytes is MAX_STARTUP_PACKET_LENGTH of PostgreSQL's libpq/pqcomm.h, in bytes.
	MaxStartupBytes = 10_000
	// MaxCancelKeyBytes is the longest key of a CancelRequest in protocol 3.2.
	MaxCancelKeyBytes = 256
	// MaxNameBytes is NAMEDATALEN-1: longer names are clipped with a notice.
	MaxNameBytes = 63
	// MaxFrameBytes is the longest message that may be written, which keeps its length in an int32 with room to spare.
	MaxFrameBytes = 1<<30 - 2

	// readStepBytes is how much memory a frame's body may gain before more of it has arrived.
	readStepBytes = 64 << 10
	// maxQueuedBytes bounds the input that is kept while a call runs.
	maxQueuedBytes = 256 << 10
	// initialBufferBytes is what an idle connection holds for reading and for writing.
	initialBufferBytes = 4 << 10
	// flushBytes is the size from which the output buffer is written although more may follow.
	flushBytes = 64 << 10
	// maxKeptBytes is the largest output buffer that is kept for the next message.
	maxKeptBytes = 256 << 10
	// maxParseOverhead is what a Parse frame may need besides its statement text: names and 65,535 type OIDs.
	maxParseOverhead = 65_535*4 + 4<<10
)

// Limits bounds what one connection may make callgate hold or wait for. Sizes are in bytes.
type Limits struct {
	Text       int           // the statement text of Query and Parse; longer: ERROR 54000
	Bind       int           // a Bind message and, as a frame, Query and Parse; longer: FATAL 08P01
	Value      int           // one parameter value of Bind; longer: ERROR 54000
	Frame      int           // every other message; longer: FATAL 08P01
	Startup    time.Duration // from accept to ReadyForQuery, renewed by nothing
	Message    time.Duration // for a frame that has begun and makes no progress: FATAL 08006
	WriteStall time.Duration // for output of which the client takes nothing
	ClientGone time.Duration // how long a call may go on after the client has closed its end
	Memory     *Memory       // shared by all connections; nil does not count
}

// DefaultLimits returns the limits of spec reliability §3.4.
func DefaultLimits() Limits {
	return Limits{
		Text:       1 << 20,
		Bind:       16 << 20,
		Value:      8 << 20,
		Frame:      10_000,
		Startup:    10 * time.Second,
		Message:    30 * time.Second,
		WriteStall: 60 * time.Second,
		ClientGone: time.Second,
	}
}

// The message types of the session phase (PostgreSQL's libpq/protocol.h).
const (
	TypeQuery        byte = 'Q'
	TypeParse        byte = 'P'
	TypeBind         byte = 'B'
	TypeDescribe     byte = 'D'
	TypeExecute      byte = 'E'
	TypeClose        byte = 'C'
	TypeSync         byte = 'S'
	TypeFlush        byte = 'H'
	TypeTerminate    byte = 'X'
	TypeFunctionCall byte = 'F'
	TypeCopyData     byte = 'd'
	TypeCopyDone     byte = 'c'
	TypeCopyFail     byte = 'f'
)

// limitOf returns the longest body of a message type, or -1 for a type that a client may not send in a session.
func (l *Limits) limitOf(typ byte) int {
	switch typ {
	case TypeQuery, TypeParse, TypeBind:
		return l.Bind
	case TypeDescribe, TypeExecute, TypeClose, TypeSync, TypeFlush, TypeTerminate, TypeFunctionCall, TypeCopyData,
		TypeCopyDone, TypeCopyFail:
		return l.Frame
	}
	return -1
}

// longestText returns from which body length on a message certainly holds a statement text over the limit, so that
// it can be thrown away without being kept.
func (l *Limits) longestText(typ byte) int {
	switch typ {
	case TypeQuery:
		return l.Text + 1
	case TypeParse:
		return l.Text + maxParseOverhead
	}
	return l.Bind
}

// errTextTooLong is the answer to a statement text over the limit; the session lives.
func errTextTooLong(limit int) *pgerr.Error {
	return pgerr.New(pgerr.ProgramLimitExceeded, "statement text is longer than %d bytes", limit)
}
