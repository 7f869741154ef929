package datatype

import (
	"bytes"

	"github.com/cockroachdb/apd/v3"
)

// jsonNode is a value of a JSON text: a scalar as it is written, or an array or object. It is small, because a text may have one for
// every second byte.
type jsonNode struct {
	scalar []byte
	nested *jsonNested // nil for a scalar
}

// jsonNested is an array or an object.
type jsonNested struct {
	kind     byte // '[' or '{'
	keys     []member
	children []jsonNode
}

// kind returns '[', '{' or 0 for a scalar.
func (n *jsonNode) kind() byte {
	if n.nested == nil {
		return 0
	}
	return n.nested.kind
}

// parseNode reads the value at the start of text, which must be valid JSON, and returns what follows it. A tree is needed because
// an object's members are sorted, and copying them at each level would cost the square of the depth.
func parseNode(text []byte) (node jsonNode, rest []byte) {
	text = skipJSONSpace(text)
	kind := text[0]
	if kind != '[' && kind != '{' {
		node.scalar, rest = nextJSONScalar(text)
		return node, rest
	}
	nested := &jsonNested{kind: kind}
	text = skipJSONSpace(text[1:])
	for text[0] != ']' && text[0] != '}' {
		if kind == '{' {
			var key []byte
			key, text = nextJSONScalar(text)
			nested.keys = append(nested.keys, member{key: unquoteKey(key), index: len(nested.keys)})
			text = skipJSONSpace(text)[1:] // the colon
		}
		var child jsonNode
		child, text = parseNode(text)
		nested.children = append(nested.children, child)
		if text = skipJSONSpace(text); text[0] == ',' {
			text = skipJSONSpace(text[1:])
		}
	}
	return jsonNode{nested: nested}, text[1:]
}

// append writes the value as jsonb prints it.
func (n *jsonNode) append(buf []byte) []byte {
	switch n.kind() {
	case '{':
		buf = append(buf, '{')
		for i, m := range sortMembers(n.nested.keys) {
			if i > 0 {
				buf = append(buf, ',', ' ')
			}
			buf = append(appendJSONString(buf, m.key), ':', ' ')
			buf = n.nested.children[m.index].append(buf)
		}
		return append(buf, '}')
	case '[':
		buf = append(buf, '[')
		for i := range n.nested.children {
			if i > 0 {
				buf = append(buf, ',', ' ')
			}
			buf = n.nested.children[i].append(buf)
		}
		return append(buf, ']')
	}
	return appendCanonicalScalar(buf, n.scalar)
}

// Limits for numbers with an exponent, which jsonb spells out: beyond them a number stays as it is written, lest a few bytes become
// thousands.
const (
	maxPlainExponent = 400
	maxPlainLength   = 1000
)

func appendCanonicalScalar(buf, value []byte) []byte {
	switch {
	case value[0] == '"':
		return appendJSONString(buf, unquoteKey(value))
	case value[0] == '-' && len(bytes.Trim(value, "-0.")) == 0: // numeric has no negative zero
		return append(buf, value[1:]...)
	case value[0] > '9' || len(value) > maxPlainLength || !bytes.ContainsAny(value, "eE"):
		return append(buf, value...)
	}
	var d apd.Decimal
	if _, _, err := d.SetString(string(value)); err != nil || d.Exponent > maxPlainExponent || d.Exponent < -maxPlainExponent {
		return append(buf, value...)
	}
	return appendDecimal(buf, &d, 0)
}

// nextJSONScalar splits a string, number or word off valid JSON.
func nextJSONScalar(text []byte) (value, rest []byte) {
	end := 1
	if text[0] == '"' {
		for text[end] != '"' {
			if text[end] == '\\' {
				end++
			}
			end++
		}
		return text[:end+1], text[end+1:]
	}
	if end = bytes.IndexAny(text, ",]} \t\r\n"); end < 0 {
		end = len(text)
	}
	return text[:end], text[end:]
}

func skipJSONSpace(text []byte) []byte { return bytes.TrimLeft(text, " \t\r\n") }
