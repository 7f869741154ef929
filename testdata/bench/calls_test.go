package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"net"
	"testing"

	"github.com/callgate/callgate/testdata/start"
)

// dial connects to a callgate in this process, so that a profile of the benchmark shows the server.
func dial(b *testing.B, port string) (net.Conn, *bufio.Reader) {
	b.Helper()
	var d net.Dialer
	conn, err := d.DialContext(context.Background(), "tcp", "127.0.0.1:"+port)
	if err != nil {
		b.Fatal(err)
	}
	startup := append([]byte{0, 3, 0, 0}, "user\x00postgres\x00database\x00demo\x00\x00"...)
	startup = append(binary.BigEndian.AppendUint32(nil, uint32(len(startup)+4)), startup...)
	r := bufio.NewReader(conn)
	if _, err := conn.Write(startup); err != nil {
		b.Fatal(err)
	}
	if _, err := untilReady(r); err != nil {
		b.Fatal(err)
	}
	return conn, r
}

func cstring(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = append(append(b, p...), 0)
	}
	return b
}

func run1(b *testing.B, prepare, message []byte) {
	b.Run("callgate", func(b *testing.B) { repeatCall(b, start.Server(b), prepare, message) })
	b.Run("canned", func(b *testing.B) {
		s, stop, err := startCanned(b.Context(), "")
		if err != nil {
			b.Fatal(err)
		}
		defer stop()
		repeatCall(b, s.port(), prepare, message)
	})
}

func repeatCall(b *testing.B, port string, prepare, message []byte) {
	b.Helper()
	b.ReportAllocs()
	b.SetParallelism(4)
	b.RunParallel(func(pb *testing.PB) {
		conn, r := dial(b, port)
		defer conn.Close()
		if prepare != nil {
			_, _ = conn.Write(prepare)
			if _, err := untilReady(r); err != nil {
				b.Error(err)
				return
			}
		}
		for pb.Next() {
			if _, err := conn.Write(message); err != nil {
				b.Error(err)
				return
			}
			if _, err := untilReady(r); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func BenchmarkSimpleCall(b *testing.B) {
	run1(b, nil, frame('Q', cstring("CALL demo.system.generate_n(1);")...))
}

func BenchmarkExtendedCall(b *testing.B) {
	message := frame('P', append(cstring("", "CALL demo.system.generate_n(1);"), 0, 0)...)
	message = append(message, bindExecute("")...)
	run1(b, nil, message)
}

func BenchmarkPreparedCall(b *testing.B) {
	parse := frame('P', append(cstring("p", "CALL demo.system.generate_n(1);"), 0, 0)...)
	run1(b, append(parse, frame('S')...), bindExecute("p"))
}

func bindExecute(statement string) []byte {
	message := frame('B', append(cstring("", statement), 0, 0, 0, 0, 0, 0)...)
	message = append(message, frame('D', append([]byte{'P'}, cstring("")...)...)...)
	message = append(message, frame('E', append(cstring(""), 0, 0, 0, 0)...)...)
	return append(message, frame('S')...)
}

func BenchmarkMixedRows(b *testing.B) {
	port := start.Server(b)
	conn, r := dial(b, port)
	defer conn.Close()
	for b.Loop() {
		if _, err := conn.Write(frame('Q', cstring("CALL demo.system.generate_mixed(100000)")...)); err != nil {
			b.Fatal(err)
		}
		if _, err := untilReady(r); err != nil {
			b.Fatal(err)
		}
	}
}
