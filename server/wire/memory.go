package wire

import (
	"sync"
	"time"
)

// Memory counts the bytes that large frames of all connections occupy, so that many clients together cannot make callgate
// hold more than a total. It is safe for concurrent use.
type Memory struct {
	mu    sync.Mutex
	free  int
	freed chan struct{} // closed and replaced whenever bytes come back
}

// NewMemory returns a budget of so many bytes.
func NewMemory(bytes int) *Memory {
	return &Memory{free: bytes, freed: make(chan struct{})}
}

// acquire takes n bytes, waiting at most the given time for them; it reports whether it got them.
func (m *Memory) acquire(n int, wait time.Duration) bool {
	if m == nil {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		m.mu.Lock()
		if m.free >= n {
			m.free -= n
			m.mu.Unlock()
			return true
		}
		freed := m.freed
		m.mu.Unlock()
		select {
		case <-freed:
		case <-timer.C:
			return false
		}
	}
}

// release gives n bytes back.
func (m *Memory) release(n int) {
	if m == nil || n == 0 {
		return
	}
	m.mu.Lock()
	m.free += n
	close(m.freed)
	m.freed = make(chan struct{})
	m.mu.Unlock()
}
