package expr

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// sizedType reads the parameters of a type after its name.
type sizedType func(l *lowerer) (datatype.Type, error)

// typeNames are the names of types that Flink's SQL parser knows, which is another grammar than that of type strings: VARCHAR
// is STRING, DECIMAL(39, 0) is DECIMAL(38, 0), TIME(9) is TIME(3).
var typeNames map[string]sizedType

func init() { // a variable that names its own readers cannot be initialized in place
	typeNames = map[string]sizedType{
		"BOOLEAN": plain(datatype.Of(datatype.Boolean)), "TINYINT": plain(datatype.Of(datatype.TinyInt)),
		"SMALLINT": plain(datatype.Of(datatype.SmallInt)), "INT": plain(datatype.Of(datatype.Int)),
		"INTEGER": plain(datatype.Of(datatype.Int)), "BIGINT": plain(datatype.Of(datatype.BigInt)),
		"FLOAT": plain(datatype.Of(datatype.Float)), "STRING": plain(datatype.StringType()), "BYTES": plain(datatype.BytesType()),
		"DATE": plain(datatype.Of(datatype.Date)), "VARIANT": plain(datatype.Of(datatype.Variant)),
		"BITMAP": plain(datatype.Of(datatype.Bitmap)),
		"DOUBLE": doubleType,
		"CHAR":   text(datatype.Char, datatype.Varchar), "CHARACTER": text(datatype.Char, datatype.Varchar),
		"VARCHAR": sized(datatype.Varchar), "BINARY": text(datatype.Binary, datatype.Varbinary), "VARBINARY": sized(datatype.Varbinary),
		"DECIMAL": decimalType, "DEC": decimalType, "NUMERIC": decimalType,
		"TIME": zonedType, "TIMESTAMP": zonedType, "TIMESTAMP_LTZ": ltzType, "INTERVAL": intervalType,
		"ARRAY": elementType, "MULTISET": elementType, "MAP": mapType, "ROW": rowType, "RAW": rawType, "STRUCTURED": structuredType,
	}
}

// postgresNames are the names of types that only PostgreSQL has; they are read after :: and before a text.
var postgresNames = map[string]string{
	"BOOL": "BOOLEAN", "INT2": "SMALLINT", "INT4": "INT", "INT8": "BIGINT", "FLOAT4": "FLOAT", "FLOAT8": "DOUBLE", "REAL": "FLOAT",
	"FLOAT": "DOUBLE", // PostgreSQL's float without digits is float8
	"TEXT":  "STRING", "BYTEA": "BYTES", "BPCHAR": "CHAR", "TIMESTAMPTZ": "TIMESTAMP_LTZ", "NAME": "STRING", "UNKNOWN": "STRING",
	// what a parameter of the type is
	"UUID": "STRING", "JSON": "STRING", "JSONB": "STRING", "OID": "BIGINT",
}

func plain(t datatype.Type) sizedType { return func(*lowerer) (datatype.Type, error) { return t, nil } }

// sqlType reads the name of a type. In a CAST only Flink's names are known (strict).
func (l *lowerer) sqlType(strict bool) (datatype.Type, error) {
	t := l.peek(0)
	typ, err := l.bareType(strict)
	if err != nil {
		return typ, err
	}
	for depth := 0; ; depth++ {
		if depth > scan.MaxDepth {
			return typ, tooDeep(l.pos(t))
		}
		switch next := l.peek(0); {
		case strict && next.Word("ARRAY"):
			l.i++
			typ = datatype.ArrayType(typ.NonNull())
		case strict && next.Word("MULTISET"):
			l.i++
			typ = datatype.MultisetType(typ.NonNull())
		case !strict && next.Is("[") && l.peek(1).Is("]"):
			l.i += 2
			typ = datatype.ArrayType(closed(typ))
		default:
			return typ, nil
		}
	}
}

func tooDeep(pos int) error {
	return pgerr.New(pgerr.StatementTooComplex, "type is nested deeper than %d", scan.MaxDepth).At(pos)
}

func (l *lowerer) bareType(strict bool) (datatype.Type, error) {
	t := l.peek(0)
	if t.Kind != scan.Ident && t.Kind != scan.QuotedIdent {
		return datatype.Type{}, l.syntaxHere()
	}
	word := strings.ToUpper(t.Value)
	l.postgres = !strict
	if !strict {
		if t.Word("PG_CATALOG") && l.peek(1).Is(".") {
			l.i += 2
			t = l.peek(0)
			word = strings.ToUpper(t.Value)
		}
		if name, ok := postgresNames[word]; ok {
			word = name
		}
	}
	read, ok := typeNames[word]
	if !ok || t.Kind == scan.QuotedIdent {
		return datatype.Type{}, l.noType(t)
	}
	l.i++
	return read(l)
}

