package session

import (
	"errors"
	"sync"
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// errClientGone is why a statement is cancelled whose client has closed the connection.
var errClientGone = errors.New("the client has gone")

// runState says what can be cancelled now.
type runState struct {
	began time.Time // the present statement; the session's own

	mu      sync.Mutex
	running *execution
}

// stop cancels the running statement, if there is one.
func (r *runState) stop(cause error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running != nil {
		r.running.cancel(cause)
	}
}

func (r *runState) set(e *execution) {
	r.mu.Lock()
	r.running = e
	r.mu.Unlock()
}

// enter makes an execution the running one: a cancel request, statement_timeout and the client's leaving reach it.
func (s *Session) enter(e *execution) {
	s.run.set(e)
	if timeout := s.settings.StatementTimeout(); timeout > 0 {
		e.timer = time.AfterFunc(timeout-time.Since(s.run.began), func() {
			e.cancel(pgerr.New(pgerr.QueryCanceled, "canceling statement due to statement timeout"))
		})
	}
	s.in.Watch(s.gone)
}

func (s *Session) clientGone(error) { s.run.stop(errClientGone) }

// leave is the opposite of enter.
func (s *Session) leave(e *execution) {
	s.in.Unwatch()
	if e.timer != nil {
		e.timer.Stop()
	}
	s.run.set(nil)
}
