package session

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/wire"
)

// maxColumns is what the int16 count of a RowDescription holds (MaxTupleAttributeNumber of PostgreSQL).
const maxColumns = 1664

// coders encode the rows of a portal.
type coders struct {
	columns  []wire.Column
	encoders []datatype.Encoder
	ints     bool // one column of integers, as text
}

// coderCache keeps the coders of a query for the formats asked for last.
type coderCache struct {
	coders  *coders
	formats []int16
}

// bindColumns finds how the columns of a portal are sent.
func (s *Session) bindColumns(p *portal) error {
	if len(p.columns) > maxColumns {
		return pgerr.New(pgerr.ProgramLimitExceeded, "a result may have up to %d columns", maxColumns)
	}
	p.plan, p.engine = p.query.plan, p.query.engine
	cache := &p.query.coders
	if p.query.call != nil && cache.coders != nil && slices.Equal(cache.formats, p.formats) {
		p.coders = cache.coders
		return nil
	}
	p.coders = s.newCoders(p.columns, p.formats)
	*cache = coderCache{coders: p.coders, formats: slices.Clone(p.formats)}
	return nil
}

func (s *Session) newCoders(columns []datatype.Field, formats []int16) *coders {
	c := &coders{columns: wireColumns(columns, formats), encoders: make([]datatype.Encoder, len(columns))}
	for i := range columns {
		c.encoders[i] = datatype.NewEncoder(columns[i].Type, c.columns[i].Format == wire.FormatBinary, s.settings.Format())
	}
	c.ints = len(columns) == 1 && isIntColumn(columns[0].Type, c.columns[0].Format)
	return c
}

// wireColumns describes result columns in the formats asked for: none means text, one is for all.
func wireColumns(columns []datatype.Field, formats []int16) []wire.Column {
	out := make([]wire.Column, len(columns))
	b := wire.Bind{ResultFormats: formats}
	for i := range columns {
		t := columns[i].Type
		out[i] = wire.Column{Name: columns[i].Name, OID: t.OID(), Size: t.Size(), Typmod: t.Typmod(), Format: b.ResultFormat(i)}
	}
	return out
}

// sendRows appends the rows of a chunk to the output as DataRow messages.
func (s *Session) sendRows(c *coders, rows chunk) error {
	if len(rows.batch.Columns) != len(c.encoders) {
		return pgerr.New(pgerr.ExternalRoutineException, "the procedure returned %d columns instead of %d", len(rows.batch.Columns), len(c.encoders))
	}
	if c.ints && rows.batch.Columns[0].Null == nil && !rows.reverse {
		return s.sendInts(rows.batch.Columns[0].Ints[rows.from:rows.to])
	}
	s.outMu.Lock()
	defer s.outMu.Unlock()
	buf := s.out.Buffer()
	for i := range rows.len() {
		row, start := rows.row(i), len(buf)
		buf = wire.Begin(buf, 'D')
		buf = binary.BigEndian.AppendUint16(buf, uint16(len(c.encoders)))
		for col, encode := range c.encoders {
			buf = encode(buf, &rows.batch.Columns[col], row)
		}
		if !wire.End(buf, start) {
			return cmp.Or(s.out.Return(buf[:start]), errRowTooLong)
		}
		if wire.Full(buf) {
			if err := s.out.Return(buf); err != nil {
				return err
			}
			buf = s.out.Buffer()
		}
	}
	return s.out.Return(buf)
}

var errRowTooLong error = pgerr.New(pgerr.ProgramLimitExceeded, "a row is longer than %d bytes", wire.MaxFrameBytes)
