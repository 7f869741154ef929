package datatype

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// jsonReader reads JSON as a value of a type: objects as MAP (in the order of the text), MULTISET (of counts) and ROW (by
// the names of fields; a missing field is NULL), arrays as ARRAY, and as ROW by position. Scalars are strings that [ParseText] reads, or
// numbers and booleans.
type jsonReader struct {
	format *Format
}

// parseJSON reads a whole text.
func parseJSON(t Type, text string, f *Format) (Value, error) {
	if !json.Valid([]byte(text)) {
		return nil, pgerr.New(pgerr.InvalidTextRepresentation, "invalid input syntax for type json")
	}
	if t.Root == Variant {
		return json.RawMessage(text), nil
	}
	node, _ := parseNode([]byte(text))
	return jsonReader{f}.value(t, &node)
}

func (r jsonReader) value(t Type, node *jsonNode) (Value, error) {
	if node.isNull() && t.Root != Variant {
		if t.NotNull {
			return nil, nullNotAllowed("value of " + t.String())
		}
		return nil, nil
	}
	switch t.Root {
	case Variant:
		return json.RawMessage(node.append(nil)), nil
	case Array:
		return r.array(t, node)
	case Map:
		return r.object(t, *t.Key, *t.Elem, node)
	case Multiset:
		return r.object(t, *t.Elem, Type{Root: Int, NotNull: true}, node)
	case Row, Structured:
		return r.row(t, node)
	}
	if node.kind() != 0 {
		return nil, jsonMismatch(t, node)
	}
	text := unquoteKey(node.scalar)
	if strings.IndexByte(text, 0) >= 0 {
		return nil, pgerr.New(pgerr.UntranslatableCharacter, "unsupported Unicode escape sequence").
			WithDetail(`\u0000 cannot be converted to text.`)
	}
	return ParseText(t, text, r.format)
}

func (n *jsonNode) isNull() bool { return n.kind() == 0 && string(n.scalar) == "null" }

func jsonMismatch(t Type, node *jsonNode) error {
	kind := map[byte]string{'[': "array", '{': "object", 0: "scalar"}[node.kind()]
	return pgerr.New(pgerr.InvalidTextRepresentation, "a JSON %s cannot be read as %s", kind, t.String())
}

func (r jsonReader) array(t Type, node *jsonNode) (Value, error) {
	if node.kind() != '[' || t.Elem == nil {
		return nil, jsonMismatch(t, node)
	}
	values := make([]Value, len(node.nested.children))
	for i := range node.nested.children {
		v, err := r.value(*t.Elem, &node.nested.children[i])
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// object reads an object as entries. A key that occurs again replaces the value and keeps its place.
func (r jsonReader) object(t, key, value Type, node *jsonNode) (Value, error) {
	if node.kind() != '{' {
		return nil, jsonMismatch(t, node)
	}
	entries := make([]Entry, 0, len(node.nested.children))
	places := make(map[string]int, len(node.nested.children))
	for i := range node.nested.children {
		name := node.nested.keys[i].key
		v, err := r.value(value, &node.nested.children[i])
		if err != nil {
			return nil, err
		}
		if place, ok := places[name]; ok {
			entries[place].Value = v
			continue
		}
		k, err := ParseText(key, name, r.format)
		if err != nil {
			return nil, err
		}
		places[name] = len(entries)
		entries = append(entries, Entry{k, v})
	}
	return entries, nil
}

func (r jsonReader) row(t Type, node *jsonNode) (Value, error) {
	children := make([]*jsonNode, len(t.Fields))
	switch {
	case node.kind() == '{':
		if err := fieldsByName(t, node, children); err != nil {
			return nil, err
		}
	case node.kind() == '[' && len(node.nested.children) == len(t.Fields):
		for i := range children {
			children[i] = &node.nested.children[i]
		}
	default:
		return nil, jsonMismatch(t, node)
	}
	values := make([]Value, len(t.Fields))
	for i, child := range children {
		if child == nil {
			child = &jsonNode{scalar: []byte("null")}
		}
		v, err := r.value(t.Fields[i].Type, child)
		if err != nil {
			return nil, fmt.Errorf("field %q: %w", t.Fields[i].Name, err)
		}
		values[i] = v
	}
	return values, nil
}

func fieldsByName(t Type, node *jsonNode, children []*jsonNode) error {
	for i := range node.nested.keys {
		found := false
		for j := range t.Fields {
			if t.Fields[j].Name == node.nested.keys[i].key {
				children[j], found = &node.nested.children[i], true
			}
		}
		if !found {
			return pgerr.New(pgerr.UndefinedColumn, "%s has no field \"%s\"", t.String(), node.nested.keys[i].key)
		}
	}
	return nil
}
