package session

import (
	"bytes"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// spool keeps rows of which the producer has taken the batch back.
type spool struct {
	batch *datatype.Batch
	bytes int // an estimate
	limit int
}

func newSpool(columns []datatype.Field, limit int) *spool {
	types := make([]datatype.Type, len(columns))
	for i := range columns {
		types[i] = columns[i].Type
	}
	return &spool{batch: datatype.NewBatch(types), limit: limit}
}

// add copies rows.
func (s *spool) add(rows chunk) error {
	if rows.len() == 0 {
		return nil
	}
	for i := range s.batch.Columns {
		to, from := &s.batch.Columns[i], &rows.batch.Columns[i]
		s.bytes += copyColumn(to, from, rows.from, rows.to)
	}
	s.batch.Rows += rows.len()
	if s.bytes > s.limit {
		return pgerr.New(pgerr.ConfigurationLimitExceeded, "the rows kept for a cursor take more than %d bytes", s.limit).
			WithHint("Declare the cursor with NO SCROLL and WITHOUT HOLD.")
	}
	return nil
}

// boxedBytes is what a boxed value is estimated to take.
const boxedBytes = 64

// copyColumn appends the values of rows [i, j) and returns an estimate of their bytes.
func copyColumn(to, from *datatype.Column, i, j int) int {
	copyNulls(to, from, i, j)
	size := 0
	switch {
	case len(from.Ints) > 0:
		to.Ints = append(to.Ints, from.Ints[i:j]...)
		size = 8 * (j - i)
	case len(from.Floats) > 0:
		to.Floats = append(to.Floats, from.Floats[i:j]...)
		size = 8 * (j - i)
	case len(from.Strings) > 0:
		to.Strings = append(to.Strings, from.Strings[i:j]...)
		for _, v := range from.Strings[i:j] {
			size += 16 + len(v)
		}
	case len(from.Bytes) > 0:
		for _, v := range from.Bytes[i:j] {
			to.Bytes = append(to.Bytes, bytes.Clone(v))
			size += 24 + len(v)
		}
	case len(from.Instants) > 0:
		to.Instants = append(to.Instants, from.Instants[i:j]...)
		size = 16 * (j - i)
	case len(from.Decimals) > 0:
		for k := i; k < j; k++ {
			to.Decimals = append(to.Decimals, *new(apd.Decimal).Set(&from.Decimals[k]))
		}
		size = boxedBytes * (j - i)
	default:
		to.Values = append(to.Values, from.Values[i:j]...)
		size = boxedBytes * (j - i)
	}
	return size
}

func copyNulls(to, from *datatype.Column, i, j int) {
	if from.Null == nil && to.Null == nil {
		return
	}
	for n := to.Len(); len(to.Null) < n; {
		to.Null = append(to.Null, false)
	}
	for k := i; k < j; k++ {
		to.Null = append(to.Null, from.IsNull(k))
	}
}
