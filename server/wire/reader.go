package wire

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// What ends the wait of [Reader.Next] although the client has done nothing wrong.
var (
	// ErrWoken reports that [Reader.Wake] was called.
	ErrWoken = errors.New("woken")
	// ErrIdle reports that no frame began within the time given.
	ErrIdle = errors.New("idle for too long")
)

// aLongTimeAgo is a deadline that ends a read at once.
var aLongTimeAgo = time.Unix(1, 0)

// Frame is one message. Body is valid until the next call of [Reader.Next].
type Frame struct {
	Type byte
	Body []byte
}

// Reader reads the frames of one session. Only Wake may be called from another goroutine than the owner's.
type Reader struct {
	conn   net.Conn
	limits *Limits
	// BeforeRead is called before the reader waits for the socket: the time to write out replies.
	BeforeRead func() error

	buf   []byte // buf[r:w] has arrived and is not consumed
	r, w  int
	err   error // what the watcher found; returned once the buffer is consumed
	held  int   // bytes taken from limits.Memory for the current frame
	armed bool  // a read deadline is set

	mu    sync.Mutex
	state readerState
	woken bool
	watch watcher
}

// readerState says who is in conn.Read, and so whose wait a deadline in the past would end.
type readerState uint8

const (
	stateBusy    readerState = iota // nobody, or the owner in the middle of a frame
	stateWaiting                    // the owner, at the border of frames
)

// NewReader returns a reader of conn, whose read deadline belongs to it from now on.
func NewReader(conn net.Conn, limits *Limits) *Reader {
	r := &Reader{conn: conn, limits: limits, buf: make([]byte, initialBufferBytes), armed: true}
	r.BeforeRead = func() error { return nil }
	r.watch.init(r)
	return r
}

// Buffered returns the number of bytes that have arrived and are not consumed. While it is not zero, the client has more to
// say, and replies can wait for company.
func (r *Reader) Buffered() int { return r.w - r.r }

// Wake makes a Next that waits for a frame, or the next one that does, return ErrWoken.
func (r *Reader) Wake() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.woken = true
	if r.state == stateWaiting {
		_ = r.conn.SetReadDeadline(aLongTimeAgo)
	}
}

// Release gives back what the last frame holds of the memory that all clients share. Next does so too; whoever stops reading has to.
func (r *Reader) Release() {
	r.limits.Memory.release(r.held)
	r.held = 0
}

// Next returns the next frame, whose type a client may send and whose length is within that type's limit; the body is not
// looked at. It waits at most idle for the first byte, 0 meaning for ever. Errors are ErrWoken, ErrIdle, io.EOF and others
// of the socket, and *pgerr.Error: a FATAL one ends the connection, after an ERROR the frame (whose Type is returned) is
// consumed and reading goes on.
func (r *Reader) Next(idle time.Duration) (Frame, error) {
	r.Release()
	if r.Buffered() == 0 {
		if err := r.wait(idle); err != nil {
			return Frame{}, err
		}
	}
	if err := r.need(5); err != nil {
		return Frame{}, err
	}
	typ := r.buf[r.r]
	length := int64(int32(binary.BigEndian.Uint32(r.buf[r.r+1:])))
	if err := r.checkHeader(typ, length); err != nil {
		return Frame{Type: typ}, err
	}
	r.r += 5
	body, err := r.body(typ, int(length)-4)
	return Frame{Type: typ, Body: body}, err
}

func (r *Reader) checkHeader(typ byte, length int64) error {
	limit := r.limits.limitOf(typ)
	if limit < 0 {
		return pgerr.Fatal(pgerr.ProtocolViolation, "invalid frontend message type %d", typ)
	}
	if length < 4 || length-4 > int64(limit) {
		return pgerr.Fatal(pgerr.ProtocolViolation, "invalid message length %d for message type %q", length, typ).
			WithHint("A message of this type may hold up to %d bytes.", limit)
	}
	return nil
}

func (r *Reader) body(typ byte, n int) ([]byte, error) {
	if n > r.limits.longestText(typ) {
		if err := r.discard(n); err != nil {
			return nil, err
		}
		return nil, errTextTooLong(r.limits.Text)
	}
	if n > readStepBytes {
		return r.largeBody(n)
	}
	if err := r.need(n); err != nil {
		return nil, err
	}
	body := r.buf[r.r : r.r+n : r.r+n]
	r.r += n
	return body, nil
}

