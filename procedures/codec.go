package procedures

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// codec converts between one Go type and the values of one data type. The functions never see NULL except where nilable is set.
type codec struct {
	nilable bool // the Go type can hold NULL
	// decode sets dst, which is settable and of the Go type, to a value that is not nil.
	decode func(v datatype.Value, dst reflect.Value) error
	// encode returns the value of src, nil where src holds NULL.
	encode func(src reflect.Value) (datatype.Value, error)
	// append appends the value of src to a column of the type.
	append func(c *datatype.Column, src reflect.Value) error
}

// direction says which conversions are allowed: an argument may only get wider on its way to Go, a result on its way back.
type direction uint8

const (
	input   direction = iota // arguments
	results                  // results
	dynamic                  // values that are seen at run time only: numbers are checked for range then
)

// compiler makes codecs.
type compiler struct {
	direction  direction
	serializer Serializer // of every RAW type inside
}

func newCompiler(serializer Serializer, d direction) compiler {
	return compiler{direction: d, serializer: serializer}
}

// codec pairs a Go type with a data type, or says that they do not go together.
func (k compiler) codec(g reflect.Type, t datatype.Type) (*codec, error) {
	if t.Root == datatype.Null {
		return nullCodec(), nil
	}
	if t.Root == datatype.Raw && k.serializes() && g != anyType { // a serializer sees pointers as they are
		return k.rawCodec(g, t), nil
	}
	if g == anyType {
		return k.anyCodec(t)
	}
	if g.Kind() == reflect.Pointer {
		inner, err := k.codec(g.Elem(), t)
		if err != nil {
			return nil, err
		}
		return pointerCodec(g, inner), nil
	}
	if v, ok := sqlNull(g); ok {
		inner, err := k.codec(v, t)
		if err != nil {
			return nil, err
		}
		return sqlNullCodec(inner), nil
	}
	if c := k.scalar(g, t); c != nil {
		return c, nil
	}
	c, err := k.constructed(g, t)
	if c == nil && err == nil {
		err = errNoConversion(g, t)
	}
	return c, err
}

// serializes reports whether values of RAW types are made by a serializer.
func (k compiler) serializes() bool { return k.serializer != nil && k.direction != input }

func errNoConversion(g reflect.Type, t datatype.Type) error {
	return flinkErrorf("Data type '%s' does not support a conversion from or to Go type '%s'.", t, g)
}

func pointerCodec(g reflect.Type, inner *codec) *codec {
	return &codec{
		nilable: true,
		decode: func(v datatype.Value, dst reflect.Value) error {
			p := reflect.New(g.Elem())
			if err := inner.decode(v, p.Elem()); err != nil {
				return err
			}
			dst.Set(p)
			return nil
		},
		encode: func(src reflect.Value) (datatype.Value, error) {
			if src.IsNil() {
				return nil, nil
			}
			return inner.encode(src.Elem())
		},
		append: func(c *datatype.Column, src reflect.Value) error {
			if src.IsNil() {
				c.AppendNull()
				return nil
			}
			return inner.append(c, src.Elem())
		},
	}
}

func sqlNullCodec(inner *codec) *codec {
	const fieldV, fieldValid = 0, 1
	return &codec{
		nilable: true,
		decode: func(v datatype.Value, dst reflect.Value) error {
			dst.Field(fieldValid).SetBool(true)
			return inner.decode(v, dst.Field(fieldV))
		},
		encode: func(src reflect.Value) (datatype.Value, error) {
			if !src.Field(fieldValid).Bool() {
				return nil, nil
			}
			return inner.encode(src.Field(fieldV))
		},
		append: func(c *datatype.Column, src reflect.Value) error {
			if !src.Field(fieldValid).Bool() {
				c.AppendNull()
				return nil
			}
			return inner.append(c, src.Field(fieldV))
		},
	}
}

// anyCodec gives an `any` the default Go type of the data type, and takes from one whatever Go type it holds.
func (k compiler) anyCodec(t datatype.Type) (*codec, error) {
	g, err := defaultGoType(t)
	if err != nil {
		return nil, err
	}
	typed, err := k.codec(g, t)
	if err != nil {
		return nil, err
	}
	dyn := &dynamicCodecs{compiler: newCompiler(k.serializer, dynamic), typ: t}
	return &codec{
		nilable: true,
		decode: func(v datatype.Value, dst reflect.Value) error {
			p := reflect.New(g).Elem()
			if err := typed.decode(v, p); err != nil {
				return err
			}
			dst.Set(p)
			return nil
		},
		encode: dyn.encode,
		append: func(c *datatype.Column, src reflect.Value) error {
			v, err := dyn.encode(src)
			if err == nil {
				c.Append(v)
			}
			return err
		},
	}, nil
}

// dynamicCodecs encodes values of Go types that show at run time only, into one data type.
type dynamicCodecs struct {
	compiler compiler
	typ      datatype.Type
	codecs   sync.Map // reflect.Type → *codec, or an error
}

func (d *dynamicCodecs) encode(src reflect.Value) (datatype.Value, error) {
	if src.IsNil() {
		return nil, nil
	}
	src = src.Elem()
	c, err := d.codec(src.Type())
	if err != nil {
		return nil, err
	}
	return c.encode(src)
}

func (d *dynamicCodecs) codec(g reflect.Type) (*codec, error) {
	known, ok := d.codecs.Load(g)
	if !ok {
		c, err := d.compiler.codec(g, d.typ)
		known = c
		if err != nil {
			known = pgerr.New(pgerr.ExternalRoutineException, "procedure returned a Go value of type %s for %s", g, d.typ).WithCause(err)
		}
		d.codecs.Store(g, known)
	}
	if err, bad := known.(*pgerr.Error); bad {
		return nil, err
	}
	return known.(*codec), nil
}

// boxed is a codec whose columns are filled by way of encode.
func boxed(nilable bool, decode func(datatype.Value, reflect.Value) error, encode func(reflect.Value) (datatype.Value, error)) *codec {
	return &codec{nilable: nilable, decode: decode, encode: encode, append: func(c *datatype.Column, src reflect.Value) error {
		v, err := encode(src)
		if err == nil {
			c.Append(v)
		}
		return err
	}}
}

// errWrongValue is for an argument of another Go type than its data type says, which only a broken caller makes.
func errWrongValue(v datatype.Value, t datatype.Type) error {
	return pgerr.New(pgerr.DatatypeMismatch, "argument of type %s holds a value of another type", t).
		WithCause(fmt.Errorf("value of Go type %T for %s", v, t))
}
