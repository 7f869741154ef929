package wire

import (
	"io"
	"net"
	"time"
)

// Linger closes a connection so that the client can still read the last message: input that was never read would make the
// kernel answer with a reset, which overtakes it. At most 64 KiB or one second of input are thrown away.
func Linger(conn net.Conn) {
	if half, ok := conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		_ = conn.SetReadDeadline(time.Now().Add(time.Second))
		_, _ = io.CopyN(io.Discard, conn, readStepBytes)
	}
	_ = conn.Close()
}