// noType is the error of a name that is no type: a reserved word does not parse, except those that Calcite has types for.
func (l *lowerer) noType(t scan.Token) error {
	if t.Kind == scan.Ident && reserved[strings.ToUpper(t.Value)] && !t.Word("REAL") && !t.Word("ANY") {
		return l.syntax(t)
	}
	name := t.Value
	for l.peek(1).Is(".") && l.peek(2).Kind == scan.Ident {
		name += "." + l.peek(2).Value
		l.i += 2
	}
	return pgerr.New(pgerr.UndefinedObject, "type %q does not exist", name).At(l.pos(t))
}

func doubleType(l *lowerer) (datatype.Type, error) {
	if l.peek(0).Word("PRECISION") {
		l.i++
	}
	return datatype.Of(datatype.Double), nil
}

// text reads CHAR(n), BINARY(n) and their VARYING forms.
func text(fixed, varying datatype.Root) sizedType {
	return func(l *lowerer) (datatype.Type, error) {
		if l.peek(0).Word("VARYING") {
			l.i++
			return sized(varying)(l)
		}
		return l.length(fixed, 1)
	}
}

func sized(root datatype.Root) sizedType {
	return func(l *lowerer) (datatype.Type, error) { return l.length(root, datatype.MaxLength) }
}

func (l *lowerer) length(root datatype.Root, preset int) (datatype.Type, error) {
	n, err := l.numbers(1)
	if err != nil {
		return datatype.Type{}, err
	}
	if len(n) > 0 {
		preset = n[0]
	}
	return datatype.Type{Root: root, Length: preset}, nil
}

func decimalType(l *lowerer) (datatype.Type, error) {
	t := l.peek(0)
	n, err := l.numbers(2)
	if err != nil {
		return datatype.Type{}, err
	}
	typ := datatype.DecimalType(10, 0)
	if l.postgres && len(n) == 0 {
		return openDecimal(), nil
	}
	if len(n) > 0 {
		typ.Precision = min(n[0], 38)
	}
	if len(n) > 1 {
		typ.Scale = n[1]
	}
	if typ.Precision < 1 || typ.Scale > typ.Precision {
		return typ, pgerr.New(pgerr.InvalidParameterValue, "DECIMAL(%d, %d) is not a type", typ.Precision, typ.Scale).
			WithDetail("The precision is 1 to 38, the scale 0 to the precision.").At(l.pos(t))
	}
	return typ, nil
}

// zonedType reads what follows TIME and TIMESTAMP.
func zonedType(l *lowerer) (datatype.Type, error) {
	isTime := l.peek(-1).Word("TIME")
	t := l.peek(0)
	n, err := l.numbers(1)
	if err != nil {
		return datatype.Type{}, err
	}
	typ := datatype.TimestampType(6)
	if isTime {
		typ = datatype.TimeType(0)
	}
	switch {
	case len(n) > 0:
		typ.Precision = min(n[0], 9)
	case isTime && l.postgres:
		typ.Precision = 6
	}
	switch {
	case l.peek(0).Word("WITHOUT"):
		l.i++
	case l.peek(0).Word("WITH"):
		l.i++
		typ.Root = datatype.TimestampTZ
		if l.peek(0).Word("LOCAL") {
			l.i++
			typ.Root = datatype.TimestampLTZ
		}
		if isTime {
			return typ, pgerr.New(pgerr.UndefinedObject, "type time with time zone is not supported").At(l.pos(t))
		}
	default:
		return l.capTime(typ), nil
	}
	if !l.peek(0).Word("TIME") || !l.peek(1).Word("ZONE") {
		return typ, l.syntaxHere()
	}
	switch {
	case typ.Root == datatype.TimestampTZ && l.postgres:
		typ.Root = datatype.TimestampLTZ
	case typ.Root == datatype.TimestampTZ:
		return typ, l.syntaxHere()
	}
	l.i += 2
	return l.capTime(typ), nil
}

// capTime holds TIME to milliseconds, as Flink's SQL does.
func (l *lowerer) capTime(t datatype.Type) datatype.Type {
	if t.Root == datatype.Time && !l.postgres {
		t.Precision = min(t.Precision, 3)
	}
	return t
}

func ltzType(l *lowerer) (datatype.Type, error) {
	n, err := l.numbers(1)
	typ := datatype.TimestampLTZType(6)
	if len(n) > 0 {
		typ.Precision = min(n[0], 9)
	}
	return typ, err
}

