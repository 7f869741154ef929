package datatype

import (
	"encoding/binary"
	"strings"
)

// arrayTextWriter returns what writes a []Value as an array literal (array_out).
func arrayTextWriter(elem Type, f *Format) func(buf []byte, v Value) []byte {
	return func(buf []byte, v Value) []byte {
		values, _ := v.([]Value)
		buf = append(buf, '{')
		for i, value := range values {
			if i > 0 {
				buf = append(buf, ',')
			}
			if value == nil {
				buf = append(buf, "NULL"...)
				continue
			}
			start := len(buf)
			buf = quoteElement(appendScalarText(buf, value, elem, f), start)
		}
		return append(buf, '}')
	}
}

// quoteElement puts the element that begins at start in double quotes where an array literal needs them.
func quoteElement(buf []byte, start int) []byte {
	element := buf[start:]
	if !needsQuotes(element) {
		return buf
	}
	quoted := make([]byte, 0, len(element)+8)
	quoted = append(quoted, '"')
	for _, c := range element {
		if c == '"' || c == '\\' {
			quoted = append(quoted, '\\')
		}
		quoted = append(quoted, c)
	}
	return append(append(buf[:start], quoted...), '"')
}

func needsQuotes(element []byte) bool {
	if len(element) == 0 || len(element) == 4 && strings.EqualFold(string(element), "null") {
		return true
	}
	for _, c := range element {
		switch c {
		case '"', '\\', '{', '}', ',', ' ', '\t', '\n', '\r', '\v', '\f':
			return true
		}
	}
	return false
}

const arrayLowerBound = 1

// arrayBinaryWriter returns what writes a []Value in the binary format of arrays: dimensions, whether there are NULLs, the
// type of the elements, length and lower bound of each dimension, then the elements (array_send). An empty array has no dimension.
func arrayBinaryWriter(elem Type) func(buf []byte, v Value) []byte {
	oid := elem.OID()
	return func(buf []byte, v Value) []byte {
		values, _ := v.([]Value)
		dimensions, nulls := uint32(1), uint32(0)
		if len(values) == 0 {
			dimensions = 0
		}
		for _, value := range values {
			if value == nil {
				nulls = 1
			}
		}
		buf = binary.BigEndian.AppendUint32(buf, dimensions)
		buf = binary.BigEndian.AppendUint32(buf, nulls)
		buf = binary.BigEndian.AppendUint32(buf, oid)
		if len(values) == 0 {
			return buf
		}
		buf = binary.BigEndian.AppendUint32(buf, uint32(len(values)))
		buf = binary.BigEndian.AppendUint32(buf, arrayLowerBound)
		for _, value := range values {
			if value == nil {
				buf = appendNullField(buf)
				continue
			}
			start := len(buf)
			buf = append(buf, 0, 0, 0, 0)
			buf = endField(appendScalarBinary(buf, value, elem), start)
		}
		return buf
	}
}
