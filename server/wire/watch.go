package wire

import (
	"errors"
	"io"
	"os"
	"time"
)

// watchDelay is how long a call runs at least before somebody looks whether its client is still there; it may be twice as long. Most
// calls are done by then and do not even set the timer, which goes on from call to call.
const watchDelay = 200 * time.Millisecond

// watcher reads ahead while a call runs, because that is the only way to learn that the client has gone. What arrives stays
// in the reader's buffer. Its fields are guarded by the reader's mutex, but for those that belong to the running goroutine.
type watcher struct {
	timer   *time.Timer
	ticking bool          // the timer is set
	armed   bool          // between Watch and the end of it
	seen    bool          // the timer has gone off since Watch
	running chan struct{} // not nil: a goroutine reads; closed when it is done
	stop    chan struct{} // closed to end that goroutine
	gone    func(error)
}

func (w *watcher) init(r *Reader) {
	w.timer = time.AfterFunc(time.Hour, r.watchInput)
	w.timer.Stop()
}

// Watch begins to watch for the client's end being closed, until Unwatch. gone is then called once, from another
// goroutine: at once where the connection was reset, after limits.ClientGone where the client has closed its side in order, since
// it may still read. The owner must not call Next in between.
func (r *Reader) Watch(gone func(error)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.watch.armed, r.watch.seen, r.watch.gone = true, false, gone
	if !r.watch.ticking {
		r.watch.ticking = true
		r.watch.timer.Reset(watchDelay)
	}
}

// Unwatch ends the watch and waits until gone is certain not to be called any more.
func (r *Reader) Unwatch() {
	r.mu.Lock()
	r.watch.armed, r.watch.gone = false, nil
	running := r.watch.running
	if running != nil {
		close(r.watch.stop)
		_ = r.conn.SetReadDeadline(aLongTimeAgo)
		r.armed = true
	}
	r.mu.Unlock()
	if running == nil {
		return
	}
	<-running
	r.mu.Lock()
	r.watch.running = nil
	r.mu.Unlock()
}

// watchInput is the watcher's goroutine, started by the timer.
func (r *Reader) watchInput() {
	r.mu.Lock()
	r.watch.ticking = false
	if !r.watch.armed || r.watch.running != nil {
		r.mu.Unlock()
		return
	}
	if !r.watch.seen { // this call may have only just begun
		r.watch.seen, r.watch.ticking = true, true
		r.watch.timer.Reset(watchDelay)
		r.mu.Unlock()
		return
	}
	done, stop, gone := make(chan struct{}), make(chan struct{}), r.watch.gone
	r.watch.running, r.watch.stop = done, stop
	if r.armed {
		_ = r.conn.SetReadDeadline(time.Time{})
		r.armed = false
	}
	r.mu.Unlock()
	defer close(done)

	err := r.err
	if err == nil {
		err = r.readAhead()
	}
	if err == nil {
		return
	}
	if errors.Is(err, io.EOF) && !waitOr(stop, r.limits.ClientGone) {
		return
	}
	gone(err)
}

// readAhead fills the buffer until it is full or the wait is ended (nil), or the client has gone.
func (r *Reader) readAhead() error {
	for {
		if r.w == len(r.buf) && !r.growAhead() {
			return nil
		}
		n, err := r.conn.Read(r.buf[r.w:])
		r.w += n
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return nil
		case err != nil:
			r.err = err
			return err
		}
	}
}

// growAhead makes room without moving bytes that the current frame's body may refer to.
func (r *Reader) growAhead() bool {
	if r.Buffered() >= maxQueuedBytes {
		return false
	}
	buf := make([]byte, min(2*r.Buffered()+initialBufferBytes, maxQueuedBytes))
	r.w = copy(buf, r.buf[r.r:r.w])
	r.r, r.buf = 0, buf
	return true
}

// waitOr waits for d; false where stop came first.
func waitOr(stop <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-stop:
		return false
	case <-timer.C:
		return true
	}
}
