package datatype

import (
	"time"

	"github.com/cockroachdb/apd/v3"
)

// Batch is a number of rows as typed columns. It is valid until its producer is asked for the next one.
type Batch struct {
	Rows    int
	Columns []Column
}

// NewBatch returns an empty batch with one column per type.
func NewBatch(types []Type) *Batch {
	b := &Batch{Columns: make([]Column, len(types))}
	for i, t := range types {
		b.Columns[i].Type = t
	}
	return b
}

// Reset empties the batch and keeps its memory.
func (b *Batch) Reset() {
	b.Rows = 0
	for i := range b.Columns {
		b.Columns[i].Reset()
	}
}

// Column holds the values of one column. Only the slice that belongs to the type's root is used (see [Column.Append]); a
// procedure that returns a slice of such values may lend it as it is.
type Column struct {
	Type Type
	Null []bool // nil: no row is NULL; else one flag a row

	Ints     []int64       // BOOLEAN (0, 1), TINYINT … BIGINT, DATE (Days), TIME (Nanos), intervals (months, nanoseconds)
	Floats   []float64     // FLOAT, DOUBLE
	Strings  []string      // CHAR, VARCHAR
	Bytes    [][]byte      // BINARY, VARBINARY, RAW, BITMAP
	Instants []Instant     // TIMESTAMP, TIMESTAMP_LTZ, TIMESTAMP WITH TIME ZONE
	Decimals []apd.Decimal // DECIMAL
	Values   []Value       // ARRAY, MAP, MULTISET, ROW, STRUCTURED, VARIANT, NULL
}

// Reset empties the column and keeps its memory.
func (c *Column) Reset() {
	c.Null = nil
	c.Ints, c.Floats, c.Strings, c.Bytes = c.Ints[:0], c.Floats[:0], c.Strings[:0], c.Bytes[:0]
	c.Instants, c.Decimals, c.Values = c.Instants[:0], c.Decimals[:0], c.Values[:0]
}

// IsNull reports whether the value of a row is NULL.
func (c *Column) IsNull(row int) bool { return c.Null != nil && c.Null[row] }

// AppendNull appends a NULL.
func (c *Column) AppendNull() {
	n := c.Len()
	for len(c.Null) < n {
		c.Null = append(c.Null, false)
	}
	c.appendZero()
	c.Null = append(c.Null, true)
}

// Append appends a value whose Go type is the one that [Value] names for the column's root.
func (c *Column) Append(v Value) {
	if v == nil {
		c.AppendNull()
		return
	}
	if c.Null != nil {
		c.Null = append(c.Null, false)
	}
	switch v := v.(type) {
	case bool:
		n := int64(0)
		if v {
			n = 1
		}
		c.Ints = append(c.Ints, n)
	case int8:
		c.Ints = append(c.Ints, int64(v))
	case int16:
		c.Ints = append(c.Ints, int64(v))
	case int32:
		c.Ints = append(c.Ints, int64(v))
	case int64:
		c.Ints = append(c.Ints, v)
	case Days:
		c.Ints = append(c.Ints, int64(v))
	case Nanos:
		c.Ints = append(c.Ints, int64(v))
	case Period:
		c.Ints = append(c.Ints, int64(v))
	case time.Duration:
		c.Ints = append(c.Ints, int64(v))
	case float32:
		c.Floats = append(c.Floats, float64(v))
	case float64:
		c.Floats = append(c.Floats, v)
	case string:
		c.Strings = append(c.Strings, v)
	case []byte:
		c.Bytes = append(c.Bytes, v)
	case Instant:
		c.Instants = append(c.Instants, v)
	case *apd.Decimal:
		c.Decimals = append(c.Decimals, *v)
	default:
		c.Values = append(c.Values, v)
	}
}

// storage names the slice of a Column that holds the values of a root.
type storage uint8

const (
	storeValues storage = iota
	storeInts
	storeFloats
	storeStrings
	storeBytes
	storeInstants
	storeDecimals
)

func (r Root) storage() storage {
	switch r {
	case Boolean, TinyInt, SmallInt, Int, BigInt, Date, Time, IntervalYearMonth, IntervalDayTime:
		return storeInts
	case Float, Double:
		return storeFloats
	case Char, Varchar:
		return storeStrings
	case Binary, Varbinary, Raw, Bitmap:
		return storeBytes
	case Timestamp, TimestampTZ, TimestampLTZ:
		return storeInstants
	case Decimal:
		return storeDecimals
	}
	return storeValues
}

// Len returns the number of values.
func (c *Column) Len() int {
	switch c.Type.Root.storage() {
	case storeInts:
		return len(c.Ints)
	case storeFloats:
		return len(c.Floats)
	case storeStrings:
		return len(c.Strings)
	case storeBytes:
		return len(c.Bytes)
	case storeInstants:
		return len(c.Instants)
	case storeDecimals:
		return len(c.Decimals)
	}
	return len(c.Values)
}

func (c *Column) appendZero() {
	switch c.Type.Root.storage() {
	case storeInts:
		c.Ints = append(c.Ints, 0)
	case storeFloats:
		c.Floats = append(c.Floats, 0)
	case storeStrings:
		c.Strings = append(c.Strings, "")
	case storeBytes:
		c.Bytes = append(c.Bytes, nil)
	case storeInstants:
		c.Instants = append(c.Instants, Instant{})
	case storeDecimals:
		c.Decimals = append(c.Decimals, apd.Decimal{})
	default:
		c.Values = append(c.Values, nil)
	}
}

// Value returns the value of a row, boxed.
func (c *Column) Value(row int) Value {
	if c.IsNull(row) {
		return nil
	}
	switch c.Type.Root.storage() {
	case storeInts:
		return c.intValue(c.Ints[row])
	case storeFloats:
		if c.Type.Root == Float {
			return float32(c.Floats[row])
		}
		return c.Floats[row]
	case storeStrings:
		return c.Strings[row]
	case storeBytes:
		return c.Bytes[row]
	case storeInstants:
		return c.Instants[row]
	case storeDecimals:
		return &c.Decimals[row]
	}
	return c.Values[row]
}

func (c *Column) intValue(n int64) Value {
	switch c.Type.Root {
	case Boolean:
		return n != 0
	case TinyInt:
		return int8(n)
	case SmallInt:
		return int16(n)
	case Int:
		return int32(n)
	case Date:
		return Days(n)
	case Time:
		return Nanos(n)
	case IntervalYearMonth:
		return Period(n)
	case IntervalDayTime:
		return time.Duration(n)
	}
	return n
}
