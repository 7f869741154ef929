package session

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/session/setting"
	"github.com/callgate/callgate/server/wire"
	"github.com/callgate/callgate/sqlcall/expr"
)

// Key is what a client needs to cancel a statement: BackendKeyData.
type Key struct {
	PID    uint32
	Secret []byte
}

// Session is one client's session.
type Session struct {
	config *Config
	conn   net.Conn
	in     *wire.Reader
	out    *wire.Writer
	key    Key
	log    zerolog.Logger
	logger *slog.Logger // what procedures log with

	base     context.Context // of all statements
	settings *setting.Values
	user     string
	ready    bool // ReadyForQuery was the last message: the client is idle
	skipping bool // an error in the extended protocol: everything up to Sync is dropped
	warned   bool // the client was told that calls cannot be rolled back

	tx         transaction
	statements map[string]*statement
	textBytes  int // of the texts in statements
	portals    map[string]*portal
	cache      queryCache
	inbox      *inbox
	facts      factsCache
	bindEnv    *expr.Env // see envNow
	envVersion uint64

	parse   wire.Parse // decoding targets, reused
	bind    wire.Bind
	execute wire.Execute
	target  wire.Target

	outMu       sync.Mutex // held while a call runs and rows or notices are written
	run         runState
	gone        func(error) // clientGone, made once
	termination atomic.Pointer[pgerr.Error]
}

// New returns the session of a client that has sent its startup packet.
func New(config *Config, conn net.Conn, key Key) *Session {
	s := &Session{
		config:     config,
		conn:       conn,
		in:         wire.NewReader(conn, &config.Wire),
		out:        wire.NewWriter(conn, config.Wire.WriteStall),
		key:        key,
		log:        config.Log.With().Uint32("conn", key.PID).Logger(),
		settings:   setting.New(),
		statements: map[string]*statement{},
		portals:    map[string]*portal{},
	}
	s.in.BeforeRead, s.gone = s.out.Flush, s.clientGone
	s.logger = slog.New(zerolog.NewSlogHandler(s.log))
	s.inbox = newInbox(config.Limits.Notifications, s.in.Wake)
	return s
}

// PID is the number under which clients know the session.
func (s *Session) PID() uint32 { return s.key.PID }

// Cancel stops the statement that runs now, as a CancelRequest asks for; without one it does nothing.
func (s *Session) Cancel() {
	s.run.stop(pgerr.New(pgerr.QueryCanceled, "canceling statement due to user request"))
}

// Terminate ends the session with a FATAL error: at once where it is idle, else after the present statement.
func (s *Session) Terminate(reason *pgerr.Error) {
	s.termination.CompareAndSwap(nil, reason)
	s.in.Wake()
}

// Stop cancels the running statement of a session that was told to terminate.
func (s *Session) Stop() {
	if reason := s.termination.Load(); reason != nil {
		s.run.stop(reason)
	}
}

// Cut closes the connection of a session that did not end in time, without a word.
func (s *Session) Cut() { _ = s.conn.Close() }

// Fail sends a FATAL error to a client and closes the connection so that the client can read it.
func Fail(conn net.Conn, e *pgerr.Error) {
	w := wire.NewWriter(conn, 5*time.Second)
	w.ErrorResponse(e)
	_ = w.Flush()
	wire.Linger(conn)
}

// notice sends a notice unless client_min_messages keeps it back.
func (s *Session) notice(severity pgerr.Severity, code pgerr.Code, format string, args ...any) {
	e := &pgerr.Error{Severity: severity, Code: code, Message: fmt.Sprintf(format, args...)}
	if s.sends(severity) {
		s.out.NoticeResponse(e)
	}
}

// sends reports whether messages of a severity go to the client. INFO always does, as in PostgreSQL.
func (s *Session) sends(severity pgerr.Severity) bool {
	switch severity {
	case pgerr.SeverityNotice:
		return s.settings.Sends("notice")
	case pgerr.SeverityWarning:
		return s.settings.Sends("warning")
	}
	return true
}
