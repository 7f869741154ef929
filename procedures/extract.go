package procedures

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"

	"github.com/callgate/callgate/procedures/datatype"
)

// rawType is the type string of a RAW type with a serializer of its own (exactly so, in upper case).
const rawType = "RAW"

// The precisions that Flink extracts for classes of time (org.apache.flink.table.types.utils.ClassDataTypeConverter).
const (
	defaultSecondPrecision = 9
	defaultYearPrecision   = 4
	dayPrecision           = 2
)

var (
	anyType      = reflect.TypeFor[any]()
	decimalType  = reflect.TypeFor[apd.Decimal]()
	dateType     = reflect.TypeFor[civil.Date]()
	timeOfDay    = reflect.TypeFor[civil.Time]()
	dateTimeType = reflect.TypeFor[civil.DateTime]()
	timeType     = reflect.TypeFor[time.Time]()
	durationType = reflect.TypeFor[time.Duration]()
	periodType   = reflect.TypeFor[datatype.Period]()
	daysType     = reflect.TypeFor[datatype.Days]()
	nanosType    = reflect.TypeFor[datatype.Nanos]()
	instantType  = reflect.TypeFor[datatype.Instant]()
	variantType  = reflect.TypeFor[json.RawMessage]()
	entriesType  = reflect.TypeFor[[]datatype.Entry]()
)

// empty reports whether the hint says nothing.
func (h DataTypeHint) empty() bool {
	return h.Type == "" && h.Serializer == nil && h.InputGroup == GroupUnknown && h.DecimalPrecision == 0 &&
		h.SecondPrecision == nil && h.YearPrecision == nil
}

// dataType is the type that the hint names, or that the Go type has with the hint's precisions.
func (h DataTypeHint) dataType(goType reflect.Type) (datatype.Type, error) {
	switch {
	case h.Type == rawType && h.Serializer != nil:
		return datatype.Type{Root: datatype.Raw, Class: h.Serializer.Class()}, nil
	case h.Type == rawType:
		return datatype.Type{}, flinkErrorf("Cannot instantiate type serializer for RAW type: the hint has none.")
	case h.Type != "":
		return datatype.Parse(h.Type)
	}
	if err := h.checkPrecisions(); err != nil {
		return datatype.Type{}, err
	}
	x := extractor{hint: h}
	return x.typeOf(goType)
}

// checkPrecisions checks the bounds of default precisions; those of decimals are checked where they are used.
func (h DataTypeHint) checkPrecisions() error {
	if s := h.SecondPrecision; s != nil && (*s < 0 || *s > 9) {
		return flinkErrorf("Default second precision must be between 0 and 9 (both inclusive).")
	}
	if y := h.YearPrecision; y != nil && (*y < 0 || *y > 4) {
		return flinkErrorf("Default year precision must be between 0 and 4 (both inclusive).")
	}
	return nil
}

// output is the type of a row; goType is nil where there is no Go type to extract from.
func (h DataTypeHint) output(goType reflect.Type) (*output, error) {
	if h.InputGroup != GroupUnknown {
		return nil, flinkErrorf("Unsupported input group.")
	}
	if h.Type == "" && goType == nil {
		return nil, flinkErrorf("Data type hint does not specify a data type for use as function result.")
	}
	t, err := h.dataType(goType)
	if err != nil {
		return nil, err
	}
	return &output{typ: &t, serializer: h.Serializer}, nil
}

// extractor maps Go types to data types (org.apache.flink.table.types.extraction.DataTypeExtractor).
type extractor struct {
	hint DataTypeHint
	path []reflect.Type // types that are being read, to find cycles
}

// typeOf is NOT NULL where the Go type cannot hold nil.
func (x *extractor) typeOf(g reflect.Type) (datatype.Type, error) {
	if slices.Contains(x.path, g) {
		return datatype.Type{}, flinkErrorf("Cyclic reference detected for class '%s'. Attributes of structured types must not "+
			"(transitively) reference the structured type itself.", g)
	}
	x.path = append(x.path, g)
	defer func() { x.path = x.path[:len(x.path)-1] }()

	if g.Kind() == reflect.Pointer {
		t, err := x.typeOf(g.Elem())
		return t.Nullable(), err
	}
	if v, ok := sqlNull(g); ok {
		t, err := x.typeOf(v)
		return t.Nullable(), err
	}
	if t, ok, err := x.wellKnown(g); ok || err != nil {
		return t, err
	}
	return x.byKind(g)
}

// sqlNull returns T of sql.Null[T].
func sqlNull(g reflect.Type) (reflect.Type, bool) {
	if g.Kind() != reflect.Struct || g.PkgPath() != "database/sql" || !strings.HasPrefix(g.Name(), "Null[") {
		return nil, false
	}
	return g.Field(0).Type, true // struct { V T; Valid bool }
}

