package wire

import (
	"encoding/binary"
	"errors"
	"net"
	"os"
	"time"

	"github.com/jackc/pgproto3/v2"
)

// Writer collects messages for one client in one buffer and writes it when told to, or when it is over 64 KiB. Errors of the
// socket are kept: after the first one everything is thrown away, and [Writer.Err] returns it. It is not safe for
// concurrent use.
type Writer struct {
	conn     net.Conn
	stall    time.Duration
	deadline time.Time // the write deadline that is set
	buf      []byte
	err      error

	fields   []pgproto3.FieldDescription
	rowDesc  pgproto3.RowDescription
	complete pgproto3.CommandComplete
}

// NewWriter returns a writer that gives up when the client takes nothing for the given time.
func NewWriter(conn net.Conn, stall time.Duration) *Writer {
	return &Writer{conn: conn, stall: stall, buf: make([]byte, 0, initialBufferBytes)}
}

// Err returns the first error of the socket.
func (w *Writer) Err() error { return w.err }

// Buffer lends the output buffer, so that messages can be appended in place: see [Begin] and [End]. Give it back with [Writer.Return].
func (w *Writer) Buffer() []byte { return w.buf }

// Return takes the buffer back, with what was appended to it, and writes it out where it has become large.
func (w *Writer) Return(buf []byte) error {
	w.buf = buf
	if len(buf) >= flushBytes {
		return w.Flush()
	}
	return w.err
}

// Full reports whether a lent buffer has grown so large that it should be returned.
func Full(buf []byte) bool { return len(buf) >= flushBytes }

// Begin appends the header of a message to a lent buffer and returns the buffer; the message starts at its former length.
func Begin(buf []byte, typ byte) []byte { return append(buf, typ, 0, 0, 0, 0) }

// End sets the length of the message that starts at the given offset. It reports false, and the message has to be cut off
// again, where it is longer than a message may be.
func End(buf []byte, start int) bool {
	n := len(buf) - start - 1
	if n > MaxFrameBytes {
		return false
	}
	binary.BigEndian.PutUint32(buf[start+1:], uint32(n))
	return true
}

// Flush writes the buffer to the socket. The deadline is renewed whenever the client takes something.
func (w *Writer) Flush() error {
	for rest := w.buf; len(rest) > 0 && w.err == nil; {
		w.renewDeadline()
		n, err := w.conn.Write(rest[:min(len(rest), flushBytes)])
		rest = rest[n:]
		if err != nil && (n == 0 || !errors.Is(err, os.ErrDeadlineExceeded)) {
			w.err = err
		}
	}
	if cap(w.buf) > maxKeptBytes {
		w.buf = make([]byte, 0, initialBufferBytes)
	}
	w.buf = w.buf[:0]
	return w.err
}

// renewDeadline keeps the deadline about stall away; setting it for every write would cost more than many a write.
func (w *Writer) renewDeadline() {
	now := time.Now()
	if w.deadline.Sub(now) > w.stall-w.stall/16 {
		return
	}
	w.deadline = now.Add(w.stall)
	if err := w.conn.SetWriteDeadline(w.deadline); err != nil && w.err == nil {
		w.err = err
	}
}

func (w *Writer) raw(message ...byte) {
	if w.err == nil {
		_ = w.Return(append(w.buf, message...)) // the error stays
	}
}

// encode appends a message of v2.
func (w *Writer) encode(message pgproto3.BackendMessage) {
	if w.err != nil {
		return
	}
	buf, err := message.Encode(w.buf)
	if err != nil {
		w.err = err
		return
	}
	_ = w.Return(buf) // the error stays
}
