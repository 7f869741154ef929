package datatype

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/cockroachdb/apd/v3"
)

// jsonbVersion is the first byte of jsonb's binary format.
const jsonbVersion = 1

// jsonWriter returns what writes the boxed values of a type as the text of a jsonb, spelled as PostgreSQL's to_jsonb does:
// numbers without an exponent, timestamps in ISO 8601, everything else as its text in a string; keys ordered by length, then
// by bytes, the last of equal keys wins.
func jsonWriter(t Type, f *Format) func(buf []byte, v Value) []byte {
	switch t.Root {
	case Array:
		return jsonArrayWriter(t, f)
	case Map, Multiset:
		return jsonMapWriter(t, f)
	case Row, Structured:
		return jsonRowWriter(t, f)
	case Variant:
		return appendVariant
	}
	return func(buf []byte, v Value) []byte { return appendJSONScalar(buf, v, t, f) }
}

// jsonChild is jsonWriter for a component that may be missing or NULL.
func jsonChild(t *Type, f *Format) func(buf []byte, v Value) []byte {
	if t == nil {
		t = &Type{}
	}
	write := jsonWriter(*t, f)
	return func(buf []byte, v Value) []byte {
		if v == nil {
			return append(buf, "null"...)
		}
		return write(buf, v)
	}
}

func jsonArrayWriter(t Type, f *Format) func(buf []byte, v Value) []byte {
	element := jsonChild(t.Elem, f)
	return func(buf []byte, v Value) []byte {
		values, _ := v.([]Value)
		buf = append(buf, '[')
		for i, value := range values {
			if i > 0 {
				buf = append(buf, ',', ' ')
			}
			buf = element(buf, value)
		}
		return append(buf, ']')
	}
}

// jsonRowWriter sorts the fields once for all values.
func jsonRowWriter(t Type, f *Format) func(buf []byte, v Value) []byte {
	type field struct {
		index int
		key   []byte // escaped, with the colon
		write func(buf []byte, v Value) []byte
	}
	members := make([]member, len(t.Fields))
	for i := range t.Fields {
		members[i] = member{key: t.Fields[i].Name, index: i}
	}
	fields := make([]field, 0, len(members))
	for _, m := range sortMembers(members) {
		key := append(appendJSONString(nil, m.key), ':', ' ')
		fields = append(fields, field{m.index, key, jsonChild(&t.Fields[m.index].Type, f)})
	}
	return func(buf []byte, v Value) []byte {
		values, _ := v.([]Value)
		buf = append(buf, '{')
		for i := range fields {
			if i > 0 {
				buf = append(buf, ',', ' ')
			}
			buf = append(buf, fields[i].key...)
			var value Value
			if fields[i].index < len(values) {
				value = values[fields[i].index]
			}
			buf = fields[i].write(buf, value)
		}
		return append(buf, '}')
	}
}

// jsonMapWriter writes a MAP as an object, a MULTISET as an object of counts.
func jsonMapWriter(t Type, f *Format) func(buf []byte, v Value) []byte {
	keyType, valueType := t.Key, t.Elem
	if t.Root == Multiset {
		keyType, valueType = t.Elem, &Type{Root: Int}
	}
	key, value := jsonChild(keyType, f), jsonChild(valueType, f)
	return func(buf []byte, v Value) []byte {
		entries, _ := v.([]Entry)
		members := make([]member, len(entries))
		var scratch []byte
		for i := range entries {
			scratch = key(scratch[:0], entries[i].Key)
			members[i] = member{key: unquoteKey(scratch), index: i}
		}
		buf = append(buf, '{')
		for i, m := range sortMembers(members) {
			if i > 0 {
				buf = append(buf, ',', ' ')
			}
			buf = append(appendJSONString(buf, m.key), ':', ' ')
			buf = value(buf, entries[m.index].Value)
		}
		return append(buf, '}')
	}
}

// unquoteKey makes an object's key of a JSON value: the content of a string, else the text (1, true, null).
func unquoteKey(text []byte) string {
	var s string
	if len(text) > 0 && text[0] == '"' && json.Unmarshal(text, &s) == nil {
		return s
	}
	return string(text)
}

// member is a key of an object and where its value is.
type member struct {
	key   string
	index int
}