func (x *extractor) wellKnown(g reflect.Type) (datatype.Type, bool, error) {
	switch g {
	case anyType:
		return datatype.Type{}, false, flinkErrorf("Cannot extract a data type from a pure 'any' type. " +
			"Please specify a more concrete type, a data type hint or the input group ANY.")
	case decimalType:
		if x.hint.DecimalPrecision == 0 {
			return datatype.Type{}, false, flinkErrorf("Values of 'apd.Decimal' need fixed precision and scale.")
		}
		t, err := parseDecimal(x.hint.DecimalPrecision, x.hint.DecimalScale)
		return t.NonNull(), true, err
	case dateType, daysType:
		return datatype.Of(datatype.Date).NonNull(), true, nil
	case timeOfDay, nanosType:
		return datatype.TimeType(x.seconds()).NonNull(), true, nil
	case dateTimeType:
		return datatype.TimestampType(x.seconds()).NonNull(), true, nil
	case timeType:
		return datatype.TimestampLTZType(x.seconds()).NonNull(), true, nil
	case durationType:
		t := datatype.SecondInterval().NonNull()
		t.Precision, t.Scale = dayPrecision, x.seconds()
		return t, true, nil
	case periodType:
		return x.yearMonth().NonNull(), true, nil
	case variantType:
		return datatype.Of(datatype.Variant), true, nil
	case byteSliceType:
		return datatype.BytesType(), true, nil
	case instantType:
		return datatype.Type{}, false, flinkErrorf("Cannot extract a data type from an internal 'datatype.Instant' type " +
			"without further information. Please use hints to define the full logical type.")
	}
	return datatype.Type{}, false, nil
}

func parseDecimal(precision, scale int) (datatype.Type, error) {
	t := datatype.DecimalType(precision, scale)
	return datatype.Parse(t.String()) // checks the bounds
}

func (x *extractor) seconds() int {
	if x.hint.SecondPrecision != nil {
		return *x.hint.SecondPrecision
	}
	return defaultSecondPrecision
}

func (x *extractor) yearMonth() datatype.Type {
	if y := x.hint.YearPrecision; y != nil && *y == 0 {
		return datatype.MonthInterval()
	} else if y != nil {
		return datatype.Type{Root: datatype.IntervalYearMonth, Precision: *y, Resolution: datatype.YearToMonth}
	}
	return datatype.Type{Root: datatype.IntervalYearMonth, Precision: defaultYearPrecision, Resolution: datatype.YearToMonth}
}

// kindRoots are the roots of Go's kinds that need no parameters.
var kindRoots = map[reflect.Kind]datatype.Root{
	reflect.Bool: datatype.Boolean, reflect.Int8: datatype.TinyInt, reflect.Int16: datatype.SmallInt, reflect.Int32: datatype.Int,
	reflect.Int64: datatype.BigInt, reflect.Int: datatype.BigInt, reflect.Float32: datatype.Float, reflect.Float64: datatype.Double,
}

func (x *extractor) byKind(g reflect.Type) (datatype.Type, error) {
	if root, ok := kindRoots[g.Kind()]; ok {
		return datatype.Of(root).NonNull(), nil
	}
	switch g.Kind() {
	case reflect.String:
		return datatype.StringType().NonNull(), nil
	case reflect.Slice:
		if g.Elem().Kind() == reflect.Uint8 {
			return datatype.BytesType(), nil
		}
		elem, err := x.typeOf(g.Elem())
		return datatype.ArrayType(elem), err
	case reflect.Map:
		key, err := x.typeOf(g.Key())
		if err != nil {
			return datatype.Type{}, err
		}
		value, err := x.typeOf(g.Elem())
		return datatype.MapType(key, value), err
	case reflect.Struct:
		return x.structType(g)
	}
	return datatype.Type{}, errNoDataType(g)
}

func errNoDataType(g reflect.Type) error {
	return flinkErrorf("Could not extract a data type from '%s'. Please pass the required data type manually or allow RAW types.", g)
}

// structType is the ROW of a struct's fields.
func (x *extractor) structType(g reflect.Type) (datatype.Type, error) {
	fields, err := structFields(g)
	if err != nil {
		return datatype.Type{}, err
	}
	row := datatype.RowType().NonNull()
	for _, f := range fields {
		t, err := x.fieldType(f)
		if err != nil {
			return datatype.Type{}, flinkErrorf("Error in field '%s' of class '%s'. %w", f.name, g, err)
		}
		row.Fields = append(row.Fields, datatype.Field{Name: f.name, Type: t})
	}
	return row, nil
}

func (x *extractor) fieldType(f structField) (datatype.Type, error) {
	if f.hint != "" {
		return datatype.Parse(f.hint)
	}
	return x.typeOf(f.goType)
}
