package procedures

import (
	"iter"
	"reflect"
	"slices"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

// fastStreamer streams rows of one Go type that columns store as it is, or almost: no reflection per row.
type fastStreamer struct {
	roots            []datatype.Root // of the data types that need no conversion
	slice, seq, seq2 streamer
}

func (f fastStreamer) fits(t datatype.Type) bool { return slices.Contains(f.roots, t.Root) }

func (f fastStreamer) of(kind resultKind) streamer {
	switch kind {
	case resultSlice:
		return f.slice
	case resultSeq:
		return f.seq
	}
	return f.seq2
}

// fastStreamers are the Go types of rows that have a quick way.
var fastStreamers = map[reflect.Type]fastStreamer{
	reflect.TypeFor[bool](): fast(func(c *datatype.Column, v bool) {
		n := int64(0)
		if v {
			n = 1
		}
		c.Ints = append(c.Ints, n)
	}, nil, datatype.Boolean),
	reflect.TypeFor[int16](): fast(appendInt[int16], nil, datatype.SmallInt, datatype.Int, datatype.BigInt),
	reflect.TypeFor[int32](): fast(appendInt[int32], nil, datatype.Int, datatype.BigInt),
	reflect.TypeFor[int64](): fast(appendInt[int64], func(c *datatype.Column, v []int64) { c.Ints = v }, datatype.BigInt),
	reflect.TypeFor[int]():   fast(appendInt[int], nil, datatype.BigInt),
	reflect.TypeFor[float32](): fast(func(c *datatype.Column, v float32) { c.Floats = append(c.Floats, float64(v)) }, nil,
		datatype.Float, datatype.Double),
	reflect.TypeFor[float64](): fast(func(c *datatype.Column, v float64) { c.Floats = append(c.Floats, v) },
		func(c *datatype.Column, v []float64) { c.Floats = v }, datatype.Double),
	reflect.TypeFor[string](): fast(func(c *datatype.Column, v string) { c.Strings = append(c.Strings, v) },
		func(c *datatype.Column, v []string) { c.Strings = v }, datatype.Char, datatype.Varchar),
	reflect.TypeFor[[]byte](): fast(func(c *datatype.Column, v []byte) {
		if v == nil {
			c.AppendNull()
			return
		}
		notNull(c)
		c.Bytes = append(c.Bytes, v)
	}, nil, datatype.Binary, datatype.Varbinary),
	reflect.TypeFor[time.Time](): fast(func(c *datatype.Column, v time.Time) {
		c.Instants = append(c.Instants, datatype.InstantFromTime(v))
	}, nil, datatype.TimestampLTZ, datatype.TimestampTZ),
}

func appendInt[T int | int16 | int32 | int64](c *datatype.Column, v T) {
	c.Ints = append(c.Ints, int64(v))
}

// fast makes the streamers of a Go type. lend, if there is one, gives a column a part of the caller's slice.
func fast[T any](put func(*datatype.Column, T), lend func(*datatype.Column, []T), roots ...datatype.Root) fastStreamer {
	return fastStreamer{
		roots: roots,
		slice: func(e *emitter, rows reflect.Value) { fastSlice(e, goValue[[]T](rows), put, lend) },
		seq: func(e *emitter, rows reflect.Value) {
			c := &e.batch.Columns[0]
			for v := range goValue[iter.Seq[T]](rows) {
				put(c, v)
				if !e.row(nil) {
					return
				}
			}
			e.flush()
		},
		seq2: func(e *emitter, rows reflect.Value) {
			c := &e.batch.Columns[0]
			for v, err := range goValue[iter.Seq2[T, error]](rows) {
				if err == nil {
					put(c, v)
				}
				if !e.row(err) {
					return
				}
			}
			e.flush()
		},
	}
}

// goValue is a value that has the underlying type of T.
func goValue[T any](v reflect.Value) T { return v.Convert(reflect.TypeFor[T]()).Interface().(T) }

func fastSlice[T any](e *emitter, rows []T, put func(*datatype.Column, T), lend func(*datatype.Column, []T)) {
	for part := range slices.Chunk(rows, batchRows) {
		b := e.batch
		if lend != nil { // a batch of its own: resetting one whose slice is lent would let appends write into it
			b = &datatype.Batch{Columns: []datatype.Column{{Type: e.batch.Columns[0].Type}}}
			lend(&b.Columns[0], part)
		} else {
			b.Reset()
			for _, v := range part {
				put(&b.Columns[0], v)
			}
		}
		b.Rows = len(part)
		if !e.send(b) {
			return
		}
	}
}
