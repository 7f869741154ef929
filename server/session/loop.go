package session

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/wire"
)

// Serve answers the client's messages until it leaves or is sent away, and closes the connection. Statements run in ctx.
func (s *Session) Serve(ctx context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(errClientGone)
	defer s.config.Hub.leave(s.inbox)
	defer s.in.Release()
	s.base = ctx
	began := time.Now()
	reason := s.serve()
	cancel(errClientGone)
	s.closeAll()
	var fatal *pgerr.Error
	if errors.As(reason, &fatal) && s.out.Err() == nil {
		s.out.ErrorResponse(fatal)
		_ = s.out.Flush()
		wire.Linger(s.conn)
	}
	_ = s.conn.Close()
	s.log.Info().Dur("dur", time.Since(began)).AnErr("reason", ignoreEOF(reason)).Msg("session closed")
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// serve returns why the session ends: nil where the client said so.
func (s *Session) serve() error {
	for {
		if reason := s.termination.Load(); reason != nil && s.ready {
			return reason
		}
		frame, err := s.in.Next(s.idleLimit())
		if err == nil && frame.Type == wire.TypeTerminate {
			return s.out.Flush()
		}
		if err != nil {
			err = s.inputFailed(frame, err)
		} else {
			err = s.message(frame)
		}
		if err == nil {
			err = s.out.Err()
		}
		if err != nil {
			return err
		}
	}
}

// idleLimit is how long the client may be idle now; 0 is for ever. The limits are not for a client in the middle of a series of
// messages.
func (s *Session) idleLimit() time.Duration {
	switch {
	case !s.ready:
		return 0
	case s.tx.block:
		return s.settings.IdleInTransactionTimeout()
	}
	return s.settings.IdleTimeout()
}

// inputFailed handles what Next returned instead of a frame; the error that it returns ends the session.
func (s *Session) inputFailed(frame wire.Frame, err error) error {
	var e *pgerr.Error
	switch {
	case errors.Is(err, wire.ErrWoken):
		return s.woken()
	case errors.Is(err, wire.ErrIdle) && s.tx.block:
		return pgerr.Fatal(pgerr.IdleInTransactionSessionTimeout, "terminating connection due to idle-in-transaction timeout")
	case errors.Is(err, wire.ErrIdle):
		return pgerr.Fatal(pgerr.IdleSessionTimeout, "terminating connection due to idle-session timeout")
	case errors.As(err, &e) && e.Severity != pgerr.SeverityFatal:
		if s.skipping {
			return nil
		}
		return s.failed(frame.Type, err)
	}
	return err
}

// woken is called when another goroutine has something for an idle session.
func (s *Session) woken() error {
	if reason := s.termination.Load(); reason != nil {
		return reason
	}
	if !s.ready || s.tx.block {
		return nil
	}
	return s.deliver()
}

// message handles one frame. An error of the statement is reported here; what is returned ends the session.
func (s *Session) message(frame wire.Frame) error {
	if s.skipping && frame.Type != wire.TypeSync {
		return nil
	}
	err := s.guarded(frame)
	if err == nil {
		return nil
	}
	return s.failed(frame.Type, err)
}

// guarded is the ring around the handling of one message: a panic is that message's error.
func (s *Session) guarded(frame wire.Frame) (err error) {
	defer func() {
		if p := recover(); p != nil {
			ref := newRef()
			s.log.Error().Str("ref", ref).Str("panic", fmt.Sprint(p)).Bytes("stack", debug.Stack()).Msg("panic in a message handler")
			err = pgerr.New(pgerr.InternalError, "internal error").WithDetail("Reference: %s", ref)
		}
	}()
	return s.handle(frame)
}

func (s *Session) handle(frame wire.Frame) error {
	switch frame.Type {
	case wire.TypeCopyData, wire.TypeCopyDone, wire.TypeCopyFail:
		return nil // left over from a COPY that failed
	}
	s.ready = false
	switch frame.Type {
	case wire.TypeQuery:
		return s.simpleQuery(frame.Body)
	case wire.TypeParse:
		return s.parseMessage(frame.Body)
	case wire.TypeBind:
		return s.bindMessage(frame.Body)
	case wire.TypeDescribe:
		return s.describeMessage(frame.Body)
	case wire.TypeExecute:
		return s.executeMessage(frame.Body)
	case wire.TypeClose:
		return s.closeMessage(frame.Body)
	case wire.TypeFunctionCall:
		return pgerr.New(pgerr.FeatureNotSupported, "function calls by message are not supported").WithHint("Use CALL.")
	case wire.TypeSync:
		s.skipping = false
		if err := wire.CheckPlain(frame); err != nil {
			return err
		}
		return s.sync()
	case wire.TypeFlush:
		if err := wire.CheckPlain(frame); err != nil {
			return err
		}
		return s.out.Flush()
	}
	return nil
}

// extended reports whether an error in a message of this type makes everything up to Sync be dropped (postgres.c,
// doing_extended_query_message).
func extended(typ byte) bool {
	switch typ {
	case wire.TypeParse, wire.TypeBind, wire.TypeDescribe, wire.TypeExecute, wire.TypeClose, wire.TypeFlush:
		return true
	}
	return false
}

// failed reports an error and brings the session to where the protocol goes on after one. What it returns ends the session.
func (s *Session) failed(typ byte, err error) error {
	if errors.Is(err, errClientGone) || s.out.Err() != nil {
		return errClientGone
	}
	e := s.referenced(pgerr.From(err))
	if e.Severity == pgerr.SeverityFatal {
		return e
	}
	s.log.Info().Str("code", string(e.Code)).Msg("statement failed")
	s.out.ErrorResponse(e)
	s.abort()
	if extended(typ) {
		s.skipping = true
		return nil
	}
	s.readyForQuery()
	return nil
}

// referenced gives an internal error, and a procedure's panic, a reference under which its cause is in the log.
func (s *Session) referenced(e *pgerr.Error) *pgerr.Error {
	panicked := e.Code == pgerr.ExternalRoutineException && e.Unwrap() != nil && strings.HasPrefix(e.Unwrap().Error(), "panic: ")
	if e.Code != pgerr.InternalError && !panicked || e.Detail != "" {
		return e
	}
	ref := newRef()
	s.log.Error().Str("ref", ref).AnErr("cause", e.Unwrap()).Msg("internal error")
	copied := *e
	return copied.WithDetail("Reference: %s", ref)
}

func newRef() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// readyForQuery ends a series of messages: the implicit transaction ends, and the client is told what has changed.
func (s *Session) readyForQuery() {
	for _, p := range s.settings.TakeReports() {
		s.out.ParameterStatus(p.Name, p.Value)
	}
	if !s.tx.block && s.takeNotifications() {
		s.Terminate(s.errLost())
	}
	s.out.ReadyForQuery(s.tx.status())
	s.ready = true
}

// sync ends a series of extended messages.
func (s *Session) sync() error {
	err := s.endImplicit()
	if err != nil {
		return err
	}
	s.readyForQuery()
	return nil
}
