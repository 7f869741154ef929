package funcs

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// isJSON is x IS JSON VALUE | OBJECT | ARRAY | SCALAR; NULL is none of them.
func isJSON(c *call) (datatype.Value, error) {
	v, ok := decodeJSON(c.str(0))
	if !ok || !c.has(0) {
		return false, nil
	}
	_, isObject := v.(map[string]any)
	_, isArray := v.([]any)
	switch strings.ToUpper(c.str(1)) {
	case "OBJECT":
		return isObject, nil
	case "ARRAY":
		return isArray, nil
	case "SCALAR":
		return !isObject && !isArray, nil
	}
	return true, nil
}

// query evaluates the path, argument 1, on the text, argument 0: failed where either does not parse, or where a strict path
// finds nothing.
func (c *call) query() (values []any, definite, failed bool, err error) {
	root, ok := decodeJSON(c.str(0))
	if !ok {
		return nil, false, true, nil
	}
	path, err := parsePath(c.str(1))
	if errors.Is(err, errBadPath) {
		return nil, false, true, nil
	}
	if err != nil {
		return nil, false, false, err
	}
	values, err = path.selectFrom(root)
	return values, path.definite, path.strict && len(values) == 0, err
}

// onWords splits the clauses "… ON EMPTY" and "… ON ERROR" of the options, the optional last argument.
func (c *call) onWords() (empty, failure, rest []string) {
	if len(c.args) < 3 {
		return nil, nil, nil
	}
	for _, word := range strings.Fields(strings.ToUpper(c.str(2))) {
		rest = append(rest, word)
		n := len(rest)
		if n < 3 || rest[n-2] != "ON" {
			continue
		}
		switch clause := []string{rest[n-3]}; word {
		case "EMPTY":
			empty, rest = clause, rest[:n-3]
		case "ERROR":
			failure, rest = clause, rest[:n-3]
		}
	}
	return empty, failure, rest
}

// onMissing returns what a clause says: NULL where there is none.
func onMissing(clause []string, what string) (datatype.Value, error) {
	if len(clause) == 0 || clause[0] == "NULL" || clause[0] == "UNKNOWN" {
		return nil, nil
	}
	switch clause[0] {
	case "ERROR":
		return nil, pgerr.New(pgerr.InvalidParameterValue, "%s", what)
	case "TRUE":
		return true, nil
	case "FALSE":
		return false, nil
	}
	return nil, pgerr.New(pgerr.FeatureNotSupported, "%s ON EMPTY or ON ERROR is not supported", clause[0])
}

// jsonExists is JSON_EXISTS(text, path [, 'TRUE|FALSE|UNKNOWN|ERROR ON ERROR']). A JSON null does not exist, and
// what a path with wildcards selects always does, as in Flink.
func jsonExists(c *call) (datatype.Value, error) {
	values, definite, failed, err := c.query()
	if err != nil {
		return nil, err
	}
	if _, clause, _ := c.onWords(); failed && len(clause) > 0 {
		return onMissing(clause, "invalid JSON or path")
	}
	return !failed && (!definite || len(values) > 0 && values[0] != nil), nil
}

// jsonValueType is STRING, or the type after RETURNING in literal options.
func jsonValueType(args []Arg, _ *form) (datatype.Type, error) {
	t := datatype.StringType()
	if len(args) < 3 {
		return t, nil
	}
	options, _ := args[2].Value.(string)
	words := strings.Fields(strings.ToUpper(options))
	i := slices.Index(words, "RETURNING")
	if i < 0 || i+1 >= len(words) {
		return t, nil
	}
	switch words[i+1] {
	case "STRING", "VARCHAR":
		return t, nil
	case "BOOLEAN":
		return datatype.Of(datatype.Boolean), nil
	case "INT", "INTEGER":
		return datatype.Of(datatype.Int), nil
	case "DOUBLE":
		return datatype.Of(datatype.Double), nil
	}
	return t, pgerr.New(pgerr.FeatureNotSupported, "JSON_VALUE cannot return %s", words[i+1]).
		WithHint("It returns STRING, BOOLEAN, INTEGER or DOUBLE.")
}

