package wire

import (
	"encoding/binary"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// The format codes of values.
const (
	FormatText   int16 = 0
	FormatBinary int16 = 1
)

// Bind is a Bind message. Everything in it refers to the frame's body or is reused by the next decoding.
type Bind struct {
	Portal, Statement []byte
	ParamFormats      []int16
	Params            [][]byte // nil is NULL
	ResultFormats     []int16
}

// Decode reads a Bind message. Values in text format are checked to be UTF-8.
func (b *Bind) Decode(body []byte, limits *Limits) error {
	c := cursor{rest: body}
	var err error
	if b.Portal, err = c.name(); err != nil {
		return err
	}
	if b.Statement, err = c.name(); err != nil {
		return err
	}
	if b.ParamFormats, err = c.formats(b.ParamFormats[:0]); err != nil {
		return err
	}
	if err := b.decodeParams(&c, limits); err != nil {
		return err
	}
	if b.ResultFormats, err = c.formats(b.ResultFormats[:0]); err != nil {
		return err
	}
	return c.end()
}

func (b *Bind) decodeParams(c *cursor, limits *Limits) error {
	n, err := c.count(4)
	if err != nil {
		return err
	}
	b.Params = b.Params[:0]
	for i := range n {
		value, err := c.value(limits)
		if err != nil {
			return err
		}
		if b.ParamFormat(i) == FormatText {
			if err := CheckUTF8(value); err != nil {
				return err
			}
		}
		b.Params = append(b.Params, value)
	}
	return nil
}

// ParamFormat returns the format of parameter i (0-based): none sent means text, one is for all.
func (b *Bind) ParamFormat(i int) int16 { return format(b.ParamFormats, i) }

// ResultFormat returns the format of result column i (0-based) by the same rule.
func (b *Bind) ResultFormat(i int) int16 { return format(b.ResultFormats, i) }

func format(formats []int16, i int) int16 {
	switch {
	case len(formats) == 1:
		return formats[0]
	case i < len(formats):
		return formats[i]
	}
	return FormatText
}

func (c *cursor) formats(into []int16) ([]int16, error) {
	n, err := c.count(2)
	if err != nil {
		return into, err
	}
	for range n {
		into = append(into, int16(binary.BigEndian.Uint16(c.rest)))
		c.rest = c.rest[2:]
	}
	return into, nil
}

// value reads one length and that many bytes; -1 is NULL.
func (c *cursor) value(limits *Limits) ([]byte, error) {
	if len(c.rest) < 4 {
		return nil, errShort()
	}
	n := int64(int32(binary.BigEndian.Uint32(c.rest)))
	c.rest = c.rest[4:]
	switch {
	case n == -1:
		return nil, nil
	case n < 0 || n > int64(len(c.rest)):
		return nil, errShort()
	case n > int64(limits.Value):
		return nil, pgerr.New(pgerr.ProgramLimitExceeded, "parameter value is longer than %d bytes", limits.Value)
	}
	value := c.rest[:n:n]
	c.rest = c.rest[n:]
	return value, nil
}
