package procedures

import (
	"reflect"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// accessor reads and writes a Go value in the form S in which columns store it.
type accessor[S any] struct {
	get func(reflect.Value) (S, error)
	set func(reflect.Value, S) error
}

// scalar is the codec of a Go type for a scalar data type, or nil where they do not go together.
func (k compiler) scalar(g reflect.Type, t datatype.Type) *codec {
	switch t.Root {
	case datatype.Boolean, datatype.TinyInt, datatype.SmallInt, datatype.Int, datatype.BigInt, datatype.Date, datatype.Time,
		datatype.IntervalYearMonth, datatype.IntervalDayTime:
		if a, ok := k.intAccessor(g, t.Root); ok {
			return intCodec(a, t)
		}
	case datatype.Float, datatype.Double:
		if g.Kind() == reflect.Float64 || g.Kind() == reflect.Float32 {
			return floatCodec(t)
		}
	case datatype.Char, datatype.Varchar:
		return stringCodec(g, t)
	case datatype.Timestamp, datatype.TimestampLTZ, datatype.TimestampTZ:
		if a, ok := instantAccessor(g, t.Root); ok {
			return instantCodec(a, t)
		}
	case datatype.Decimal:
		if g == decimalType {
			return decimalCodec(t)
		}
	case datatype.Binary, datatype.Varbinary, datatype.Bitmap:
		if isBytes(g) {
			return bytesCodec(t)
		}
	case datatype.Raw:
		return k.rawCodec(g, t)
	case datatype.Variant:
		if g == variantType {
			return variantCodec(t)
		}
	}
	return nil
}

func isBytes(g reflect.Type) bool {
	return g.Kind() == reflect.Slice && g.Elem().Kind() == reflect.Uint8
}

// notNull marks the row that is being appended as not NULL in a column that has NULLs already.
func notNull(c *datatype.Column) {
	if c.Null != nil {
		c.Null = append(c.Null, false)
	}
}

func intCodec(a accessor[int64], t datatype.Type) *codec {
	return &codec{
		decode: func(v datatype.Value, dst reflect.Value) error {
			n, ok := intOf(v)
			if !ok {
				return errWrongValue(v, t)
			}
			return a.set(dst, n)
		},
		encode: func(src reflect.Value) (datatype.Value, error) {
			n, err := a.get(src)
			return intValue(t.Root, n), err
		},
		append: func(c *datatype.Column, src reflect.Value) error {
			n, err := a.get(src)
			if err != nil {
				return err
			}
			notNull(c)
			c.Ints = append(c.Ints, n)
			return nil
		},
	}
}

// intOf is what a column of numbers stores of a value.
func intOf(v datatype.Value) (int64, bool) {
	switch v := v.(type) {
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	case int8:
		return int64(v), true
	case int16:
		return int64(v), true
	case int32:
		return int64(v), true
	case int64:
		return v, true
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

// intValue is the inverse of intOf.
func intValue(root datatype.Root, n int64) datatype.Value {
	switch root {
	case datatype.Boolean:
		return n != 0
	case datatype.TinyInt:
		return int8(n)
	case datatype.SmallInt:
		return int16(n)
	case datatype.Int:
		return int32(n)
	case datatype.Date:
		return datatype.Days(n)
	case datatype.Time:
		return datatype.Nanos(n)
	case datatype.IntervalYearMonth:
		return datatype.Period(n)
	case datatype.IntervalDayTime:
		return time.Duration(n)
	}
	return n
}

func floatCodec(t datatype.Type) *codec {
	single := t.Root == datatype.Float
	return &codec{
		decode: func(v datatype.Value, dst reflect.Value) error {
			switch v := v.(type) {
			case float32:
				dst.SetFloat(float64(v))
			case float64:
				dst.SetFloat(v)
			default:
				return errWrongValue(v, t)
			}
			return nil
		},
		encode: func(src reflect.Value) (datatype.Value, error) {
			if single { // rounded here, so that an overflow has to be found here too
				return float32(src.Float()), checkSingle(src.Float())
			}
			return src.Float(), nil
		},
		append: func(c *datatype.Column, src reflect.Value) error {
			notNull(c)
			c.Floats = append(c.Floats, src.Float())
			return nil
		},
	}
}

// stringCodec is for Go strings and, as in Flink, for their bytes.
func stringCodec(g reflect.Type, t datatype.Type) *codec {
	var a accessor[string]
	switch {
	case g.Kind() == reflect.String:
		a.get = func(v reflect.Value) (string, error) { return v.String(), nil }
		a.set = func(v reflect.Value, s string) error { v.SetString(s); return nil }
	case isBytes(g):
		a.get = func(v reflect.Value) (string, error) { return string(v.Bytes()), nil }
		a.set = func(v reflect.Value, s string) error { v.SetBytes([]byte(s)); return nil }
	default:
		return nil
	}
	c := &codec{
		nilable: g.Kind() == reflect.Slice,
		decode: func(v datatype.Value, dst reflect.Value) error {
			s, ok := v.(string)
			if !ok {
				return errWrongValue(v, t)
			}
			return a.set(dst, s)
		},
		encode: func(src reflect.Value) (datatype.Value, error) { return a.get(src) },
		append: func(c *datatype.Column, src reflect.Value) error {
			s, err := a.get(src)
			notNull(c)
			c.Strings = append(c.Strings, s)
			return err
		},
	}
	if c.nilable {
		return nilAware(c)
	}
	return c
}

// nilAware makes a nil Go value NULL.
func nilAware(inner *codec) *codec {
	return &codec{
		nilable: true,
		decode:  inner.decode,
		encode: func(src reflect.Value) (datatype.Value, error) {
			if src.IsNil() {
				return nil, nil
			}
			return inner.encode(src)
		},
		append: func(c *datatype.Column, src reflect.Value) error {
			if src.IsNil() {
				c.AppendNull()
				return nil
			}
			return inner.append(c, src)
		},
	}
}

func bytesCodec(t datatype.Type) *codec {
	return nilAware(&codec{
		decode: func(v datatype.Value, dst reflect.Value) error {
			b, ok := v.([]byte)
			if !ok {
				return errWrongValue(v, t)
			}
			dst.SetBytes(b)
			return nil
		},
		encode: func(src reflect.Value) (datatype.Value, error) { return src.Bytes(), nil },
		append: func(c *datatype.Column, src reflect.Value) error {
			notNull(c)
			c.Bytes = append(c.Bytes, src.Bytes())
			return nil
		},
	})
}

// rawCodec: a serializer takes any Go type; without one, and for arguments, a RAW is its bytes.
func (k compiler) rawCodec(g reflect.Type, t datatype.Type) *codec {
	switch {
	case k.serializes():
	case isBytes(g):
		return bytesCodec(t)
	default:
		return nil
	}
	c := boxed(false, nil, func(src reflect.Value) (datatype.Value, error) {
		b, err := k.serializer.Serialize(src.Interface())
		if err != nil {
			return nil, err
		}
		return b, nil
	})
	c.decode = func(v datatype.Value, _ reflect.Value) error { return errWrongValue(v, t) }
	switch g.Kind() {
	case reflect.Slice, reflect.Map, reflect.Interface, reflect.Pointer:
		return nilAware(c)
	}
	return c
}

func variantCodec(t datatype.Type) *codec {
	return nilAware(boxed(true,
		func(v datatype.Value, dst reflect.Value) error {
			if reflect.TypeOf(v) != variantType {
				return errWrongValue(v, t)
			}
			dst.Set(reflect.ValueOf(v))
			return nil
		},
		func(src reflect.Value) (datatype.Value, error) { return src.Interface(), nil },
	))
}

// nullCodec is for the type of an untyped NULL, which has no other value.
func nullCodec() *codec {
	return boxed(true,
		func(datatype.Value, reflect.Value) error { return nil },
		func(reflect.Value) (datatype.Value, error) { return nil, nil })
}

func instantCodec(a accessor[datatype.Instant], t datatype.Type) *codec {
	return &codec{
		decode: func(v datatype.Value, dst reflect.Value) error {
			i, ok := v.(datatype.Instant)
			if !ok {
				return errWrongValue(v, t)
			}
			return a.set(dst, i)
		},
		encode: func(src reflect.Value) (datatype.Value, error) {
			i, err := a.get(src)
			return i, err
		},
		append: func(c *datatype.Column, src reflect.Value) error {
			i, err := a.get(src)
			if err != nil {
				return err
			}
			notNull(c)
			c.Instants = append(c.Instants, i)
			return nil
		},
	}
}

func decimalCodec(t datatype.Type) *codec {
	return &codec{
		decode: func(v datatype.Value, dst reflect.Value) error {
			d, ok := v.(*apd.Decimal)
			if !ok {
				return errWrongValue(v, t)
			}
			dst.Addr().Interface().(*apd.Decimal).Set(d) // a copy: the value is shared
			return nil
		},
		encode: func(src reflect.Value) (datatype.Value, error) {
			d := new(apd.Decimal)
			return d, rescale(d, load[apd.Decimal](src), t)
		},
		append: func(c *datatype.Column, src reflect.Value) error {
			notNull(c)
			c.Decimals = append(c.Decimals, apd.Decimal{})
			return rescale(&c.Decimals[len(c.Decimals)-1], load[apd.Decimal](src), t)
		},
	}
}

// load reads a value of an exact Go type; it does not allocate where the value is addressable.
func load[T any](v reflect.Value) *T {
	if v.CanAddr() {
		return v.Addr().Interface().(*T)
	}
	t := v.Interface().(T)
	return &t
}

var rounding = apd.Context{Precision: 38, MaxExponent: 100_000, MinExponent: -100_000, Rounding: apd.RoundHalfUp}

// rescale sets dst to d with the digits behind the point that the type declares, rounded half up; 22003 where it does not fit.
func rescale(dst, d *apd.Decimal, t datatype.Type) error {
	// apd's sums of exponents wrap, so that no extreme one may get there
	digits := int64(d.Exponent) + d.NumDigits() // before the point
	switch {
	case d.Form == apd.Finite && !d.IsZero() && digits > int64(t.Precision-t.Scale):
		return errDecimalOverflow(t)
	case d.Form == apd.Finite && d.Exponent == -int32(t.Scale):
		dst.Set(d)
	case d.Form == apd.Finite && (d.IsZero() || digits < -int64(t.Scale)): // zero or less than a tenth of the last digit
		dst.SetFinite(0, -int32(t.Scale))
	default:
		condition, err := rounding.Quantize(dst, d, -int32(t.Scale))
		if err != nil || condition.InvalidOperation() {
			return errDecimalOverflow(t)
		}
	}
	if dst.Form != apd.Finite || dst.NumDigits() > int64(t.Precision) && !dst.IsZero() {
		return errDecimalOverflow(t)
	}
	if dst.IsZero() {
		dst.Negative = false // SQL has one zero
	}
	return nil
}

func errDecimalOverflow(t datatype.Type) error {
	return pgerr.New(pgerr.NumericValueOutOfRange, "numeric field overflow").
		WithDetail("A result of type %s must hold less than 10^%d.", t.Nullable(), t.Precision-t.Scale)
}