// jsonValue is JSON_VALUE(text, path [, options]): the scalar that the path selects as a text.
func jsonValue(c *call) (datatype.Value, error) {
	values, definite, failed, err := c.query()
	if err != nil {
		return nil, err
	}
	empty, failure, _ := c.onWords()
	switch {
	case failed:
		return onMissing(failure, "invalid JSON or path")
	case !definite:
		return onMissing(failure, "JSON path selects several values")
	case len(values) == 0 || values[0] == nil:
		return onMissing(empty, "JSON path selects nothing")
	}
	switch v := values[0].(type) {
	case string:
		return returning(c, v)
	case bool:
		return returning(c, strconv.FormatBool(v))
	case json.Number:
		return returning(c, javaNumber(v))
	}
	return onMissing(failure, "JSON path selects no scalar")
}

func returning(c *call, s string) (datatype.Value, error) {
	return datatype.Cast(s, datatype.StringType(), c.result, c.zone())
}

// javaNumber spells a number as java.math.BigDecimal does: 1e5 is 1E+5, 1.50 stays.
func javaNumber(n json.Number) string {
	d, _, err := apd.NewFromString(n.String())
	if err != nil {
		return n.String()
	}
	return d.String()
}

// jsonQuery is JSON_QUERY(text, path [, options]): the object or array that the path selects, keys in order. Options are
// WITH [CONDITIONAL|UNCONDITIONAL] [ARRAY] WRAPPER, WITHOUT …, and NULL|ERROR ON EMPTY|ERROR.
func jsonQuery(c *call) (datatype.Value, error) {
	values, definite, failed, err := c.query()
	if err != nil {
		return nil, err
	}
	empty, failure, words := c.onWords()
	var value any = values
	switch {
	case failed:
		return onMissing(failure, "invalid JSON or path")
	case definite && (len(values) == 0 || values[0] == nil):
		return onMissing(empty, "JSON path selects nothing")
	case definite:
		value = values[0]
	}
	if slices.Contains(words, "WITH") {
		if conditional := slices.Contains(words, "CONDITIONAL"); !conditional || !isContainer(value) {
			value = []any{value}
		}
	}
	if !isContainer(value) {
		return onMissing(failure, "JSON path selects a scalar")
	}
	var b textBuilder
	writeJSON(&b, value)
	return b.value()
}

func isContainer(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

func writeJSON(b *textBuilder, v any) {
	switch v := v.(type) {
	case nil:
		b.add("null")
	case bool:
		b.add(strconv.FormatBool(v))
	case json.Number:
		b.add(javaNumber(v))
	case string:
		writeJSONString(b, v)
	case []any:
		for i, e := range v {
			b.add(separator(i, "["))
			writeJSON(b, e)
		}
		b.add(ending(len(v), "[]"))
	case map[string]any:
		for i, name := range sortedKeys(v) {
			b.add(separator(i, "{"))
			writeJSONString(b, name)
			b.add(":")
			writeJSON(b, v[name])
		}
		b.add(ending(len(v), "{}"))
	}
}

// separator is what stands before the i-th element: the opening bracket or a comma.
func separator(i int, open string) string {
	if i == 0 {
		return open
	}
	return ","
}

// ending closes n elements; without any, nothing has opened them.
func ending(n int, brackets string) string {
	if n == 0 {
		return brackets
	}
	return brackets[1:]
}

var shortEscapes = map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}

// writeJSONString escapes what it must, as Jackson does.
func writeJSONString(b *textBuilder, s string) {
	b.add(`"`)
	for _, r := range s {
		if short, ok := shortEscapes[r]; ok {
			b.add(short)
		} else if r < ' ' {
			b.add(unicodeEscape(uint16(r)))
		} else {
			b.add(string(r))
		}
	}
	b.add(`"`)
}

func unicodeEscape(unit uint16) string {
	s := strconv.FormatUint(uint64(unit), 16)
	return `\u` + strings.Repeat("0", 4-len(s)) + s
}

// jsonQuote escapes the slash and all that is not ASCII too.
func jsonQuote(c *call) (datatype.Value, error) {
	var b textBuilder
	b.add(`"`)
	for _, r := range c.str(0) {
		short, ok := shortEscapes[r]
		switch {
		case ok:
			b.add(short)
		case r == '/':
			b.add(`\/`)
		case ' ' <= r && r < 0x7F:
			b.add(string(r))
		default:
			for _, unit := range utf16.Encode([]rune{r}) {
				b.add(unicodeEscape(unit))
			}
		}
	}
	b.add(`"`)
	return b.value()
}

// jsonUnquote takes the quotes and escapes away; a text without quotes, with an unknown escape or with a control
// character stays as it is.
func jsonUnquote(c *call) (datatype.Value, error) {
	s := c.str(0)
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' }) {
		return s, nil
	}
	if out, ok := unescaped(s[1 : len(s)-1]); ok {
		return out, nil
	}
	return s, nil
}

