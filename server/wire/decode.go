package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"github.com/jackc/pgproto3/v2"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Kind says what a Describe or Close means.
type Kind byte

// The kinds of objects of the extended protocol.
const (
	KindStatement Kind = 'S'
	KindPortal    Kind = 'P'
)

// Parse is a Parse message. Its OIDs are valid until the next decoding.
type Parse struct {
	Name, Text string
	OIDs       []uint32
}

// Execute is an Execute message. Portal refers to the frame's body.
type Execute struct {
	Portal  []byte
	MaxRows int32 // 0 or less: all
}

// Target is a Describe or Close message. Name refers to the frame's body.
type Target struct {
	Kind Kind
	Name []byte
}

// DecodeQuery returns the text of a Query message.
func DecodeQuery(body []byte, limits *Limits) (string, error) {
	c := cursor{rest: body}
	text, err := c.text(limits)
	if err != nil {
		return "", err
	}
	return text, c.end()
}

// Decode reads a Parse message.
func (p *Parse) Decode(body []byte, limits *Limits) error {
	c := cursor{rest: body}
	name, err := c.name()
	if err != nil {
		return err
	}
	p.Name = string(name)
	if p.Text, err = c.text(limits); err != nil {
		return err
	}
	n, err := c.count(4)
	if err != nil {
		return err
	}
	p.OIDs = p.OIDs[:0]
	for range n {
		p.OIDs = append(p.OIDs, binary.BigEndian.Uint32(c.rest))
		c.rest = c.rest[4:]
	}
	return c.end()
}

// Decode reads an Execute message.
func (e *Execute) Decode(body []byte) error {
	c := cursor{rest: body}
	var err error
	if e.Portal, err = c.name(); err != nil {
		return err
	}
	if len(c.rest) < 4 {
		return errShort()
	}
	e.MaxRows = int32(binary.BigEndian.Uint32(c.rest))
	c.rest = c.rest[4:]
	return c.end()
}

// Decode reads a Describe or Close message; message is its name for errors.
func (t *Target) Decode(body []byte, message string) error {
	if len(body) == 0 {
		return errShort()
	}
	t.Kind = Kind(body[0])
	c := cursor{rest: body[1:]}
	var err error
	if t.Name, err = c.name(); err != nil {
		return err
	}
	if err := c.end(); err != nil {
		return err
	}
	if t.Kind != KindStatement && t.Kind != KindPortal {
		return pgerr.New(pgerr.ProtocolViolation, "invalid %s message subtype %d", message, t.Kind)
	}
	return nil
}

// CheckPlain checks a message that carries nothing callgate looks at: Sync, Flush, Terminate and those of COPY.
func CheckPlain(f Frame) error {
	var message pgproto3.FrontendMessage
	switch f.Type {
	case TypeSync:
		message = &pgproto3.Sync{}
	case TypeFlush:
		message = &pgproto3.Flush{}
	case TypeTerminate:
		message = &pgproto3.Terminate{}
	case TypeCopyDone:
		message = &pgproto3.CopyDone{}
	case TypeCopyFail:
		if len(f.Body) == 0 {
			return errShort() // v2 panics
		}
		message = &pgproto3.CopyFail{}
	case TypeCopyData:
		return nil
	}
	if message == nil || message.Decode(f.Body) != nil {
		return errFormat()
	}
	return nil
}

// cursor reads a message body from its front (PostgreSQL's libpq/pqformat.c).
type cursor struct{ rest []byte }

// string reads up to a NUL.
func (c *cursor) string() ([]byte, error) {
	i := bytes.IndexByte(c.rest, 0)
	if i < 0 {
		return nil, pgerr.New(pgerr.ProtocolViolation, "invalid string in message")
	}
	s := c.rest[:i]
	c.rest = c.rest[i+1:]
	return s, nil
}

// name reads the name of a statement or portal.
func (c *cursor) name() ([]byte, error) {
	s, err := c.string()
	if err != nil {
		return nil, err
	}
	return s, CheckUTF8(s)
}

// text reads a statement text.
func (c *cursor) text(limits *Limits) (string, error) {
	s, err := c.string()
	if err != nil {
		return "", err
	}
	if len(s) > limits.Text {
		return "", errTextTooLong(limits.Text)
	}
	if err := CheckUTF8(s); err != nil {
		return "", err
	}
	return string(s), nil
}

// count reads the int16 length of a list whose elements take at least size bytes each, and checks that they are there.
func (c *cursor) count(size int) (int, error) {
	if len(c.rest) < 2 {
		return 0, errShort()
	}
	n := int(binary.BigEndian.Uint16(c.rest))
	c.rest = c.rest[2:]
	if len(c.rest) < n*size {
		return 0, errShort()
	}
	return n, nil
}

func (c *cursor) end() error {
	if len(c.rest) != 0 {
		return errFormat()
	}
	return nil
}

func errShort() error {
	return pgerr.New(pgerr.ProtocolViolation, "insufficient data left in message")
}

func errFormat() error { return pgerr.New(pgerr.ProtocolViolation, "invalid message format") }

// CheckUTF8 returns the error 22021 of PostgreSQL (report_invalid_encoding) where s is not UTF-8 or holds a NUL.
func CheckUTF8(s []byte) error {
	if utf8.Valid(s) && bytes.IndexByte(s, 0) < 0 {
		return nil
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		if r == 0 || r == utf8.RuneError && size == 1 {
			return pgerr.New(pgerr.CharacterNotInRepertoire, `invalid byte sequence for encoding "UTF8": %s`, badBytes(s[i:]))
		}
		i += size
	}
	return nil
}

// badBytes prints the bytes that the first one announces (pg_utf_mblen), as PostgreSQL does.
func badBytes(s []byte) string {
	n := 1
	switch b := s[0]; {
	case b&0xe0 == 0xc0:
		n = 2
	case b&0xf0 == 0xe0:
		n = 3
	case b&0xf8 == 0xf0:
		n = 4
	}
	var out bytes.Buffer
	for i, b := range s[:min(n, len(s))] {
		if i > 0 {
			out.WriteByte(' ')
		}
		fmt.Fprintf(&out, "0x%02x", b)
	}
	return out.String()
}
