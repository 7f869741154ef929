package funcs

import (
	"cmp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// commonType returns the type that all types can be converted to, as Flink's LogicalTypeMerging.findCommonType does; the
// untyped NULL has no say. It is nullable where one of the types is.
func commonType(types []datatype.Type) (datatype.Type, bool) {
	var out datatype.Type
	notNull := true
	for _, t := range types {
		notNull = notNull && t.NotNull
		switch {
		case t.Root == datatype.Null:
		case out.Root == datatype.Null:
			out = t
		default:
			var ok bool
			if out, ok = merge(out, t); !ok {
				return out, false
			}
		}
	}
	out.NotNull = notNull
	return out, out.Root != datatype.Null
}

// merge returns the common type of two; it is not commutative: FLOAT after DECIMAL is FLOAT, DECIMAL after FLOAT is DOUBLE.
func merge(a, b datatype.Type) (datatype.Type, bool) {
	in := func(roots []datatype.Root) bool { return classHas(roots, a.Root) && classHas(roots, b.Root) }
	switch {
	case in(texts):
		return mergeLength(a, b, datatype.Char, datatype.Varchar), true
	case in(binaries):
		return mergeLength(a, b, datatype.Binary, datatype.Varbinary), true
	case in(numbers):
		return mergeNumbers(a, b), true
	case in(datetimes):
		return mergeDatetimes(a, b), true
	case a.Root != b.Root:
		return a, false
	case a.Root == datatype.Time:
		a.Precision = max(a.Precision, b.Precision)
	case a.Elem != nil && b.Elem != nil:
		return mergeElements(a, b)
	}
	return a, true
}

func classHas(roots []datatype.Root, r datatype.Root) bool { return class{roots: roots}.has(r) }

func mergeLength(a, b datatype.Type, fixed, varying datatype.Root) datatype.Type {
	if a.Root == fixed && b.Root == fixed && a.Length == b.Length {
		return a
	}
	return datatype.Type{Root: varying, Length: max(a.Length, b.Length)}
}

func mergeElements(a, b datatype.Type) (datatype.Type, bool) {
	elem, ok := commonType([]datatype.Type{*a.Elem, *b.Elem})
	if !ok {
		return a, false
	}
	a.Elem = &elem
	if a.Key != nil && b.Key != nil {
		key, ok := commonType([]datatype.Type{*a.Key, *b.Key})
		a.Key = &key
		return a, ok
	}
	return a, true
}

func mergeNumbers(a, b datatype.Type) datatype.Type {
	approximate := func(t datatype.Type) bool { return t.Root == datatype.Float || t.Root == datatype.Double }
	switch {
	case approximate(a) && b.Root == datatype.Decimal:
		return datatype.Of(datatype.Double)
	case approximate(a) && approximate(b):
		return datatype.Of(max(a.Root, b.Root))
	case approximate(a):
		return a
	case approximate(b):
		return b
	case a.Root != datatype.Decimal && b.Root != datatype.Decimal:
		return datatype.Of(max(a.Root, b.Root)) // the roots are in the order of their widths
	}
	a, b = datatype.AsDecimal(a), datatype.AsDecimal(b)
	whole := min(max(a.Precision-a.Scale, b.Precision-b.Scale), maxPrecision)
	scale := min(max(a.Scale, b.Scale), maxPrecision-whole)
	return datatype.DecimalType(whole+scale, scale)
}

// mergeDatetimes follows Flink in that a DATE wins over a TIMESTAMP.
func mergeDatetimes(a, b datatype.Type) datatype.Type {
	switch {
	case a.Root == datatype.Date:
		return a
	case b.Root == datatype.Date:
		return b
	}
	return datatype.Type{Root: max(a.Root, b.Root), Precision: max(a.Precision, b.Precision)}
}

// wallClock returns what the session's clock shows at a TIMESTAMP or TIMESTAMP_LTZ.
func wallClock(i datatype.Instant, t datatype.Type, zone *time.Location) datatype.Instant {
	if t.Root == datatype.TimestampLTZ && zone != nil {
		return i.InZone(zone)
	}
	return i
}

// comparisonType returns the type in which Flink compares values of two types, and whether it does: a date or timestamp with a
// string that reads as one, but not a DATE with a TIMESTAMP.
func comparisonType(a, b datatype.Type) (datatype.Type, bool) {
	dateA, dateB := classHas(temporals, a.Root), classHas(temporals, b.Root)
	switch {
	case dateA && classHas(texts, b.Root):
		return a, true
	case dateB && classHas(texts, a.Root):
		return b, true
	case dateA && dateB && a.Root != b.Root && (a.Root == datatype.Date || b.Root == datatype.Date):
		return a, false
	}
	return commonType([]datatype.Type{a, b})
}

// compare orders two values of one kind; strings by UTF-16 code units, as java.lang.String does.
func compare(a, b datatype.Value) (int, error) {
	switch x := a.(type) {
	case string:
		if y, ok := b.(string); ok {
			return compareUTF16(x, y), nil
		}
	case []byte:
		if y, ok := b.([]byte); ok {
			return strings.Compare(string(x), string(y)), nil
		}
	case bool:
		if y, ok := b.(bool); ok {
			return cmp.Compare(toBit(x), toBit(y)), nil
		}
	case datatype.Instant:
		if y, ok := b.(datatype.Instant); ok {
			return x.Compare(y), nil
		}
	case []datatype.Value:
		if y, ok := b.([]datatype.Value); ok {
			return compareLists(x, y)
		}
	}
	if x, ok := ordinal(a); ok {
		if y, ok := ordinal(b); ok {
			return cmp.Compare(x, y), nil
		}
	}
	return compareNumbers(a, b)
}

func compareLists(a, b []datatype.Value) (int, error) {
	for i := range min(len(a), len(b)) {
		if a[i] == nil || b[i] == nil {
			if order := cmp.Compare(toBit(a[i] != nil), toBit(b[i] != nil)); order != 0 {
				return order, nil
			}
			continue
		}
		if order, err := compare(a[i], b[i]); err != nil || order != 0 {
			return order, err
		}
	}
	return cmp.Compare(len(a), len(b)), nil
}

func compareNumbers(a, b datatype.Value) (int, error) {
	if !isNumber(a) || !isNumber(b) {
		return 0, pgerr.New(pgerr.DatatypeMismatch, "values of these types cannot be compared")
	}
	_, aDecimal := a.(*apd.Decimal)
	_, bDecimal := b.(*apd.Decimal)
	if isFloat(a) || isFloat(b) {
		return cmp.Compare(toFloat(a), toFloat(b)), nil
	}
	if aDecimal || bDecimal {
		return toDecimal(a).Cmp(toDecimal(b)), nil
	}
	return cmp.Compare(toInt(a), toInt(b)), nil
}

func isFloat(v datatype.Value) bool {
	switch v.(type) {
	case float32, float64:
		return true
	}
	return false
}

func isNumber(v datatype.Value) bool {
	switch v.(type) {
	case int8, int16, int32, int64, *apd.Decimal:
		return true
	}
	return isFloat(v)
}

// ordinal returns dates, times and intervals as integers.
func ordinal(v datatype.Value) (int64, bool) {
	switch v := v.(type) {
	case datatype.Days:
		return int64(v), true
	case datatype.Nanos:
		return int64(v), true
	case datatype.Period:
		return int64(v), true
	case time.Duration:
		return int64(v), true
	}
	return 0, false
}

func toBit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compareUTF16 orders two strings by their UTF-16 code units: a surrogate pair comes before U+E000 … U+FFFF.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y {
			xPair, yPair := x > 0xFFFF, y > 0xFFFF
			switch {
			case xPair && !yPair && y >= 0xE000:
				return -1
			case yPair && !xPair && x >= 0xE000:
				return 1
			}
			return cmp.Compare(x, y)
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}
