package server_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"
)

// patience is how long a test waits for what must come.
const patience = 10 * time.Second

// client speaks the protocol message by message.
type client struct {
	conn  net.Conn
	front *pgproto3.Frontend
	key   *pgproto3.BackendKeyData
}

// dial connects without a startup packet.
func dial(addr string) (*client, error) {
	conn, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, front: pgproto3.NewFrontend(conn, conn)}, nil
}

// connect opens a session. What the server says apart from settings and keys is returned, up to ReadyForQuery or the end.
func connect(addr string, params map[string]string) (*client, []string, error) {
	c, err := dial(addr)
	if err != nil {
		return nil, nil, err
	}
	c.front.Send(&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30, Parameters: params})
	if err := c.front.Flush(); err != nil {
		return nil, nil, err
	}
	var said []string
	for {
		m, err := c.receive()
		if err != nil {
			return c, append(said, end(err)), nil
		}
		switch m := m.(type) {
		case *pgproto3.AuthenticationOk, *pgproto3.ParameterStatus:
		case *pgproto3.BackendKeyData:
			c.key = &pgproto3.BackendKeyData{ProcessID: m.ProcessID, SecretKey: append([]byte(nil), m.SecretKey...)}
		case *pgproto3.ReadyForQuery:
			return c, said, nil
		default:
			said = append(said, show(m))
		}
	}
}

// session opens a session that is closed at the end of the test.
func session(t testing.TB, addr string, params ...string) *client {
	t.Helper()
	all := map[string]string{"user": "tester", "database": "test"}
	for i := 0; i+1 < len(params); i += 2 {
		all[params[i]] = params[i+1]
	}
	c, said, err := connect(addr, all)
	if err != nil || len(said) > 0 {
		t.Fatal(err, said)
	}
	t.Cleanup(func() { c.conn.Close() })
	return c
}

func (c *client) receive() (pgproto3.BackendMessage, error) {
	_ = c.conn.SetReadDeadline(time.Now().Add(patience))
	return c.front.Receive()
}

// send sends messages together.
func (c *client) send(t testing.TB, messages ...pgproto3.FrontendMessage) {
	t.Helper()
	for _, m := range messages {
		c.front.Send(m)
	}
	if err := c.front.Flush(); err != nil {
		t.Fatal(err)
	}
}

// until reads up to and including the given types of messages, in order, and shows everything that came. The type "eof" is the
// end of the connection.
func (c *client) until(types ...string) []string {
	var got []string
	for len(types) > 0 {
		m, err := c.receive()
		if err != nil {
			return append(got, end(err))
		}
		text := show(m)
		if strings.HasPrefix(text, fmt.Sprintf(`{"Type":%q`, types[0])) {
			types = types[1:]
		}
		got = append(got, text)
	}
	return got
}

// query runs a text and shows the answer.
func (c *client) query(t testing.TB, sql string) string {
	t.Helper()
	c.send(t, &pgproto3.Query{String: sql})
	return strings.Join(brief(c.until("ReadyForQuery")), " ")
}

func end(err error) string {
	// A server that closes with input unread makes the kernel reset the connection.
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) {
		return "EOF"
	}
	return err.Error()
}

// show prints a message as one line of JSON, without what differs from run to run.
func show(m pgproto3.BackendMessage) string {
	var v any = m
	switch m := m.(type) {
	case *pgproto3.ErrorResponse:
		v = reported{"ErrorResponse", m.Severity, m.Code, m.Message, reference.ReplaceAllString(m.Detail, "Reference: …"), m.Hint, m.Position}
	case *pgproto3.NoticeResponse:
		v = reported{"NoticeResponse", m.Severity, m.Code, m.Message, m.Detail, m.Hint, m.Position}
	case *pgproto3.NotificationResponse:
		v = struct{ Type, Channel, Payload string }{"NotificationResponse", m.Channel, m.Payload}
	}
	out := &strings.Builder{}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(out.String())
}

var reference = regexp.MustCompile(`^Reference: [0-9a-f]{12}$`)

// reported are the fields of an error or notice that scripts compare.
type reported struct {
	Type, Severity, Code, Message string
	Detail, Hint                  string `json:",omitempty"`
	Position                      int32  `json:",omitempty"`
}

// brief abbreviates shown messages: rows by their values, errors by severity, code and message, others by type and tag or status.
func brief(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		var m struct {
			Type, Severity, Code, Message, CommandTag, TxStatus, Channel, Payload, Data, Name, Value string
			Values                                                                                   []map[string]string
			Fields                                                                                   []struct{ Name string }
			ParameterOIDs                                                                            []uint32
		}
		if json.Unmarshal([]byte(line), &m) != nil {
			out[i] = line
			continue
		}
		var values []string
		for _, v := range m.Values {
			switch text, ok := v["text"]; {
			case ok:
				values = append(values, text)
			case v["binary"] != "":
				values = append(values, "0x"+v["binary"])
			default:
				values = append(values, "NULL")
			}
		}
		var fields []string
		for _, f := range m.Fields {
			fields = append(fields, f.Name)
		}
		switch m.Type {
		case "DataRow":
			out[i] = "(" + strings.Join(values, ",") + ")"
		case "RowDescription":
			out[i] = "[" + strings.Join(fields, ",") + "]"
		case "ErrorResponse", "NoticeResponse":
			out[i] = fmt.Sprintf("%s %s %q", m.Severity, m.Code, m.Message)
		case "CommandComplete":
			out[i] = fmt.Sprintf("%q", m.CommandTag)
		case "ReadyForQuery":
			out[i] = m.TxStatus
		case "NotificationResponse":
			out[i] = "notified:" + m.Channel + ":" + m.Payload
		case "ParameterStatus":
			out[i] = m.Name + "=" + m.Value
		default:
			out[i] = m.Type
		}
	}
	return out
}
