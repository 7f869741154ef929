package datatype

import (
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

const maxArrayDimensions = 6 // MAXDIM

// malformedArray is the error of array_in, which says in DETAIL what it does not like.
func malformedArray(text, detail string, args ...any) error {
	return pgerr.New(pgerr.InvalidTextRepresentation, "malformed array literal: \"%s\"", text).WithDetail(detail, args...)
}

func multidimensional() error {
	return pgerr.New(pgerr.FeatureNotSupported, "arrays of several dimensions are not supported")
}

// arrayReader reads an array literal of one dimension, such as {1,NULL,"a b"} or [1:2]={1,2}.
type arrayReader struct {
	whole     string
	text      string // what is left
	delimiter byte
}

// arrayElement is an element of an array literal before it is read as its type.
type arrayElement struct {
	text string
	null bool
}

// parseArray reads an array literal as array_in does; element reads an element that is not NULL. Elements are separated by delimiter,
// which is a comma for every type but box.
func parseArray(text string, delimiter byte, element func(text string) (Value, error)) ([]Value, error) {
	r := arrayReader{whole: text, text: text, delimiter: delimiter}
	length, err := r.dimensions()
	if err != nil {
		return nil, err
	}
	if r.skipSpace(); !strings.HasPrefix(r.text, "{") {
		if length >= 0 {
			return nil, malformedArray(text, "Array contents must start with \"{\".")
		}
		return nil, malformedArray(text, "Array value must start with \"{\" or dimension information.")
	}
	elements, err := r.elements()
	if err != nil {
		return nil, err
	}
	if r.skipSpace(); r.text != "" {
		return nil, malformedArray(text, "Junk after closing right brace.")
	}
	if length >= 0 && length != len(elements) {
		return nil, malformedArray(text, "Specified array dimensions do not match array contents.")
	}
	values := make([]Value, len(elements))
	for i, e := range elements {
		if e.null {
			continue
		}
		if values[i], err = element(e.text); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func (r *arrayReader) skipSpace() {
	r.text = strings.TrimLeftFunc(r.text, func(c rune) bool { return c < 0x80 && isSpace(byte(c)) })
}

// dimensions reads bounds such as [1:3]= and returns the length that they say, or -1 without bounds.
func (r *arrayReader) dimensions() (int, error) {
	r.skipSpace()
	rest, ok := strings.CutPrefix(r.text, "[")
	if !ok {
		return -1, nil
	}
	bounds, rest, ok := strings.Cut(rest, "]")
	if !ok {
		return 0, malformedArray(r.whole, "Missing \"%s\" after array dimensions.", "]")
	}
	r.text = rest
	if r.skipSpace(); strings.HasPrefix(r.text, "[") {
		return 0, multidimensional()
	}
	if !strings.HasPrefix(r.text, "=") {
		return 0, malformedArray(r.whole, "Missing \"%s\" after array dimensions.", "=")
	}
	r.text = r.text[1:]
	lower, upper, both := strings.Cut(bounds, ":")
	if !both {
		lower, upper = "1", bounds
	}
	from, err1 := strconv.ParseInt(trimSpace(lower), 10, 32)
	to, err2 := strconv.ParseInt(trimSpace(upper), 10, 32)
	switch {
	case err1 != nil || err2 != nil:
		return 0, malformedArray(r.whole, "\"[\" must introduce explicitly-specified array dimensions.")
	case to < from:
		return 0, pgerr.New(arraySubscriptError, "upper bound cannot be less than lower bound")
	}
	return int(to - from + 1), nil
}

const arraySubscriptError pgerr.Code = "2202E"

// elements reads from the left brace to the right one.
func (r *arrayReader) elements() ([]arrayElement, error) {
	r.text = r.text[1:]
	var elements []arrayElement
	if r.skipSpace(); strings.HasPrefix(r.text, "}") {
		r.text = r.text[1:]
		return nil, nil
	}
	for {
		element, err := r.next()
		if err != nil {
			return nil, err
		}
		elements = append(elements, element)
		r.skipSpace()
		switch {
		case r.text == "":
			return nil, malformedArray(r.whole, "Unexpected end of input.")
		case r.text[0] == '}':
			r.text = r.text[1:]
			return elements, nil
		case r.text[0] != r.delimiter:
			return nil, malformedArray(r.whole, "Unexpected array element.")
		}
		r.text = r.text[1:]
	}
}

// next reads one element.
func (r *arrayReader) next() (arrayElement, error) {
	r.skipSpace()
	if strings.HasPrefix(r.text, `"`) {
		return r.quoted()
	}
	var element strings.Builder
	length, escaped := 0, false // length without the unescaped blanks at the end
	for {
		literal := false
		if r.text == "" {
			return arrayElement{}, malformedArray(r.whole, "Unexpected end of input.")
		}
		c := r.text[0]
		switch {
		case c == '}' || c == r.delimiter:
			return r.unquoted(element.String()[:length], escaped)
		case c == '{' && element.Len() == 0:
			return arrayElement{}, multidimensional()
		case c == '{' || c == '"':
			return arrayElement{}, malformedArray(r.whole, "Unexpected \"%c\" character.", c)
		case c == '\\':
			if len(r.text) == 1 {
				return arrayElement{}, malformedArray(r.whole, "Unexpected end of input.")
			}
			r.text, escaped, literal = r.text[1:], true, true
			c = r.text[0]
		}
		element.WriteByte(c)
		if literal || !isSpace(c) {
			length = element.Len()
		}
		r.text = r.text[1:]
	}
}

func (r *arrayReader) unquoted(text string, escaped bool) (arrayElement, error) {
	switch {
	case text == "":
		return arrayElement{}, malformedArray(r.whole, "Unexpected \"%c\" character.", r.text[0])
	case !escaped && strings.EqualFold(text, "NULL"):
		return arrayElement{null: true}, nil
	}
	return arrayElement{text: text}, nil
}

func (r *arrayReader) quoted() (arrayElement, error) {
	var element strings.Builder
	for i := 1; i < len(r.text); i++ {
		switch c := r.text[i]; c {
		case '"':
			r.text = r.text[i+1:]
			return arrayElement{text: element.String()}, nil
		case '\\':
			if i++; i < len(r.text) {
				element.WriteByte(r.text[i])
			}
		default:
			element.WriteByte(c)
		}
	}
	return arrayElement{}, malformedArray(r.whole, "Unexpected end of input.")
}

// decodeArrayBinary reads the binary format of an array of one dimension or none (array_recv).
func decodeArrayBinary(data []byte, elementOID uint32, element func(data []byte) (Value, error)) ([]Value, error) {
	if len(data) < 12 {
		return nil, insufficientData()
	}
	dimensions, flags := int32(binary.BigEndian.Uint32(data)), binary.BigEndian.Uint32(data[4:])
	oid := binary.BigEndian.Uint32(data[8:])
	data = data[12:]
	switch {
	case dimensions < 0:
		return nil, invalidBinary("invalid number of dimensions: %d", dimensions)
	case dimensions > maxArrayDimensions:
		return nil, pgerr.New(pgerr.ProgramLimitExceeded,
			"number of array dimensions (%d) exceeds the maximum allowed (%d)", dimensions, maxArrayDimensions)
	case flags > 1:
		return nil, invalidBinary("invalid array flags")
	case oid != elementOID:
		return nil, pgerr.New(pgerr.DatatypeMismatch,
			"binary data has array element type %d instead of expected %d", oid, elementOID)
	case dimensions > 1:
		return nil, multidimensional()
	case dimensions == 0 && len(data) > 0:
		return nil, incorrectBinary()
	case dimensions == 0:
		return []Value{}, nil
	case len(data) < 8:
		return nil, insufficientData()
	}
	length := int32(binary.BigEndian.Uint32(data))
	if length < 0 {
		return nil, pgerr.New(pgerr.ProgramLimitExceeded, "array size exceeds the maximum allowed")
	}
	return decodeElements(data[8:], int(length), element)
}

func decodeElements(data []byte, length int, element func(data []byte) (Value, error)) ([]Value, error) {
	if length > len(data)/4 { // every element has its own length
		return nil, insufficientData()
	}
	values := make([]Value, 0, length)
	for range length {
		if len(data) < 4 {
			return nil, insufficientData()
		}
		size := int32(binary.BigEndian.Uint32(data))
		data = data[4:]
		if size == -1 {
			values = append(values, nil)
			continue
		}
		if size < -1 || int(size) > len(data) {
			return nil, invalidBinary("insufficient data left in message")
		}
		value, err := element(data[:size])
		if err != nil {
			return nil, err
		}
		values, data = append(values, value), data[size:]
	}
	if len(data) > 0 {
		return nil, incorrectBinary()
	}
	return values, nil
}
