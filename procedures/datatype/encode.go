package datatype

import (
	"encoding/binary"
	"encoding/json"
	"time"

	"github.com/cockroachdb/apd/v3"
)

// Encoder appends one field of a DataRow message: the length of the value of a row as int32 and the value, or -1 for NULL.
// An Encoder may be used by several goroutines at once.
type Encoder func(buf []byte, c *Column, row int) []byte

// NewEncoder returns the encoder of columns of a type in PostgreSQL's text or binary format. It reads f at every value, so f must
// not change while rows are encoded; nil means [DefaultFormat].
func NewEncoder(t Type, binary bool, f *Format) Encoder {
	f = f.orDefault()
	if binary {
		return newBinaryEncoder(t, f)
	}
	return newTextEncoder(t, f)
}

// content appends the value of a row, which is not NULL, without its length.
type content func(buf []byte, c *Column, row int) []byte

// framed adds NULL and the length to the content of a field.
func framed(value content) Encoder {
	return func(buf []byte, c *Column, row int) []byte {
		if c.IsNull(row) {
			return appendNullField(buf)
		}
		start := len(buf)
		buf = append(buf, 0, 0, 0, 0)
		return endField(value(buf, c, row), start)
	}
}

// framedFixed is framed for values of a known size, whose length need not be written twice.
func framedFixed(size byte, value content) Encoder {
	return func(buf []byte, c *Column, row int) []byte {
		if c.IsNull(row) {
			return appendNullField(buf)
		}
		return value(append(buf, 0, 0, 0, size), c, row)
	}
}

// framedValue is framed for boxed values, of which a nil is NULL whatever the column's flags say.
func framedValue(value func(buf []byte, v Value) []byte) Encoder {
	return func(buf []byte, c *Column, row int) []byte {
		if c.IsNull(row) || c.Values[row] == nil {
			return appendNullField(buf)
		}
		start := len(buf)
		buf = append(buf, 0, 0, 0, 0)
		return endField(value(buf, c.Values[row]), start)
	}
}

func appendNullField(buf []byte) []byte { return append(buf, 0xff, 0xff, 0xff, 0xff) }

// endField writes the length of the field that began at start.
func endField(buf []byte, start int) []byte {
	binary.BigEndian.PutUint32(buf[start:], uint32(len(buf)-start-4))
	return buf
}

// encodeStrings writes a text column, whose two formats are the same.
func encodeStrings(buf []byte, c *Column, row int) []byte {
	if c.IsNull(row) {
		return appendNullField(buf)
	}
	s := c.Strings[row]
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(s)))
	return append(buf, s...)
}

// encodeBlankPadded returns the encoder of CHAR(n): PostgreSQL shows a char(n) with its trailing blanks.
func encodeBlankPadded(n int) Encoder {
	return framed(func(buf []byte, c *Column, row int) []byte { return appendBlankPadded(buf, c.Strings[row], n) })
}

func newTextEncoder(t Type, f *Format) Encoder {
	switch t.Root {
	case Boolean:
		return framedFixed(1, func(buf []byte, c *Column, row int) []byte { return appendBool(buf, c.Ints[row] != 0) })
	case TinyInt, SmallInt, Int, BigInt:
		return encodeIntText
	case Float:
		return framed(func(buf []byte, c *Column, row int) []byte { return appendFloat(buf, c.Floats[row], 32, f) })
	case Double:
		return framed(func(buf []byte, c *Column, row int) []byte { return appendFloat(buf, c.Floats[row], 64, f) })
	case Decimal:
		return framed(func(buf []byte, c *Column, row int) []byte { return appendDecimal(buf, &c.Decimals[row], t.Scale) })
	case Char:
		return encodeBlankPadded(t.Length)
	case Varchar:
		return encodeStrings
	case Binary, Varbinary, Raw, Bitmap:
		return framed(func(buf []byte, c *Column, row int) []byte { return appendBytea(buf, c.Bytes[row], f) })
	case Date:
		return framed(func(buf []byte, c *Column, row int) []byte { return appendDate(buf, Days(c.Ints[row]), f) })
	case Time:
		return framed(func(buf []byte, c *Column, row int) []byte { return appendTime(buf, Nanos(c.Ints[row])) })
	case Timestamp:
		return framed(func(buf []byte, c *Column, row int) []byte { return appendTimestamp(buf, c.Instants[row], f) })
	case TimestampTZ, TimestampLTZ:
		return framed(func(buf []byte, c *Column, row int) []byte { return appendTimestamptz(buf, c.Instants[row], f) })
	case IntervalYearMonth:
		return framed(func(buf []byte, c *Column, row int) []byte { return appendPeriod(buf, Period(c.Ints[row]), f) })
	case IntervalDayTime:
		return framed(func(buf []byte, c *Column, row int) []byte {
			return appendDuration(buf, time.Duration(c.Ints[row]), f)
		})
	}
	return framedValue(textWriter(t, f))
}

