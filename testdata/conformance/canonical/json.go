package canonical

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/callgate/callgate/procedures/datatype"
)

// JSON returns a value as it is spelled inside a constructed value: BOOLEAN and numbers bare (NaN and the infinities quoted),
// NULL as null, arrays and objects compact, all else the quoted canonical text. The keys of a map or a multiset are canonical
// texts, sorted by UTF-16 code unit.
func JSON(v datatype.Value, t datatype.Type) string {
	if v == nil {
		return "null"
	}
	switch t.Root {
	case datatype.Boolean, datatype.TinyInt, datatype.SmallInt, datatype.Int, datatype.BigInt, datatype.Decimal:
		return scalar(v)
	case datatype.Float, datatype.Double:
		if finite(v) {
			return scalar(v)
		}
	case datatype.Array:
		return array(v, *t.Elem)
	case datatype.Map:
		return object(v, *t.Key, *t.Elem)
	case datatype.Multiset:
		return object(v, *t.Elem, datatype.Of(datatype.Int))
	case datatype.Row, datatype.Structured:
		return row(v, t.Fields)
	}
	return quote(scalar(v))
}

func finite(v datatype.Value) bool {
	var f float64
	switch v := v.(type) {
	case float32:
		f = float64(v)
	case float64:
		f = v
	}
	return !math.IsNaN(f) && !math.IsInf(f, 0)
}

func array(v datatype.Value, elem datatype.Type) string {
	values, ok := v.([]datatype.Value)
	if !ok {
		return quote(fmt.Sprint(v))
	}
	parts := make([]string, len(values))
	for i, value := range values {
		parts[i] = JSON(value, elem)
	}
	return "[" + strings.Join(parts, ",") + "]"
}

func object(v datatype.Value, key, value datatype.Type) string {
	entries, ok := v.([]datatype.Entry)
	if !ok {
		return quote(fmt.Sprint(v))
	}
	texts := make(map[string]string, len(entries))
	keys := make([]string, 0, len(entries))
	for _, entry := range entries {
		k := Text(entry.Key, key)
		if _, seen := texts[k]; !seen {
			keys = append(keys, k)
		}
		texts[k] = JSON(entry.Value, value)
	}
	slices.SortFunc(keys, func(a, b string) int {
		return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
	})
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = quote(k) + ":" + texts[k]
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func row(v datatype.Value, fields []datatype.Field) string {
	values, ok := v.([]datatype.Value)
	if !ok || len(values) != len(fields) {
		return quote(fmt.Sprint(v))
	}
	parts := make([]string, len(fields))
	for i, field := range fields {
		parts[i] = quote(field.Name) + ":" + JSON(values[i], field.Type)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

var escapes = map[rune]string{
	'"': `\"`, '\\': `\\`, '\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`,
}

// quote writes a JSON string as the corpus's writer (Jackson) does: nothing is escaped that need not be.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		if escape, ok := escapes[r]; ok {
			b.WriteString(escape)
		} else if r < ' ' {
			fmt.Fprintf(&b, `\u%04X`, r)
		} else {
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
