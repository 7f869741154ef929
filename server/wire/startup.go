package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Version is a protocol version as a startup packet carries it: major in the upper 16 bits, minor in the lower.
type Version uint32

// The versions that callgate speaks.
const (
	Version30 Version = 3 << 16
	Version32 Version = 3<<16 | 2
)

// The request codes that stand in the place of a version (PostgreSQL's libpq/pqcomm.h).
const (
	codeCancel = 1234<<16 | 5678
	codeSSL    = 1234<<16 | 5679
	codeGSS    = 1234<<16 | 5680
)

// ErrSilent is returned for input before the session that gets no answer: the socket is just closed, as PostgreSQL does.
var ErrSilent = errors.New("closed without an answer")

// Startup is what a client asks for with its first packets: a session, or the cancellation of another one's statement.
type Startup struct {
	Version    Version // 3.0 or 3.2, after negotiation
	Params     []Param // in the order sent, without protocol options
	Negotiated bool    // the client has to be told Version and Options
	Options    []string
	Cancel     *CancelRequest // instead of all the above
}

// Param is one parameter of a startup packet.
type Param struct{ Name, Value string }

// CancelRequest asks to cancel what the session with this key runs.
type CancelRequest struct {
	PID uint32
	Key []byte
}

// Get returns the last value of a parameter, empty where it was not sent.
func (s *Startup) Get(name string) string {
	value := ""
	for _, p := range s.Params {
		if p.Name == name {
			value = p.Value
		}
	}
	return value
}

// ReadStartup reads the packets before the session: at most one SSLRequest and one GSSENCRequest, both refused with 'N',
// then a StartupMessage or a CancelRequest. It reads exactly the bytes of each packet, never ahead, so that a later TLS
// handshake sees its own. The caller sets the deadline. Errors are ErrSilent, those of the socket, or FATAL *pgerr.Error.
func ReadStartup(conn net.Conn) (*Startup, error) {
	var sawSSL, sawGSS bool
	for {
		packet, err := readPacket(conn)
		if err != nil {
			return nil, err
		}
		switch code := binary.BigEndian.Uint32(packet); {
		case code == codeCancel:
			return parseCancel(packet[4:])
		case code == codeSSL && !sawSSL:
			sawSSL = true
		case code == codeGSS && !sawGSS:
			sawGSS = true
		default:
			return parseStartup(Version(code), packet[4:])
		}
		if len(packet) != 4 {
			return nil, ErrSilent
		}
		if _, err := conn.Write([]byte{'N'}); err != nil {
			return nil, err
		}
	}
}

// readPacket reads one packet without a type byte and returns what follows its length.
func readPacket(conn net.Conn) ([]byte, error) {
	var header [4]byte
	if _, err := io.ReadFull(conn, header[:]); err != nil {
		return nil, err
	}
	length := binary.BigEndian.Uint32(header[:])
	if length < minStartupBytes || length > MaxStartupBytes {
		return nil, ErrSilent
	}
	packet := make([]byte, length-4)
	if _, err := io.ReadFull(conn, packet); err != nil {
		return nil, err
	}
	return packet, nil
}

func parseCancel(body []byte) (*Startup, error) {
	if len(body) < 5 || len(body) > 4+MaxCancelKeyBytes {
		return nil, ErrSilent
	}
	return &Startup{Cancel: &CancelRequest{PID: binary.BigEndian.Uint32(body), Key: body[4:]}}, nil
}

func parseStartup(version Version, body []byte) (*Startup, error) {
	major, minor := uint32(version)>>16, uint32(version)&0xffff
	if major != 3 {
		return nil, pgerr.Fatal(pgerr.FeatureNotSupported,
			"unsupported frontend protocol %d.%d: server supports 3.0 to 3.2", major, minor)
	}
	s := &Startup{Version: Version30, Negotiated: minor == 1 || minor > 2}
	if minor >= 2 {
		s.Version = Version32
	}
	params, err := parseParams(body)
	if err != nil {
		return nil, err
	}
	for _, p := range params {
		if strings.HasPrefix(p.Name, "_pq_.") {
			s.Options = append(s.Options, p.Name)
			s.Negotiated = true
			continue
		}
		s.Params = append(s.Params, p)
	}
	return s, checkUser(s.Get("user"))
}

// parseParams reads the list of name and value pairs, which ends with one empty name at the very end of the packet.
func parseParams(body []byte) ([]Param, error) {
	var params []Param
	for {
		name, rest, ok := bytes.Cut(body, []byte{0})
		if !ok {
			return nil, errLayout()
		}
		if len(name) == 0 {
			if len(rest) != 0 {
				return nil, errLayout()
			}
			return params, nil
		}
		value, rest, ok := bytes.Cut(rest, []byte{0})
		if !ok {
			return nil, errLayout()
		}
		params = append(params, Param{Name: string(name), Value: string(value)})
		body = rest
	}
}

func errLayout() error {
	return pgerr.Fatal(pgerr.ProtocolViolation, "invalid startup packet layout: expected terminator as last byte")
}

// checkUser refuses user names that cannot be one; control characters would reach log files and terminals.
func checkUser(user string) error {
	if user == "" {
		return pgerr.Fatal(pgerr.InvalidAuthorization, "no PostgreSQL user name specified in startup packet")
	}
	if utf8.ValidString(user) && !strings.ContainsFunc(user, isControl) {
		return nil
	}
	return pgerr.Fatal(pgerr.InvalidAuthorization, "invalid user name %s", Printable(user))
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// Printable returns text from a client quoted, escaped and clipped to 63 characters, fit for messages and logs.
func Printable(text string) string {
	if len(text) > MaxNameBytes {
		text = text[:MaxNameBytes]
	}
	return strconv.QuoteToASCII(text)
}

// String returns the version as "3.2".
func (v Version) String() string { return fmt.Sprintf("%d.%d", uint32(v)>>16, uint32(v)&0xffff) }