func intervalType(l *lowerer) (datatype.Type, error) {
	if l.postgres {
		if _, ok := intervalUnits[strings.ToUpper(l.peek(0).Value)]; !ok || l.peek(0).Kind != scan.Ident {
			return openInterval(), nil
		}
	}
	return l.qualifier()
}

// expect reads one of some operators.
func (l *lowerer) expect(ops ...string) error {
	for _, op := range ops {
		if l.peek(0).Is(op) {
			l.i++
			return nil
		}
	}
	return l.syntaxHere()
}

// component reads a type inside another, which is nullable unless it says NOT NULL.
func (l *lowerer) component() (datatype.Type, error) {
	if l.depth++; l.depth > scan.MaxDepth {
		return datatype.Type{}, tooDeep(l.pos(l.peek(0)))
	}
	defer func() { l.depth-- }()
	typ, err := l.sqlType(true)
	if err != nil {
		return typ, err
	}
	switch {
	case l.peek(0).Word("NOT") && l.peek(1).Word("NULL"):
		l.i += 2
		return typ.NonNull(), nil
	case l.peek(0).Word("NULL"):
		l.i++
	}
	return typ, nil
}

// elementType reads ARRAY<t> and MULTISET<t>.
func elementType(l *lowerer) (datatype.Type, error) {
	isArray := l.peek(-1).Word("ARRAY")
	if err := l.expect("<"); err != nil {
		return datatype.Type{}, err
	}
	elem, err := l.component()
	if err != nil {
		return datatype.Type{}, err
	}
	if isArray {
		return datatype.ArrayType(elem), l.expect(">")
	}
	return datatype.MultisetType(elem), l.expect(">")
}

func mapType(l *lowerer) (datatype.Type, error) {
	if err := l.expect("<"); err != nil {
		return datatype.Type{}, err
	}
	key, err := l.component()
	if err != nil {
		return datatype.Type{}, err
	}
	if err := l.expect(","); err != nil {
		return datatype.Type{}, err
	}
	value, err := l.component()
	if err != nil {
		return datatype.Type{}, err
	}
	return datatype.MapType(key, value), l.expect(">")
}

// rowType reads ROW<name type 'comment', …> and ROW(…).
func rowType(l *lowerer) (datatype.Type, error) {
	closing := ">"
	switch {
	case l.peek(0).Is("("):
		closing = ")"
	case l.peek(0).Is("<>"): // one token
		l.i++
		return datatype.RowType(), nil
	}
	if err := l.expect("<", "("); err != nil {
		return datatype.Type{}, err
	}
	fields, err := l.fields(closing)
	return datatype.RowType(fields...), err
}

func (l *lowerer) fields(closing string) ([]datatype.Field, error) {
	var fields []datatype.Field
	if l.peek(0).Is(closing) {
		l.i++
		return nil, nil
	}
	for {
		name := l.peek(0)
		if name.Kind != scan.Ident && name.Kind != scan.QuotedIdent {
			return nil, l.syntaxHere()
		}
		l.i++
		typ, err := l.component()
		if err != nil {
			return nil, err
		}
		f := datatype.Field{Name: name.Value, Type: typ}
		if l.peek(0).Kind == scan.String { // a comment, which SQL drops
			l.i++
		}
		fields = append(fields, f)
		if l.peek(0).Is(closing) {
			l.i++
			return fields, nil
		}
		if err := l.expect(","); err != nil {
			return nil, err
		}
	}
}

// rawType reads RAW('class', 'serializer').
func rawType(l *lowerer) (datatype.Type, error) {
	class, serializer := l.peek(1), l.peek(3)
	if !l.peek(0).Is("(") || class.Kind != scan.String || !l.peek(2).Is(",") || serializer.Kind != scan.String || !l.peek(4).Is(")") {
		return datatype.Type{}, l.syntaxHere()
	}
	l.i += 5
	return datatype.Type{Root: datatype.Raw, Class: class.Value, Extra: serializer.Value}, nil
}

// structuredType reads STRUCTURED<'class', name type, …>.
func structuredType(l *lowerer) (datatype.Type, error) {
	class := l.peek(1)
	if !l.peek(0).Is("<") || class.Kind != scan.String || !l.peek(2).Is(",") {
		return datatype.Type{}, l.syntaxHere()
	}
	l.i += 3
	fields, err := l.fields(">")
	return datatype.Type{Root: datatype.Structured, Class: class.Value, Fields: fields}, err
}
