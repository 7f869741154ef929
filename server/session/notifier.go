package session

import (
	"sync"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// maxWaitingNotices bounds the notices that a suspended call may leave behind.
const maxWaitingNotices = 1000

// notifier carries the notices of one call to the client. A procedure may use it from any goroutine, also while its call is
// suspended: then notices wait for the call to be entered again, because the output belongs to somebody else.
type notifier struct {
	session *Session

	mu      sync.Mutex // taken before the session's outMu
	entered bool
	waiting []*pgerr.Error
}

// Notify sends a notice, at once where the call runs.
func (n *notifier) Notify(severity pgerr.Severity, code pgerr.Code, message string) {
	e := &pgerr.Error{Severity: severity, Code: code, Message: message}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.entered {
		n.send(e)
		return
	}
	if len(n.waiting) < maxWaitingNotices {
		n.waiting = append(n.waiting, e)
	}
}

func (n *notifier) send(notices ...*pgerr.Error) {
	s := n.session
	s.outMu.Lock()
	defer s.outMu.Unlock()
	for _, e := range notices {
		if s.sends(e.Severity) {
			s.out.NoticeResponse(e)
		}
	}
	_ = s.out.Flush() // the session finds the error, which stays
}

func (n *notifier) enter() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.entered = true
	if len(n.waiting) > 0 {
		n.send(n.waiting...)
		n.waiting = nil
	}
}

func (n *notifier) leave() {
	n.mu.Lock()
	n.entered = false
	n.mu.Unlock()
}
