package wire

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// packet builds a packet without a type byte.
func packet(code uint32, body string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))
	out = binary.BigEndian.AppendUint32(out, code)
	return append(out, body...)
}

func TestReadStartup(t *testing.T) {
	t.Parallel()
	ssl, gss := string(packet(codeSSL, "")), string(packet(codeGSS, ""))
	v30, v32 := uint32(Version30), uint32(Version32)
	for _, test := range []struct {
		name, input string
		want        string // "version params negotiated options", or the error
		answers     string
	}{
		{"3.0", string(packet(v30, "user\x00u\x00\x00")), "3.0 user=u", ""},
		{"3.2", string(packet(v32, "user\x00u\x00database\x00d\x00\x00")), "3.2 user=u database=d", ""},
		{"3.1 is 3.0", string(packet(v30+1, "user\x00u\x00\x00")), "3.0 user=u negotiated []", ""},
		{"3.9999", string(packet(v30+9999, "user\x00u\x00\x00")), "3.2 user=u negotiated []", ""},
		{"options", string(packet(v32, "user\x00u\x00_pq_.x\x00y\x00\x00")), "3.2 user=u negotiated [_pq_.x]", ""},
		{"ssl", ssl + string(packet(v30, "user\x00u\x00\x00")), "3.0 user=u", "N"},
		{"gss ssl", gss + ssl + string(packet(v30, "user\x00u\x00\x00")), "3.0 user=u", "NN"},
		{"ssl ssl", ssl + ssl, "FATAL 0A000", "N"},
		{"ssl gss ssl", ssl + gss + ssl, "FATAL 0A000", "NN"},
		{"2.0", string(packet(2<<16, "user\x00u\x00\x00")), "FATAL 0A000", ""},
		{"4.0", string(packet(4<<16, "user\x00u\x00\x00")), "FATAL 0A000", ""},
		{"no user", string(packet(v30, "database\x00d\x00\x00")), "FATAL 28000", ""},
		{"empty user", string(packet(v30, "user\x00\x00\x00")), "FATAL 28000", ""},
		{"newline", string(packet(v30, "user\x00a\nb\x00\x00")), "FATAL 28000", ""},
		{"not UTF-8", string(packet(v30, "user\x00\xff\x00\x00")), "FATAL 28000", ""},
		{"no terminator", string(packet(v30, "user\x00u\x00")), "FATAL 08P01", ""},
		{"key without value", string(packet(v30, "user\x00")), "FATAL 08P01", ""},
		{"trailing", string(packet(v30, "user\x00u\x00\x00x")), "FATAL 08P01", ""},
		{"length 0", "\x00\x00\x00\x00\x00\x00\x00\x00", ErrSilent.Error(), ""},
		{"length 7", "\x00\x00\x00\x07\x00\x03\x00", ErrSilent.Error(), ""},
		{"length 10001", "\x00\x00\x27\x11\x00\x03\x00\x00", ErrSilent.Error(), ""},
		{"length 2^32-1", "\xff\xff\xff\xff", ErrSilent.Error(), ""},
		{"http", "GET / HTTP/1.1\r\n\r\n", ErrSilent.Error(), ""},
		{"tls", "\x16\x03\x01\x02\x00\x01\x00", ErrSilent.Error(), ""},
		{"long ssl request", string(packet(codeSSL, "xxxx")), ErrSilent.Error(), ""},
		{"cancel", string(packet(codeCancel, "\x00\x00\x00\x07abcd")), "cancel 7 abcd", ""},
		{"long cancel", string(packet(codeCancel, "\x00\x00\x00\x07"+strings.Repeat("k", 256))), "cancel 7 " + strings.Repeat("k", 256), ""},
		{"too long cancel", string(packet(codeCancel, "\x00\x00\x00\x07"+strings.Repeat("k", 257))), ErrSilent.Error(), ""},
		{"short cancel", string(packet(codeCancel, "\x00\x00\x00\x07")), ErrSilent.Error(), ""},
		{"eof", "\x00\x00", io.ErrUnexpectedEOF.Error(), ""},
		{"nothing", "", io.EOF.Error(), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			conn := &scripted{input: []byte(test.input)}
			s, err := ReadStartup(conn)
			if got := describe(s, err); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if string(conn.written) != test.answers {
				t.Errorf("answered %q, want %q", conn.written, test.answers)
			}
		})
	}
}

func describe(s *Startup, err error) string {
	if err != nil {
		return code(err)
	}
	if s.Cancel != nil {
		return "cancel " + string('0'+rune(s.Cancel.PID)) + " " + string(s.Cancel.Key)
	}
	out := s.Version.String()
	for _, p := range s.Params {
		out += " " + p.Name + "=" + p.Value
	}
	if s.Negotiated {
		out += " negotiated [" + strings.Join(s.Options, " ") + "]"
	}
	return out
}

// What follows the packet stays on the socket: a TLS handshake must find it there.
func TestReadStartupDoesNotReadAhead(t *testing.T) {
	t.Parallel()
	client, conn := loopback(t)
	input := append(packet(codeSSL, ""), append(packet(uint32(Version30), "user\x00u\x00\x00"), "rest"...)...)
	if _, err := client.Write(input); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadStartup(conn); err != nil {
		t.Fatal(err)
	}
	rest := make([]byte, len("rest"))
	_, err := io.ReadFull(conn, rest)
	if diff := cmp.Diff("rest", string(rest)); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	if got := Printable("a\n\xff" + strings.Repeat("x", 100)); got != `"a\n\xff`+strings.Repeat("x", 60)+`"` {
		t.Error(got)
	}
}

func FuzzReadStartup(f *testing.F) {
	f.Add(packet(uint32(Version30), "user\x00u\x00\x00"))
	f.Add(packet(codeSSL, ""))
	f.Add(packet(codeCancel, "\x00\x00\x00\x07abcd"))
	f.Fuzz(func(t *testing.T, input []byte) {
		s, err := ReadStartup(&scripted{input: input})
		if err == nil && s.Cancel == nil && s.Get("user") == "" {
			t.Error("a session without a user")
		}
		if errors.Is(err, ErrSilent) && s != nil {
			t.Error("a startup with an error")
		}
	})
}

// scripted is a connection that yields its input and ends.
type scripted struct {
	net.Conn
	input, written []byte
}

func (s *scripted) Read(b []byte) (int, error) {
	if len(s.input) == 0 {
		return 0, io.EOF
	}
	n := copy(b, s.input)
	s.input = s.input[n:]
	return n, nil
}

func (s *scripted) Write(b []byte) (int, error) {
	s.written = append(s.written, b...)
	return len(b), nil
}
func (s *scripted) SetReadDeadline(time.Time) error    { return nil }
func (s *scripted) SetWriteDeadline(t time.Time) error { return nil }
