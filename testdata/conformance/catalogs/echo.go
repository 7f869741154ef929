package catalogs

import (
	"errors"
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/testdata/conformance/canonical"
)

// errNull is what a Java method throws that unboxes null or calls a method on it.
var errNull = errors.New("NullPointerException")

// errNullText is what Integer.parseInt throws for null.
var errNullText = errors.New("Cannot parse null string")

// text is the canonical text of a value, "null" for NULL.
func text(v datatype.Value, t datatype.Type) string {
	if v == nil {
		return "null"
	}
	return canonical.Text(v, t)
}

// typed is the simple name of a value's Java class, a colon and its canonical text.
func typed(v datatype.Value, t datatype.Type) string {
	if v == nil {
		return "null"
	}
	return className(t) + ":" + canonical.Text(v, t)
}

// classNames are the simple names of the default conversion classes of Flink's types (LogicalType.getDefaultConversion).
var classNames = map[datatype.Root]string{
	datatype.Char: "String", datatype.Varchar: "String", datatype.Boolean: "Boolean",
	datatype.Binary: "byte[]", datatype.Varbinary: "byte[]", datatype.Decimal: "BigDecimal",
	datatype.TinyInt: "Byte", datatype.SmallInt: "Short", datatype.Int: "Integer", datatype.BigInt: "Long",
	datatype.Float: "Float", datatype.Double: "Double",
	datatype.Date: "LocalDate", datatype.Time: "LocalTime", datatype.Timestamp: "LocalDateTime",
	datatype.TimestampTZ: "OffsetDateTime", datatype.TimestampLTZ: "Instant",
	datatype.IntervalYearMonth: "Period", datatype.IntervalDayTime: "Duration",
	datatype.Map: "HashMap", datatype.Multiset: "HashMap", datatype.Row: "Row", datatype.Variant: "BinaryVariant",
}

func className(t datatype.Type) string {
	switch t.Root {
	case datatype.Array:
		return className(*t.Elem) + "[]"
	case datatype.Structured, datatype.Raw:
		return t.Class[strings.LastIndexAny(t.Class, ".$")+1:]
	}
	return classNames[t.Root]
}

// echo answers with the arguments, one row each.
func echo(args arguments) ([]datatype.Value, error) { return args.values, nil }

// typedRows answers with typed(x), one row for each argument.
func typedRows(args arguments) ([]datatype.Value, error) {
	rows := make([]datatype.Value, len(args.values))
	for i, v := range args.values {
		rows[i] = typed(v, args.types[i])
	}
	return rows, nil
}

// pairs answers with name=value, one row for each argument.
func pairs(args arguments) ([]datatype.Value, error) {
	rows := make([]datatype.Value, len(args.values))
	for i, v := range args.values {
		rows[i] = args.names[i] + "=" + text(v, args.types[i])
	}
	return rows, nil
}

// label answers with one row: the name and the arguments in parentheses.
func label(name string) body {
	return func(args arguments) ([]datatype.Value, error) {
		texts := make([]string, len(args.values))
		for i, v := range args.values {
			texts[i] = text(v, args.types[i])
		}
		return []datatype.Value{name + "(" + strings.Join(texts, ",") + ")"}, nil
	}
}

// rows answers with the same elements, whatever the arguments are.
func rows(elements ...datatype.Value) body {
	return func(arguments) ([]datatype.Value, error) { return elements, nil }
}

// fails answers with an error.
func fails(message string) body {
	return func(arguments) ([]datatype.Value, error) { return nil, errors.New(message) }
}
