package datatype

import (
	"strconv"
	"strings"
)

// String returns the type as messages and signatures show it: Flink's asSummaryString, with NOT NULL. STRING and BYTES are
// written so, comments and serializers as '...'. [Parse] reads it back, but for those dots.
func (t Type) String() string { return t.print(false) }

// Serializable returns the type in the one form that [Parse] reads back to an equal type: Flink's asSerializableString, with
// NOT NULL. It has no synonyms (STRING is VARCHAR(2147483647)).
func (t Type) Serializable() string { return t.print(true) }

func (t Type) print(serializable bool) string {
	var b strings.Builder
	typePrinter{&b, serializable}.write(t)
	return b.String()
}

type typePrinter struct {
	*strings.Builder
	serializable bool
}

func (p typePrinter) write(t Type) {
	p.writeNullable(t)
	if t.NotNull {
		p.WriteString(" NOT NULL")
	}
}

var rootNames = map[Root]string{
	Null: "NULL", Char: "CHAR", Varchar: "VARCHAR", Boolean: "BOOLEAN", Binary: "BINARY", Varbinary: "VARBINARY", Decimal: "DECIMAL",
	TinyInt: "TINYINT", SmallInt: "SMALLINT", Int: "INT", BigInt: "BIGINT", Float: "FLOAT", Double: "DOUBLE", Date: "DATE",
	Time: "TIME", Timestamp: "TIMESTAMP", TimestampTZ: "TIMESTAMP", TimestampLTZ: "TIMESTAMP_LTZ", IntervalYearMonth: "INTERVAL",
	IntervalDayTime: "INTERVAL", Array: "ARRAY", Multiset: "MULTISET", Map: "MAP", Row: "ROW", Structured: "STRUCTURED", Raw: "RAW",
	Variant: "VARIANT", Bitmap: "BITMAP", Descriptor: "DESCRIPTOR",
}

// String returns the keyword that the type strings of a root begin with.
func (r Root) String() string { return rootNames[r] }

func (p typePrinter) writeNullable(t Type) {
	switch t.Root {
	case Char, Varchar, Binary, Varbinary:
		p.writeText(t)
	case Decimal:
		p.WriteString("DECIMAL(" + strconv.Itoa(t.Precision) + ", " + strconv.Itoa(t.Scale) + ")")
	case Time, Timestamp, TimestampTZ, TimestampLTZ:
		p.writeTime(t)
	case IntervalYearMonth, IntervalDayTime:
		p.writeInterval(t)
	case Array, Multiset:
		p.writeChildren(t.Root.String()+"<", t.Elem)
	case Map:
		p.writeChildren("MAP<", t.Key, t.Elem)
	case Row:
		p.WriteString("ROW<")
		p.writeFields(t.Fields)
		p.WriteByte('>')
	case Structured:
		p.WriteString("STRUCTURED<" + quoteString(t.Class))
		if len(t.Fields) > 0 {
			p.WriteString(", ")
		}
		p.writeFields(t.Fields)
		p.WriteByte('>')
	case Raw:
		p.WriteString("RAW(" + quoteString(t.Class) + ", " + p.detail(t.Extra) + ")")
	default:
		p.WriteString(t.Root.String())
	}
}

func (p typePrinter) writeText(t Type) {
	switch {
	case t.Root == Varchar && t.Length == MaxLength && !p.serializable:
		p.WriteString("STRING")
	case t.Root == Varbinary && t.Length == MaxLength && !p.serializable:
		p.WriteString("BYTES")
	default:
		p.writeSized(t.Root.String(), t.Length)
	}
}

func (p typePrinter) writeSized(word string, n int) {
	p.WriteString(word + "(" + strconv.Itoa(n) + ")")
}

func (p typePrinter) writeTime(t Type) {
	switch {
	case t.Root == TimestampLTZ && p.serializable:
		p.writeSized("TIMESTAMP", t.Precision)
		p.WriteString(" WITH LOCAL TIME ZONE")
	case t.Root == TimestampTZ:
		p.writeSized("TIMESTAMP", t.Precision)
		p.WriteString(" WITH TIME ZONE")
	default:
		p.writeSized(t.Root.String(), t.Precision)
	}
}

var resolutionNames = func() map[IntervalResolution]string {
	names := make(map[IntervalResolution]string, len(intervalFields))
	for name, resolution := range intervalFields {
		names[resolution] = name
	}
	return names
}()

func (p typePrinter) writeInterval(t Type) {
	first, last, several := strings.Cut(resolutionNames[t.Resolution], " TO ")
	p.WriteString("INTERVAL ")
	switch {
	case first == "YEAR" || first == "DAY":
		p.writeSized(first, t.Precision)
	case first == "SECOND":
		p.writeSized(first, t.Scale)
	default:
		p.WriteString(first)
	}
	if !several {
		return
	}
	p.WriteString(" TO ")
	if last == "SECOND" {
		p.writeSized(last, t.Scale)
		return
	}
	p.WriteString(last)
}

func (p typePrinter) writeChildren(open string, types ...*Type) {
	p.WriteString(open)
	for i, t := range types {
		if i > 0 {
			p.WriteString(", ")
		}
		if t != nil {
			p.write(*t)
		}
	}
	p.WriteByte('>')
}

func (p typePrinter) writeFields(fields []Field) {
	for i, field := range fields {
		if i > 0 {
			p.WriteString(", ")
		}
		p.WriteString("`" + strings.ReplaceAll(field.Name, "`", "``") + "` ")
		p.write(field.Type)
		if field.Comment != "" {
			p.WriteString(" " + p.detail(field.Comment))
		}
	}
}

// detail quotes what the summary leaves out.
func (p typePrinter) detail(s string) string {
	if p.serializable {
		return quoteString(s)
	}
	return "'...'"
}

func quoteString(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
