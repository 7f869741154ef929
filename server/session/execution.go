package session

import (
	"context"
	"sync"
	"time"
)

// execution is the context of one statement, which may be left and entered again where it is suspended. It does what
// context.WithCancelCause does, but registers with the session's context only for those who wait for it: most calls are over before
// anybody does, and the registration would be a good part of their cost.
type execution struct {
	base  context.Context // of the session
	timer *time.Timer     // of statement_timeout

	mu   sync.Mutex
	err  error         // why it was cancelled
	done chan struct{} // made when somebody asks for it
	stop func() bool   // ends the registration with base
}

// Deadline implements [context.Context]: statement_timeout is no deadline, because a suspended call does not run.
func (e *execution) Deadline() (time.Time, bool) { return e.base.Deadline() }

// Value implements [context.Context].
func (e *execution) Value(key any) any { return e.base.Value(key) }

// Err implements [context.Context]. It returns what cancelled the statement, so that context.Cause returns it too.
func (e *execution) Err() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err == nil && e.base.Err() != nil {
		return context.Cause(e.base)
	}
	return e.err
}

// Done implements [context.Context].
func (e *execution) Done() <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.done == nil {
		e.done = make(chan struct{})
		if e.err != nil {
			close(e.done)
		} else {
			e.stop = context.AfterFunc(e.base, func() { e.cancel(context.Cause(e.base)) })
		}
	}
	return e.done
}

// cancel ends the execution; only the first cause counts.
func (e *execution) cancel(cause error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err != nil {
		return
	}
	e.err = cause
	if e.done != nil {
		close(e.done)
	}
	if e.stop != nil {
		e.stop()
	}
}

// because returns why an execution really failed: what cancelled it, where it was cancelled.
func (e *execution) because(err error) error {
	if err == nil {
		return nil
	}
	if cause := e.Err(); cause != nil {
		return cause
	}
	return err
}
