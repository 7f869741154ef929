package wire

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgproto3/v2"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

func TestResponses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		send func(*Writer)
		want string
	}{
		{
			"negotiate", func(w *Writer) { w.Negotiate(Version32, []string{"_pq_.x"}) },
			"v\x00\x00\x00\x13\x00\x03\x00\x02\x00\x00\x00\x01_pq_.x\x00",
		},
		{"auth", func(w *Writer) { w.AuthenticationOk() }, "R\x00\x00\x00\x08\x00\x00\x00\x00"},
		{"status", func(w *Writer) { w.ParameterStatus("a", "b") }, "S\x00\x00\x00\x08a\x00b\x00"},
		{"key", func(w *Writer) { w.BackendKeyData(7, []byte("abcdefgh")) }, "K\x00\x00\x00\x10\x00\x00\x00\x07abcdefgh"},
		{"ready", func(w *Writer) { w.ReadyForQuery('T') }, "Z\x00\x00\x00\x05T"},
		{"parse", func(w *Writer) { w.ParseComplete() }, "1\x00\x00\x00\x04"},
		{"bind", func(w *Writer) { w.BindComplete() }, "2\x00\x00\x00\x04"},
		{"close", func(w *Writer) { w.CloseComplete() }, "3\x00\x00\x00\x04"},
		{"nodata", func(w *Writer) { w.NoData() }, "n\x00\x00\x00\x04"},
		{"suspended", func(w *Writer) { w.PortalSuspended() }, "s\x00\x00\x00\x04"},
		{"empty", func(w *Writer) { w.EmptyQueryResponse() }, "I\x00\x00\x00\x04"},
		{"copydone", func(w *Writer) { w.CopyDone() }, "c\x00\x00\x00\x04"},
		{"copyout", func(w *Writer) { w.CopyOutResponse(1, 2) }, "H\x00\x00\x00\x0b\x01\x00\x02\x00\x01\x00\x01"},
		{"complete", func(w *Writer) { w.CommandComplete("CALL") }, "C\x00\x00\x00\x09CALL\x00"},
		{"params", func(w *Writer) { w.ParameterDescription([]uint32{23}) }, "t\x00\x00\x00\x0a\x00\x01\x00\x00\x00\x17"},
		{"notification", func(w *Writer) { w.NotificationResponse(1, "c", "p") }, "A\x00\x00\x00\x0c\x00\x00\x00\x01c\x00p\x00"},
		{
			"row", func(w *Writer) { w.RowDescription([]Column{{Name: "n", OID: 20, Size: 8, Typmod: -1, Format: 1}}) },
			"T\x00\x00\x00\x1a\x00\x01n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x14\x00\x08\xff\xff\xff\xff\x00\x01",
		},
	} {
		w := NewWriter(&scripted{}, time.Second)
		test.send(w)
		if got := string(w.Buffer()); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// Texts of errors may come from anywhere; they must not break the message that carries them.
func TestErrorResponseIsClean(t *testing.T) {
	t.Parallel()
	w := NewWriter(&scripted{}, time.Second)
	e := pgerr.New(pgerr.InternalError, "a\x00b\xff%s", strings.Repeat("x", 100_000)).WithHint("h").At(3)
	w.ErrorResponse(e)
	var got pgproto3.ErrorResponse
	if err := got.Decode(w.Buffer()[5:]); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(got.Message, "ab\uFFFDx") || len(got.Message) > maxMessageBytes+10 || got.Hint != "h" || got.Position != 3 ||
		got.Severity != "ERROR" || got.SeverityUnlocalized != "ERROR" || got.Code != "XX000" {
		t.Errorf("%+v", got)
	}
}

func TestWriterSpillsAndKeepsItsError(t *testing.T) {
	t.Parallel()
	conn := &scripted{}
	w := NewWriter(conn, time.Second)
	buf := w.Buffer()
	start := len(buf)
	buf = append(Begin(buf, 'D'), make([]byte, flushBytes)...)
	if !End(buf, start) {
		t.Fatal("too long")
	}
	if !Full(buf) {
		t.Error("not full")
	}
	if err := w.Return(buf); err != nil || len(conn.written) != flushBytes+5 || len(w.Buffer()) != 0 {
		t.Error(err, len(conn.written))
	}
	broken := NewWriter(&brokenConn{}, time.Second)
	broken.CommandComplete("CALL")
	if err := broken.Flush(); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
	broken.CommandComplete("CALL")
	if len(broken.Buffer()) != 0 || broken.Err() == nil {
		t.Error("writes after an error")
	}
}

// Small messages must not pile up either: one Describe of a few bytes is answered by many.
func TestWriterSpillsSmallMessages(t *testing.T) {
	t.Parallel()
	conn := &scripted{}
	w := NewWriter(conn, time.Second)
	columns := make([]Column, 1000)
	for range 10 {
		w.RowDescription(columns)
		w.ReadyForQuery('I')
	}
	if len(conn.written) == 0 || len(w.Buffer()) > 2*flushBytes {
		t.Error(len(conn.written), len(w.Buffer()))
	}
}

type brokenConn struct{ scripted }

func (*brokenConn) Write([]byte) (int, error)        { return 0, io.ErrClosedPipe }
func (*brokenConn) SetWriteDeadline(time.Time) error { return nil }

// A client that takes nothing is given up; one that takes something now and then is not.
func TestWriterStall(t *testing.T) {
	t.Parallel()
	_, server := loopback(t)
	w := NewWriter(server, 20*time.Millisecond)
	var err error
	for err == nil {
		err = w.Return(append(w.Buffer(), make([]byte, flushBytes)...))
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
}

func TestLingerLetsTheClientReadTheLastMessage(t *testing.T) {
	t.Parallel()
	client, server := loopback(t)
	_, _ = client.Write(make([]byte, 20_000)) // never read by the server
	w := NewWriter(server, time.Second)
	w.ErrorResponse(pgerr.Fatal(pgerr.ProtocolViolation, "no"))
	_ = w.Flush()
	go Linger(server)
	_ = client.SetReadDeadline(time.Now().Add(5 * time.Second))
	var got pgproto3.ErrorResponse
	head := make([]byte, 1000)
	n, err := client.Read(head)
	if err != nil || got.Decode(head[5:n]) != nil || got.Code != "08P01" {
		t.Error(err, got)
	}
	_ = client.Close()
}