func unescaped(s string) (string, bool) {
	var out []rune
	for s != "" {
		before, after, found := strings.Cut(s, `\`)
		out = append(out, []rune(before)...)
		if !found {
			break
		}
		if after == "" {
			return "", false
		}
		at := strings.IndexByte(`"\/bfnrt`, after[0])
		s = after[1:]
		switch {
		case at >= 0:
			out = append(out, rune("\"\\/\b\f\n\r\t"[at]))
		case after[0] == 'u' && len(s) >= 4:
			unit, err := strconv.ParseUint(s[:4], 16, 16)
			if err != nil {
				return "", false
			}
			out, s = appendUnit(out, rune(unit)), s[4:]
		default:
			return "", false
		}
	}
	return string(out), true
}

// appendUnit appends a UTF-16 unit; the second of a surrogate pair joins the first.
func appendUnit(out []rune, unit rune) []rune {
	if n := len(out); n > 0 {
		if r := utf16.DecodeRune(out[n-1], unit); r != utf8.RuneError {
			out[n-1] = r
			return out
		}
	}
	return append(out, unit)
}

// jsonStringType is STRING. DATE, TIME and intervals have no JSON in Flink.
func jsonStringType(args []datatype.Type) (datatype.Type, bool) {
	return withNullsOf(datatype.StringType(), args), hasJSON(args[0])
}

func hasJSON(t datatype.Type) bool {
	switch t.Root {
	case datatype.Date, datatype.Time, datatype.IntervalDayTime, datatype.IntervalYearMonth, datatype.Raw, datatype.Null:
		return false
	}
	for _, f := range t.Fields {
		if !hasJSON(f.Type) {
			return false
		}
	}
	return (t.Elem == nil || hasJSON(*t.Elem)) && (t.Key == nil || classHas(texts, t.Key.Root))
}

// jsonString is JSON_STRING(x): the value as JSON.
func jsonString(c *call) (datatype.Value, error) {
	var b textBuilder
	writeValue(&b, c.args[0].Value, c.args[0].Type)
	return b.value()
}

func writeValue(b *textBuilder, v datatype.Value, t datatype.Type) {
	switch v := v.(type) {
	case nil:
		b.add("null")
	case bool:
		b.add(strconv.FormatBool(v))
	case string:
		writeJSONString(b, v)
	case []byte:
		b.add(`"`, base64.StdEncoding.EncodeToString(v), `"`)
	case json.RawMessage:
		b.add(string(v))
	case float32, float64:
		b.add(jacksonFloat(v))
	case *apd.Decimal:
		b.add(v.String())
	case datatype.Instant:
		b.add(`"`, v.Time().Format("2006-01-02T15:04:05.999999999"))
		if t.Root == datatype.TimestampLTZ {
			b.add("Z")
		}
		b.add(`"`)
	case []datatype.Entry:
		for i, e := range v {
			b.add(separator(i, "{"))
			writeValue(b, e.Key, datatype.StringType())
			b.add(":")
			writeValue(b, e.Value, elemOf(t))
		}
		b.add(ending(len(v), "{}"))
	case []datatype.Value:
		writeList(b, v, t)
	default:
		b.add(strconv.FormatInt(toInt(v), 10))
	}
}

func writeList(b *textBuilder, values []datatype.Value, t datatype.Type) {
	if len(t.Fields) == 0 || len(t.Fields) != len(values) {
		for i, e := range values {
			b.add(separator(i, "["))
			writeValue(b, e, elemOf(t))
		}
		b.add(ending(len(values), "[]"))
		return
	}
	for i, f := range t.Fields {
		b.add(separator(i, "{"))
		writeJSONString(b, f.Name)
		b.add(":")
		writeValue(b, values[i], f.Type)
	}
	b.add(ending(len(values), "{}"))
}

// elemOf returns the type of the elements; the zero type where there is none.
func elemOf(t datatype.Type) datatype.Type {
	if t.Elem == nil {
		return datatype.Type{}
	}
	return *t.Elem
}

// jacksonFloat is a floating number in JSON, as BigDecimal writes Java's text of it; infinities and NaN are texts.
func jacksonFloat(v datatype.Value) string {
	bits := 64
	if _, ok := v.(float32); ok {
		bits = 32
	}
	s := javaFloat(toFloat(v), bits)
	if d, _, err := apd.NewFromString(s); err == nil && d.Form == apd.Finite {
		return d.String()
	}
	return `"` + s + `"`
}
