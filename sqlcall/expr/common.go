package expr

import (
	"github.com/callgate/callgate/procedures/datatype"
)

func isText(r datatype.Root) bool   { return r == datatype.Char || r == datatype.Varchar }
func isBinary(r datatype.Root) bool { return r == datatype.Binary || r == datatype.Varbinary }

// leastRestrictive is the type that the values of all types have, without regard to NULLs: SqlTypeFactoryImpl.leastRestrictive. The
// untyped NULL has no say.
func leastRestrictive(types ...datatype.Type) (datatype.Type, bool) {
	var out datatype.Type
	for _, t := range types {
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
	return out, out.Root != datatype.Null
}

// merge is leastRestrictive of two typed types.
func merge(x, y datatype.Type) (datatype.Type, bool) {
	both := func(is func(datatype.Root) bool) bool { return is(x.Root) && is(y.Root) }
	switch {
	case both(isNumeric):
		return mergeNumbers(x, y), true
	case both(isText):
		return mergeLengths(x, y, datatype.Char, datatype.Varchar), true
	case both(isBinary):
		return mergeLengths(x, y, datatype.Binary, datatype.Varbinary), true
	case both(isInterval):
		return joinIntervals(x, y), x.Root == y.Root
	case both(isInstant):
		t := x
		if y.Precision > x.Precision {
			t.Precision = y.Precision
		}
		return t, true
	case x.Root != y.Root:
		return x, false
	}
	switch x.Root {
	case datatype.Time:
		x.Precision = max(x.Precision, y.Precision)
	case datatype.Array, datatype.Map, datatype.Multiset:
		return mergeElements(x, y)
	case datatype.Row:
		return mergeFields(x, y)
	}
	return x, true
}

func isInstant(r datatype.Root) bool {
	return r == datatype.Timestamp || r == datatype.TimestampLTZ
}

func mergeLengths(x, y datatype.Type, fixed, varying datatype.Root) datatype.Type {
	if x.Root == fixed && y.Root == fixed && x.Length == y.Length {
		return x
	}
	return datatype.Type{Root: varying, Length: max(x.Length, y.Length)}
}

func mergeNumbers(x, y datatype.Type) datatype.Type {
	switch {
	case isApproximate(x.Root) || isApproximate(y.Root):
		return approximateResult(x, y)
	case x.Root != datatype.Decimal && y.Root != datatype.Decimal:
		return datatype.Of(max(x.Root, y.Root))
	}
	a, b := datatype.AsDecimal(x), datatype.AsDecimal(y)
	whole := max(a.Precision-a.Scale, b.Precision-b.Scale)
	scale := min(max(a.Scale, b.Scale), maxPrecision-whole)
	return datatype.DecimalType(whole+scale, scale)
}

// mergeNulls merges two components: nullable where one of them is.
func mergeNulls(x, y datatype.Type) (datatype.Type, bool) {
	t, ok := leastRestrictive(x, y)
	t.NotNull = x.NotNull && y.NotNull
	return t, ok
}

func mergeElements(x, y datatype.Type) (datatype.Type, bool) {
	elem, ok := mergeNulls(*x.Elem, *y.Elem)
	if !ok {
		return x, false
	}
	x.Elem = &elem
	if x.Key != nil {
		key, ok := mergeNulls(*x.Key, *y.Key)
		if !ok {
			return x, false
		}
		x.Key = &key
	}
	return x, true
}

func mergeFields(x, y datatype.Type) (datatype.Type, bool) {
	if len(x.Fields) != len(y.Fields) {
		return x, false
	}
	fields := make([]datatype.Field, len(x.Fields))
	for i := range fields {
		t, ok := mergeNulls(x.Fields[i].Type, y.Fields[i].Type)
		if !ok {
			return x, false
		}
		fields[i] = datatype.Field{Name: x.Fields[i].Name, Type: t}
	}
	x.Fields = fields
	return x, true
}

// common is the least restrictive type of operations, NOT NULL where all are. Open parameters take the type of the others.
func (c *checker) common(list []*operation) (datatype.Type, bool) {
	typ, ok := leastRestrictive(typesOf(list)...)
	if !ok && typ.Root != datatype.Null {
		return typ, false
	}
	for _, o := range list {
		c.decide(o, typ)
	}
	if typ, ok = leastRestrictive(typesOf(list)...); ok {
		typ.NotNull = notNull(list...)
	}
	return typ, ok
}

func typesOf(list []*operation) []datatype.Type {
	types := make([]datatype.Type, len(list))
	for i, o := range list {
		types[i] = o.typ
	}
	return types
}

// convert casts an operation to a type that it is merged to, unless it has it already.
func convert(a *operation, to datatype.Type) *operation {
	to.NotNull = a.typ.NotNull
	if a.typ.Equal(to) {
		return a
	}
	return castTo(a, to, a.pos)
}
