package wire

import (
	"encoding/binary"
	"errors"
	"net"
	"testing"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// frame builds a message with a true length.
func frame(typ byte, body ...byte) []byte {
	out := binary.BigEndian.AppendUint32([]byte{typ}, uint32(len(body)+4))
	return append(out, body...)
}

// sent returns one end of a connection whose other end writes data and then closes, or stays open.
func sent(t *testing.T, data []byte, thenClose bool) net.Conn {
	t.Helper()
	client, server := loopback(t)
	go func() {
		_, _ = client.Write(data)
		if thenClose {
			_ = client.Close()
		}
	}()
	return server
}

// loopback returns the two ends of a TCP connection.
func loopback(t testing.TB) (client, server net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err = net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if server, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

// code returns the severity and code of an error, or its text.
func code(err error) string {
	var e *pgerr.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return string(e.Severity) + " " + string(e.Code)
	}
	return err.Error()
}