// sortMembers brings keys into jsonb's order and keeps the last of equal ones (uniqueifyJsonbObject).
func sortMembers(members []member) []member {
	slices.SortStableFunc(members, func(a, b member) int {
		return cmp.Or(cmp.Compare(len(a.key), len(b.key)), cmp.Compare(a.key, b.key))
	})
	kept := members[:0]
	for i, m := range members {
		if i+1 < len(members) && members[i+1].key == m.key {
			continue
		}
		kept = append(kept, m)
	}
	return kept
}

func appendJSONScalar(buf []byte, v Value, t Type, f *Format) []byte {
	switch v := v.(type) {
	case bool:
		return strconv.AppendBool(buf, v)
	case int8, int16, int32, int64:
		return appendScalarText(buf, v, t, f)
	case float32:
		return appendJSONFloat(buf, float64(v), 32, f)
	case float64:
		return appendJSONFloat(buf, v, 64, f)
	case *apd.Decimal:
		if v.Form == apd.Finite {
			return appendDecimal(buf, v, t.Scale)
		}
		return append(appendDecimal(append(buf, '"'), v, t.Scale), '"')
	case Days:
		iso := Format{}
		return append(appendDate(append(buf, '"'), v, &iso), '"')
	case Instant:
		return append(appendJSONTimestamp(append(buf, '"'), v, t, f), '"')
	case string:
		if t.Root != Char {
			return appendJSONString(buf, v)
		}
	}
	return appendJSONString(buf, string(appendScalarText(nil, v, t, f)))
}

// appendJSONFloat writes a float as jsonb, which keeps numbers as numeric: without an exponent or a negative zero.
func appendJSONFloat(buf []byte, v float64, bits int, f *Format) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(appendFloat(append(buf, '"'), v, bits, f), '"')
	}
	var scratch [32]byte
	return appendCanonicalScalar(buf, appendFloat(scratch[:0], v, bits, f))
}

// appendJSONTimestamp writes a timestamp as ISO 8601 whatever the DateStyle (JsonEncodeDateTime in json.c).
func appendJSONTimestamp(buf []byte, i Instant, t Type, f *Format) []byte {
	buf, done := appendInfinite(buf, i)
	if done {
		return buf
	}
	zoned, offset := t.Root != Timestamp, 0
	if zoned {
		_, offset = time.Unix(i.Seconds, 0).In(f.location()).Zone()
		i.Seconds += int64(offset)
	}
	w := i.wall()
	buf = appendClock(append(appendISODate(buf, w.year, w.month, w.day), 'T'), w.us)
	if zoned {
		buf = appendOffset(buf, offset)
		if offset%3600 == 0 {
			buf = append(buf, ":00"...)
		}
	}
	return appendEra(buf, w.year)
}

const hexDigits = "0123456789abcdef"

// appendJSONString writes a string as PostgreSQL's escape_json does. Bytes that are not UTF-8 become U+FFFD.
func appendJSONString(buf []byte, s string) []byte {
	buf = append(buf, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			buf = utf8.AppendRune(buf, r)
			i += size
			continue
		}
		i++
		switch c {
		case '"', '\\':
			buf = append(buf, '\\', c)
		case '\b':
			buf = append(buf, '\\', 'b')
		case '\f':
			buf = append(buf, '\\', 'f')
		case '\n':
			buf = append(buf, '\\', 'n')
		case '\r':
			buf = append(buf, '\\', 'r')
		case '\t':
			buf = append(buf, '\\', 't')
		default:
			if c < 0x20 {
				buf = append(buf, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
				continue
			}
			buf = append(buf, c)
		}
	}
	return append(buf, '"')
}

// appendVariant writes a VARIANT, which holds JSON text, as jsonb would print it. What is not JSON becomes a string.
func appendVariant(buf []byte, v Value) []byte {
	raw, ok := v.(json.RawMessage)
	if !ok {
		f := DefaultFormat()
		return appendJSONScalar(buf, v, Type{}, &f)
	}
	if !json.Valid(raw) { // also bounds the depth
		return appendJSONString(buf, string(raw))
	}
	node, _ := parseNode(raw)
	return node.append(buf)
}