func newBinaryEncoder(t Type, f *Format) Encoder {
	switch t.Root {
	case Boolean:
		return framedFixed(1, func(buf []byte, c *Column, row int) []byte { return append(buf, byte(c.Ints[row])) })
	case TinyInt, SmallInt:
		return encodeInt2Binary
	case Int:
		return encodeInt4Binary
	case BigInt:
		return encodeInt8Binary
	case Float:
		return framedFixed(4, func(buf []byte, c *Column, row int) []byte { return appendFloat4(buf, float32(c.Floats[row])) })
	case Double:
		return framedFixed(8, func(buf []byte, c *Column, row int) []byte { return appendFloat8(buf, c.Floats[row]) })
	case Decimal:
		return framed(func(buf []byte, c *Column, row int) []byte { return appendNumeric(buf, &c.Decimals[row], t.Scale) })
	case Char:
		return encodeBlankPadded(t.Length)
	case Varchar:
		return encodeStrings
	case Binary, Varbinary, Raw, Bitmap:
		return framed(func(buf []byte, c *Column, row int) []byte { return append(buf, c.Bytes[row]...) })
	case Date:
		return framedFixed(4, func(buf []byte, c *Column, row int) []byte { return appendPGDate(buf, Days(c.Ints[row])) })
	case Time:
		return framedFixed(8, func(buf []byte, c *Column, row int) []byte { return appendPGTime(buf, Nanos(c.Ints[row])) })
	case Timestamp, TimestampTZ, TimestampLTZ:
		return framedFixed(8, func(buf []byte, c *Column, row int) []byte { return appendPGTimestamp(buf, c.Instants[row]) })
	case IntervalYearMonth:
		return framedFixed(16, func(buf []byte, c *Column, row int) []byte { return appendPGPeriod(buf, Period(c.Ints[row])) })
	case IntervalDayTime:
		return framedFixed(16, func(buf []byte, c *Column, row int) []byte {
			return appendPGDuration(buf, time.Duration(c.Ints[row]))
		})
	}
	return framedValue(binaryWriter(t, f))
}

// textWriter returns what writes the boxed values of a type as text.
func textWriter(t Type, f *Format) func(buf []byte, v Value) []byte {
	switch {
	case t.Root == Array && t.Elem != nil && t.Elem.isScalar():
		return arrayTextWriter(*t.Elem, f)
	case t.OID() == OIDJSONB:
		return jsonWriter(t, f)
	}
	return func(buf []byte, v Value) []byte { return appendScalarText(buf, v, t, f) }
}

// binaryWriter returns what writes the boxed values of a type in binary. Only jsonb, which is text inside, depends on the session.
func binaryWriter(t Type, f *Format) func(buf []byte, v Value) []byte {
	switch {
	case t.Root == Array && t.Elem != nil && t.Elem.isScalar():
		return arrayBinaryWriter(*t.Elem)
	case t.OID() == OIDJSONB:
		write := jsonWriter(t, f)
		return func(buf []byte, v Value) []byte { return write(append(buf, jsonbVersion), v) }
	}
	return func(buf []byte, v Value) []byte { return appendScalarBinary(buf, v, t) }
}

// AppendText appends the text of a value of a type, as the text format of a result has it; nothing for NULL. A nil f means
// [DefaultFormat].
func AppendText(buf []byte, v Value, t Type, f *Format) []byte {
	if v == nil {
		return buf
	}
	return textWriter(t, f.orDefault())(buf, v)
}

// appendScalarText goes by the Go type of the value, so that no value can make it panic; t adds what the value does not tell.
func appendScalarText(buf []byte, v Value, t Type, f *Format) []byte {
	switch v := v.(type) {
	case bool:
		return appendBool(buf, v)
	case int8:
		return appendInt(buf, int64(v))
	case int16:
		return appendInt(buf, int64(v))
	case int32:
		return appendInt(buf, int64(v))
	case int64:
		return appendInt(buf, v)
	case float32:
		return appendFloat(buf, float64(v), 32, f)
	case float64:
		return appendFloat(buf, v, 64, f)
	case *apd.Decimal:
		return appendDecimal(buf, v, t.Scale)
	case string:
		if t.Root == Char {
			return appendBlankPadded(buf, v, t.Length)
		}
		return append(buf, v...)
	case []byte:
		return appendBytea(buf, v, f)
	case json.RawMessage:
		return append(buf, v...)
	}
	return appendTemporalText(buf, v, t, f)
}

func appendTemporalText(buf []byte, v Value, t Type, f *Format) []byte {
	switch v := v.(type) {
	case Days:
		return appendDate(buf, v, f)
	case Nanos:
		return appendTime(buf, v)
	case Instant:
		if t.Root == Timestamp {
			return appendTimestamp(buf, v, f)
		}
		return appendTimestamptz(buf, v, f)
	case Period:
		return appendPeriod(buf, v, f)
	case time.Duration:
		return appendDuration(buf, v, f)
	}
	return buf
}

func appendScalarBinary(buf []byte, v Value, t Type) []byte {
	switch v := v.(type) {
	case bool:
		if v {
			return append(buf, 1)
		}
		return append(buf, 0)
	case int8:
		return binary.BigEndian.AppendUint16(buf, uint16(int16(v)))
	case int16:
		return binary.BigEndian.AppendUint16(buf, uint16(v))
	case int32:
		return binary.BigEndian.AppendUint32(buf, uint32(v))
	case int64:
		return binary.BigEndian.AppendUint64(buf, uint64(v))
	case float32:
		return appendFloat4(buf, v)
	case float64:
		return appendFloat8(buf, v)
	case *apd.Decimal:
		return appendNumeric(buf, v, t.Scale)
	case string:
		if t.Root == Char {
			return appendBlankPadded(buf, v, t.Length)
		}
		return append(buf, v...)
	case []byte:
		return append(buf, v...)
	case Days:
		return appendPGDate(buf, v)
	case Nanos:
		return appendPGTime(buf, v)
	case Instant:
		return appendPGTimestamp(buf, v)
	case Period:
		return appendPGPeriod(buf, v)
	case time.Duration:
		return appendPGDuration(buf, v)
	}
	return buf
}
