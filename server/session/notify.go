package session

import (
	"sync"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall"
)

// maxPayloadBytes is NOTIFY_PAYLOAD_MAX_LENGTH of PostgreSQL's async.c: payloads are shorter.
const maxPayloadBytes = 8000

// Hub carries NOTIFY between the sessions of one process. The zero value is not ready: use [NewHub].
type Hub struct {
	mu       sync.Mutex
	channels map[string]map[*inbox]bool
}

// NewHub returns a hub without listeners.
func NewHub() *Hub { return &Hub{channels: map[string]map[*inbox]bool{}} }

// notification is one NOTIFY.
type notification struct {
	pid              uint32
	channel, payload string
}

// maxInboxBytes is what the notifications that wait for one session may take.
const maxInboxBytes = 64 << 20

// inbox holds the notifications that wait for one session.
type inbox struct {
	limit int
	wake  func()

	mu      sync.Mutex
	waiting []notification
	bytes   int // of waiting
	full    bool
}

func newInbox(limit int, wake func()) *inbox { return &inbox{limit: limit, wake: wake} }

func (b *inbox) put(n notification) {
	b.mu.Lock()
	size := len(n.channel) + len(n.payload) + entryBytes
	if len(b.waiting) >= b.limit || b.bytes+size > maxInboxBytes {
		b.full = true
	} else {
		b.bytes += size
		b.waiting = append(b.waiting, n)
	}
	b.mu.Unlock()
	b.wake()
}

// take returns what waits, and whether something was lost.
func (b *inbox) take() (waiting []notification, full bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	waiting, b.waiting, b.bytes = b.waiting, nil, 0
	return waiting, b.full
}

func (h *Hub) listen(b *inbox, channel string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.channels[channel] == nil {
		h.channels[channel] = map[*inbox]bool{}
	}
	h.channels[channel][b] = true
}

func (h *Hub) unlisten(b *inbox, channel string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.channels[channel], b)
	if len(h.channels[channel]) == 0 {
		delete(h.channels, channel)
	}
}

// leave removes a session from all channels.
func (h *Hub) leave(b *inbox) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for channel, listeners := range h.channels {
		delete(listeners, b)
		if len(listeners) == 0 {
			delete(h.channels, channel)
		}
	}
}

func (h *Hub) notify(n notification) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for b := range h.channels[n.channel] {
		b.put(n)
	}
}

// action is a LISTEN, UNLISTEN or NOTIFY that waits for the commit.
type action struct {
	kind             actionKind
	channel, payload string
	level            int // number of savepoints
}

type actionKind uint8

const (
	actListen actionKind = iota
	actUnlisten
	actNotify
)

// atCommit puts an action off until the transaction commits.
func (s *Session) atCommit(a action) error {
	if err := s.tx.grow(len(a.channel)+len(a.payload), s.config.Limits.TransactionBytes); err != nil {
		return err
	}
	a.level = len(s.tx.savepoints)
	s.tx.actions = append(s.tx.actions, a)
	return nil
}

// notify is NOTIFY. The same notification twice in one transaction is delivered once, as in PostgreSQL.
func (s *Session) notify(stmt *sqlcall.Notify) error {
	if len(stmt.Payload) >= maxPayloadBytes {
		return pgerr.New(pgerr.InvalidParameterValue, "payload string too long")
	}
	a := action{kind: actNotify, channel: clip(stmt.Channel), payload: stmt.Payload}
	for i := len(s.tx.actions) - 1; i >= 0 && i > len(s.tx.actions)-100; i-- {
		if b := s.tx.actions[i]; b.kind == actNotify && b.channel == a.channel && b.payload == a.payload {
			return nil
		}
	}
	return s.atCommit(a)
}

// perform does what was put off. Notifications are sent after all else: a session gets its own where it listens at the end of the
// transaction (PreCommit_Notify).
func (s *Session) perform(actions []action) {
	for _, a := range actions {
		switch {
		case a.kind == actListen:
			s.config.Hub.listen(s.inbox, a.channel)
		case a.kind == actUnlisten && a.channel == "":
			s.config.Hub.leave(s.inbox)
		case a.kind == actUnlisten:
			s.config.Hub.unlisten(s.inbox, a.channel)
		}
	}
	for _, a := range actions {
		if a.kind == actNotify {
			s.config.Hub.notify(notification{pid: s.key.PID, channel: a.channel, payload: a.payload})
		}
	}
}

// takeNotifications appends the notifications that wait to the output. It reports whether some were lost.
func (s *Session) takeNotifications() (lost bool) {
	waiting, lost := s.inbox.take()
	for _, n := range waiting {
		s.out.NotificationResponse(n.pid, n.channel, n.payload)
	}
	return lost
}

// deliver sends notifications to an idle client.
func (s *Session) deliver() error {
	if s.takeNotifications() {
		return s.errLost()
	}
	return s.out.Flush()
}

// errLost ends a session that did not take its notifications: one that misses some must not believe that it has seen all.
func (s *Session) errLost() *pgerr.Error {
	return pgerr.Fatal(pgerr.ConfigurationLimitExceeded, "too many notifications were waiting for this session").
		WithHint("They may be %d with %d bytes.", s.inbox.limit, maxInboxBytes)
}
