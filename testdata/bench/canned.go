package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"strings"
)

// startCanned starts the canned responder in this process: it reads frames, looks at their type byte, and answers with bytes that were
// made before. It knows nothing of SQL but the words by which it picks the answer.
func startCanned(_ context.Context, _ string) (server, func(), error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return server{}, nil, err
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // closed by end
			}
			go respond(conn)
		}
	}()
	return server{canned, listener.Addr().String(), os.Getpid()}, func() { _ = listener.Close() }, nil
}

// frame returns a message with its length.
func frame(kind byte, body ...byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte{kind}, uint32(len(body)+4))
	return append(b, body...)
}

// field returns the description of a column: text, no table.
func field(name string, oid uint32) []byte {
	b := append([]byte(name), 0, 0, 0, 0, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, oid)
	return append(b, 0, 8, 0xff, 0xff, 0xff, 0xff, 0, 0)
}

func dataRow(values ...string) []byte {
	b := binary.BigEndian.AppendUint16(nil, uint16(len(values)))
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, uint32(len(v)))
		b = append(b, v...)
	}
	return frame('D', b...)
}

var (
	ready       = frame('Z', 'I')
	description = frame('T', append([]byte{0, 1}, field("result", 20)...)...)
	complete    = frame('C', []byte("CALL\x00")...)
	oneRow      = append(dataRow("0"), complete...)
	greeting    = append(append(frame('R', 0, 0, 0, 0), frame('S', []byte("server_version\x0015.18\x00")...)...), ready...)
)

// respond serves one connection until it closes.
func respond(conn net.Conn) {
	defer conn.Close()
	r, w := bufio.NewReaderSize(conn, 8192), bufio.NewWriterSize(conn, 65536)
	if err := greet(r, w); err != nil {
		return
	}
	var header [5]byte
	var body [65536]byte
	for {
		if r.Buffered() == 0 {
			if w.Flush() != nil {
				return
			}
		}
		if _, err := io.ReadFull(r, header[:]); err != nil {
			return
		}
		n := int(binary.BigEndian.Uint32(header[1:])) - 4
		if n < 0 || n > len(body) {
			return
		}
		if _, err := io.ReadFull(r, body[:n]); err != nil || header[0] == 'X' {
			return
		}
		answer(w, header[0], string(body[:n]))
	}
}

// answers are the replies to the messages of the extended protocol.
var answers = map[byte][]byte{
	'P': frame('1'), 'B': frame('2'), 'D': description, 'E': oneRow, 'C': frame('3'), 'S': ready,
}

func answer(w *bufio.Writer, kind byte, body string) {
	if kind != 'Q' {
		_, _ = w.Write(answers[kind])
		return
	}
	_, _ = w.Write(description)
	switch {
	case strings.Contains(body, "generate_n(10000000)"):
		repeat(w, dataRow("5000000"), 10_000_000)
	case strings.Contains(body, "generate_mixed"):
		repeat(w, dataRow(mixedRow...), 1_000_000)
	default:
		_, _ = w.Write(dataRow("0"))
	}
	_, _ = w.Write(complete)
	_, _ = w.Write(ready)
}

// mixedRow is a row as generate_mixed gives it.
var mixedRow = []string{
	"500000", "500000000000", "0.3333333333333333", "12345.67", "name 500000", "code0123", "t", "2026-05-05",
	"2026-05-05 10:11:12.131415", "2026-05-05 10:11:12.131415+00",
}

// repeat writes a row many times, a block at a time.
func repeat(w *bufio.Writer, row []byte, times int) {
	const perBlock = 500
	var block []byte
	for range perBlock {
		block = append(block, row...)
	}
	for range times / perBlock {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// greet answers the start-up: it refuses encryption and lets everyone in.
func greet(r *bufio.Reader, w *bufio.Writer) error {
	for {
		var header [8]byte
		if _, err := io.ReadFull(r, header[:]); err != nil {
			return err
		}
		n := int(binary.BigEndian.Uint32(header[:])) - 8
		if n < 0 || n > 10_000 {
			return errors.New("bad start-up packet")
		}
		if _, err := r.Discard(n); err != nil {
			return err
		}
		if code := binary.BigEndian.Uint32(header[4:]); code>>16 == 1234 {
			_ = w.WriteByte('N')
			if err := w.Flush(); err != nil {
				return err
			}
			continue
		}
		_, err := w.Write(greeting)
		return err
	}
}
