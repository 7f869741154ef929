package server

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/binary"
	"net"
	"sync"
	"time"

	"github.com/callgate/callgate/server/session"
	"github.com/callgate/callgate/server/wire"
)

// concurrentCancels bounds the cancel requests that are looked at, or punished, at the same time.
const concurrentCancels = 64

// registry knows the sessions by the key of their cancel requests.
type registry struct {
	mu         sync.Mutex
	sessions   map[uint32]entry
	most       int
	arriving   map[net.Conn]bool // connections before ReadyForQuery
	mostArrive int
	cancels    chan struct{}
}

type entry struct {
	session *session.Session
	secret  []byte
}

func (r *registry) init(sessions, arriving int) {
	r.sessions, r.arriving = map[uint32]entry{}, map[net.Conn]bool{}
	r.most, r.mostArrive = sessions, arriving
	r.cancels = make(chan struct{}, concurrentCancels)
}

// arrive counts a connection that is not a session yet; false where there are too many.
func (r *registry) arrive(conn net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.arriving) >= r.mostArrive {
		return false
	}
	r.arriving[conn] = true
	return true
}

func (r *registry) depart(conn net.Conn) {
	r.mu.Lock()
	delete(r.arriving, conn)
	r.mu.Unlock()
}

// closeArriving closes the connections that are not sessions yet.
func (r *registry) closeArriving() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for conn := range r.arriving {
		_ = conn.Close()
	}
}

// add makes a session with a key that no other has; nil where there are too many.
func (r *registry) add(version wire.Version, create func(session.Key) *session.Session) *session.Session {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.sessions) >= r.most {
		return nil
	}
	key := newKey(version)
	for r.sessions[key.PID].session != nil {
		key = newKey(version)
	}
	s := create(key)
	r.sessions[key.PID] = entry{session: s, secret: key.Secret}
	return s
}

func (r *registry) remove(pid uint32) {
	r.mu.Lock()
	delete(r.sessions, pid)
	r.mu.Unlock()
}

// each calls f for every session.
func (r *registry) each(f func(*session.Session)) {
	r.mu.Lock()
	var all []*session.Session
	for _, e := range r.sessions {
		all = append(all, e.session)
	}
	r.mu.Unlock()
	for _, s := range all {
		f(s)
	}
}

// find returns the session of a cancel request, or nil. Whether there is such a pid cannot be told from the time it takes.
func (r *registry) find(request *wire.CancelRequest) *session.Session {
	r.mu.Lock()
	e, known := r.sessions[request.PID]
	r.mu.Unlock()
	secret := e.secret
	if !known {
		secret = make([]byte, len(request.Key))
	}
	if subtle.ConstantTimeCompare(secret, request.Key) != 1 || !known {
		return nil
	}
	return e.session
}

// cancelRequest cancels the statement of the session that a request names. There is never an answer; a wrong key costs its
// sender a wait, so that keys cannot be guessed quickly.
func (s *Server) cancelRequest(request *wire.CancelRequest) {
	select {
	case s.registry.cancels <- struct{}{}:
	default:
		return
	}
	defer func() { <-s.registry.cancels }()
	if sess := s.registry.find(request); sess != nil {
		sess.Cancel()
		return
	}
	timer := time.NewTimer(s.config.CancelMissWait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.drained:
	}
}

// newKey makes the key of a session: a random pid, so that it does not tell how many sessions there were, and 4 or 32 random bytes.
func newKey(version wire.Version) session.Key {
	size := 4
	if version >= wire.Version32 {
		size = 32
	}
	random := make([]byte, 4+size)
	_, _ = rand.Read(random)                              // never fails (crypto/rand)
	pid := binary.BigEndian.Uint32(random)&0x7fffffff | 1 // positive: clients keep it in an int32
	return session.Key{PID: pid, Secret: random[4:]}
}
