package procedures

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// constructed is the codec of a Go type for a type with components, or nil where they do not go together.
func (k compiler) constructed(g reflect.Type, t datatype.Type) (*codec, error) {
	switch t.Root {
	case datatype.Array:
		if g.Kind() == reflect.Slice {
			return k.arrayCodec(g, t)
		}
	case datatype.Map:
		if g.Kind() == reflect.Map {
			return k.mapCodec(g, *t.Key, *t.Elem)
		}
		if g == entriesType {
			return k.entriesCodec(*t.Key, *t.Elem)
		}
	case datatype.Multiset:
		if g.Kind() == reflect.Map {
			return k.mapCodec(g, *t.Elem, multisetCount)
		}
		if g == entriesType {
			return k.entriesCodec(*t.Elem, multisetCount)
		}
	case datatype.Row, datatype.Structured:
		fields, err := k.rowFields(g, t)
		if err != nil || fields == nil {
			return nil, err
		}
		return fields.codec(t), nil
	}
	return nil, nil
}

// multisetCount is the type of how often an element is in a MULTISET.
var multisetCount = datatype.Of(datatype.Int).NonNull()

func (k compiler) arrayCodec(g reflect.Type, t datatype.Type) (*codec, error) {
	elem, err := k.codec(g.Elem(), *t.Elem)
	if err != nil {
		return nil, err
	}
	return nilAware(boxed(true,
		func(v datatype.Value, dst reflect.Value) error {
			values, ok := v.([]datatype.Value)
			if !ok {
				return errWrongValue(v, t)
			}
			s := reflect.MakeSlice(g, len(values), len(values))
			for i, v := range values {
				if err := decodeInner(elem, v, s.Index(i)); err != nil {
					return err
				}
			}
			dst.Set(s)
			return nil
		},
		func(src reflect.Value) (datatype.Value, error) {
			values := make([]datatype.Value, src.Len())
			for i := range values {
				var err error
				if values[i], err = elem.encode(src.Index(i)); err != nil {
					return nil, err
				}
			}
			return values, nil
		},
	)), nil
}

// decodeInner decodes a component, which may be NULL. A Go type that cannot hold NULL refuses it.
func decodeInner(c *codec, v datatype.Value, dst reflect.Value) error {
	switch {
	case v != nil:
		return c.decode(v, dst)
	case !c.nilable:
		return pgerr.New(pgerr.NullValueNotAllowed, "the argument must not contain null")
	}
	return nil
}

func (k compiler) mapCodec(g reflect.Type, keyType, valueType datatype.Type) (*codec, error) {
	key, err := k.codec(g.Key(), keyType)
	if err != nil {
		return nil, err
	}
	value, err := k.codec(g.Elem(), valueType)
	if err != nil {
		return nil, err
	}
	return nilAware(boxed(true,
		func(v datatype.Value, dst reflect.Value) error { return decodeMap(g, key, value, v, dst) },
		func(src reflect.Value) (datatype.Value, error) { return encodeMap(key, value, src) },
	)), nil
}

func decodeMap(g reflect.Type, key, value *codec, v datatype.Value, dst reflect.Value) error {
	entries, ok := v.([]datatype.Entry)
	if !ok {
		return errWrongValue(v, datatype.Of(datatype.Map))
	}
	m := reflect.MakeMapWithSize(g, len(entries))
	for _, e := range entries {
		goKey, goValue := reflect.New(g.Key()).Elem(), reflect.New(g.Elem()).Elem()
		if err := decodeInner(key, e.Key, goKey); err != nil {
			return err
		}
		if err := decodeInner(value, e.Value, goValue); err != nil {
			return err
		}
		m.SetMapIndex(goKey, goValue)
	}
	dst.Set(m)
	return nil
}

// encodeMap returns the entries in the order of their keys: Go's order is random, and the same map has to read the same twice.
func encodeMap(key, value *codec, src reflect.Value) (datatype.Value, error) {
	entries := make([]datatype.Entry, 0, src.Len())
	for it := src.MapRange(); it.Next(); {
		k, err := key.encode(it.Key())
		if err != nil {
			return nil, err
		}
		v, err := value.encode(it.Value())
		if err != nil {
			return nil, err
		}
		entries = append(entries, datatype.Entry{Key: k, Value: v})
	}
	slices.SortFunc(entries, func(a, b datatype.Entry) int { return compareKeys(a.Key, b.Key) })
	return entries, nil
}