// largeBody reads a body that does not go through the buffer. Memory at most doubles with what has arrived.
func (r *Reader) largeBody(n int) ([]byte, error) {
	if !r.limits.Memory.acquire(n, r.limits.Message) {
		return nil, pgerr.Fatal(pgerr.ConfigurationLimitExceeded, "too many large messages are being read")
	}
	r.held = n
	body := append(make([]byte, 0, readStepBytes), r.take(n)...)
	for len(body) < n {
		if len(body) == cap(body) {
			body = append(make([]byte, 0, min(2*cap(body), n)), body...)
		}
		end := min(cap(body), len(body)+readStepBytes, n)
		got, err := r.read(body[len(body):end])
		if err != nil {
			return nil, err
		}
		body = body[:len(body)+got]
	}
	return body, nil
}

// discard throws n bytes of input away.
func (r *Reader) discard(n int) error {
	n -= len(r.take(n))
	if n == 0 {
		return nil
	}
	scrap := make([]byte, readStepBytes)
	for n > 0 {
		got, err := r.read(scrap[:min(len(scrap), n)])
		if err != nil {
			return err
		}
		n -= got
	}
	return nil
}

// take consumes up to n buffered bytes.
func (r *Reader) take(n int) []byte {
	n = min(n, r.Buffered())
	taken := r.buf[r.r : r.r+n]
	r.r += n
	return taken
}

// need makes n more bytes available in the buffer; n is at most readStepBytes.
func (r *Reader) need(n int) error {
	if r.Buffered() >= n {
		return nil
	}
	if r.r+n > len(r.buf) {
		buf := r.buf
		if n > len(buf) {
			buf = make([]byte, n+initialBufferBytes)
		}
		r.w = copy(buf, r.buf[r.r:r.w])
		r.r, r.buf = 0, buf
	}
	for r.Buffered() < n {
		got, err := r.read(r.buf[r.w:])
		if err != nil {
			return err
		}
		r.w += got
	}
	return nil
}

// read reads in the middle of a frame: every byte that arrives renews the deadline.
func (r *Reader) read(into []byte) (int, error) {
	if r.err != nil {
		return 0, unexpected(r.err)
	}
	if err := r.BeforeRead(); err != nil {
		return 0, err
	}
	if err := r.conn.SetReadDeadline(time.Now().Add(r.limits.Message)); err != nil {
		return 0, err
	}
	r.armed = true
	n, err := r.conn.Read(into)
	if n > 0 {
		return n, nil
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return 0, pgerr.Fatal(pgerr.ConnectionFailure, "the client stopped in the middle of a message")
	}
	return 0, unexpected(err)
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// wait waits for the first bytes of a frame with an empty buffer.
func (r *Reader) wait(idle time.Duration) error {
	if r.err != nil {
		return r.err
	}
	if err := r.BeforeRead(); err != nil {
		return err
	}
	r.r, r.w = 0, 0
	if len(r.buf) > readStepBytes+initialBufferBytes {
		r.buf = make([]byte, initialBufferBytes)
	}
	if err := r.enterWait(idle); err != nil {
		return err
	}
	// Sessions that have something to do go first: when it is this one's turn again, its client has often answered already, and the read
	// finds the next message instead of putting the goroutine to sleep and waking a thread for it.
	runtime.Gosched()
	n, err := r.conn.Read(r.buf)
	woken := r.leaveWait(n)
	switch {
	case n > 0:
		r.w = n
		return nil
	case woken:
		return ErrWoken
	case errors.Is(err, os.ErrDeadlineExceeded):
		return ErrIdle
	}
	return err
}

func (r *Reader) enterWait(idle time.Duration) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.woken {
		r.woken = false
		return ErrWoken
	}
	switch {
	case idle > 0:
		_ = r.conn.SetReadDeadline(time.Now().Add(idle))
		r.armed = true
	case r.armed:
		_ = r.conn.SetReadDeadline(time.Time{})
		r.armed = false
	}
	r.state = stateWaiting
	return nil
}

// leaveWait reports whether Wake ended the wait. Where input came at the same time it stays due for the next wait.
func (r *Reader) leaveWait(n int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state = stateBusy
	woken := r.woken
	if woken {
		r.armed = true // Wake has set a deadline
	}
	if n == 0 {
		r.woken = false
	}
	return woken
}
