package datatype

import (
	"encoding/binary"
	"math"
)

// The readers of geometric types turn their binary values into the text that PostgreSQL prints for them.

// appendNumber writes the float8 at an index of the data.
func appendNumber(buf, data []byte, index int) []byte {
	f := DefaultFormat()
	return appendFloat(buf, math.Float64frombits(binary.BigEndian.Uint64(data[8*index:])), 64, &f)
}

// appendPoints writes the points of the data as (x,y),(x,y).
func appendPoints(buf, data []byte) []byte {
	for i := 0; i+1 < len(data)/8; i += 2 {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(appendNumber(append(buf, '('), data, i), ',')
		buf = append(appendNumber(buf, data, i+1), ')')
	}
	return buf
}

func decodePoint(data []byte) (Value, error) { return string(appendPoints(nil, data)), nil }

func decodeLseg(data []byte) (Value, error) {
	return string(append(appendPoints([]byte{'['}, data), ']')), nil
}

// decodeBox puts the upper right corner first, as box_recv does.
func decodeBox(data []byte) (Value, error) {
	corners := append([]byte{}, data...)
	for axis := range 2 {
		high, low := corners[8*axis:8*axis+8], corners[8*axis+16:8*axis+24]
		if math.Float64frombits(binary.BigEndian.Uint64(high)) < math.Float64frombits(binary.BigEndian.Uint64(low)) {
			copy(high, data[8*axis+16:])
			copy(low, data[8*axis:8*axis+8])
		}
	}
	return string(appendPoints(nil, corners)), nil
}

func decodeLine(data []byte) (Value, error) {
	buf := append(appendNumber([]byte{'{'}, data, 0), ',')
	buf = append(appendNumber(buf, data, 1), ',')
	return string(append(appendNumber(buf, data, 2), '}')), nil
}

func decodeCircle(data []byte) (Value, error) {
	buf := append(appendPoints([]byte{'<'}, data[:16]), ',')
	return string(append(appendNumber(buf, data, 2), '>')), nil
}

const pointSize = 16

// decodePolygon reads a count and as many points.
func decodePolygon(data []byte) (Value, error) {
	if len(data) < 4 {
		return nil, insufficientData()
	}
	count := int32(binary.BigEndian.Uint32(data))
	data = data[4:]
	switch {
	case count <= 0:
		return nil, invalidBinary("invalid number of points in external \"polygon\" value")
	case int64(len(data)) < int64(count)*pointSize:
		return nil, insufficientData()
	case len(data) != int(count)*pointSize:
		return nil, incorrectBinary()
	}
	return string(append(appendPoints([]byte{'('}, data), ')')), nil
}

// decodePath reads whether the path is closed, and then as a polygon.
func decodePath(data []byte) (Value, error) {
	if len(data) == 0 {
		return nil, insufficientData()
	}
	points, err := decodePolygon(data[1:])
	if err != nil || data[0] != 0 {
		return points, err
	}
	text := points.(string)
	return "[" + text[1:len(text)-1] + "]", nil
}