func compareKeys(a, b datatype.Value) int {
	if x, ok := intOf(a); ok {
		if y, ok := intOf(b); ok {
			return cmp.Compare(x, y)
		}
	}
	return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// entriesCodec is for maps whose keys Go cannot hash, and for those that want to keep an order.
func (k compiler) entriesCodec(keyType, valueType datatype.Type) (*codec, error) {
	key, err := k.anyCodec(keyType)
	if err != nil {
		return nil, err
	}
	value, err := k.anyCodec(valueType)
	if err != nil {
		return nil, err
	}
	convert := func(src reflect.Value) (datatype.Value, error) {
		entries := make([]datatype.Entry, src.Len())
		for i := range entries {
			var err error
			if entries[i].Key, err = key.encode(src.Index(i).Field(0)); err != nil {
				return nil, err
			}
			if entries[i].Value, err = value.encode(src.Index(i).Field(1)); err != nil {
				return nil, err
			}
		}
		return entries, nil
	}
	return nilAware(boxed(true, func(v datatype.Value, dst reflect.Value) error {
		entries, ok := v.([]datatype.Entry)
		if !ok {
			return errWrongValue(v, datatype.Of(datatype.Map))
		}
		decoded := make([]datatype.Entry, len(entries))
		for i, e := range entries {
			out := reflect.ValueOf(&decoded[i]).Elem()
			if err := decodeInner(key, e.Key, out.Field(0)); err != nil {
				return err
			}
			if err := decodeInner(value, e.Value, out.Field(1)); err != nil {
				return err
			}
		}
		dst.Set(reflect.ValueOf(decoded))
		return nil
	}, convert)), nil
}

// defaultGoTypes are the Go types that an `any` holds, by the root of the data type (LogicalType.getDefaultConversion).
var defaultGoTypes = map[datatype.Root]reflect.Type{
	datatype.Char: reflect.TypeFor[string](), datatype.Varchar: reflect.TypeFor[string](),
	datatype.Boolean: reflect.TypeFor[bool](), datatype.Binary: byteSliceType, datatype.Varbinary: byteSliceType,
	datatype.Decimal: reflect.TypeFor[apd.Decimal](), datatype.TinyInt: reflect.TypeFor[int8](),
	datatype.SmallInt: reflect.TypeFor[int16](), datatype.Int: reflect.TypeFor[int32](), datatype.BigInt: reflect.TypeFor[int64](),
	datatype.Float: reflect.TypeFor[float32](), datatype.Double: reflect.TypeFor[float64](),
	datatype.Date: reflect.TypeFor[civil.Date](), datatype.Time: reflect.TypeFor[civil.Time](),
	datatype.Timestamp: reflect.TypeFor[civil.DateTime](), datatype.TimestampTZ: reflect.TypeFor[time.Time](),
	datatype.TimestampLTZ: reflect.TypeFor[time.Time](), datatype.IntervalYearMonth: reflect.TypeFor[datatype.Period](),
	datatype.IntervalDayTime: reflect.TypeFor[time.Duration](), datatype.Array: reflect.TypeFor[[]any](),
	datatype.Row: reflect.TypeFor[Row](), datatype.Structured: reflect.TypeFor[Row](), datatype.Raw: byteSliceType,
	datatype.Variant: reflect.TypeFor[json.RawMessage](), datatype.Bitmap: byteSliceType,
}

// defaultGoType is the Go type that an `any` holds for a data type. A map is a map[any]any where Go can hash its keys, else
// []datatype.Entry.
func defaultGoType(t datatype.Type) (reflect.Type, error) {
	key := t.Key
	switch t.Root {
	case datatype.Multiset:
		key = t.Elem
	case datatype.Map:
	default:
		if g, ok := defaultGoTypes[t.Root]; ok {
			return g, nil
		}
		return nil, flinkErrorf("Data type '%s' has no Go type.", t)
	}
	if g, ok := defaultGoTypes[key.Root]; ok && g.Comparable() && g != decimalType {
		return reflect.TypeFor[map[any]any](), nil
	}
	return entriesType, nil
}
