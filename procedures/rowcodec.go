package procedures

import (
	"reflect"
	"strings"
	"sync"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// rowFields converts between the fields of a ROW and a Go type that holds one.
type rowFields struct {
	nilable bool
	codecs  []*codec
	// get returns the Go value of a field; it is invalid where the Go row lacks it, which is NULL.
	get func(row reflect.Value, field int) reflect.Value
	// check tells whether a Go row has the shape of the data type.
	check func(row reflect.Value) error
	// set makes row a new Go row and stores the fields that decode gives.
	set func(row reflect.Value, decode func(field int, dst reflect.Value) error) error
}

var mapRowType = reflect.TypeFor[map[string]any]()

// rowFields reads rows of a Go type: a struct whose fields stand for those of the ROW in order, [Row] or map[string]any. It is nil
// where the Go type is none of these.
func (k compiler) rowFields(g reflect.Type, t datatype.Type) (*rowFields, error) {
	switch {
	case g.Kind() == reflect.Slice && g.Elem() == anyType:
		return k.genericFields(t, sliceFields(g, t))
	case g.ConvertibleTo(mapRowType) && g.Kind() == reflect.Map:
		return k.genericFields(t, mapFields(g, t))
	case g.Kind() == reflect.Struct && !isScalarStruct(g):
		return k.structRow(g, t)
	}
	return nil, nil
}

func (k compiler) genericFields(t datatype.Type, r *rowFields) (*rowFields, error) {
	r.nilable = true
	for _, f := range t.Fields {
		c, err := k.anyCodec(f.Type)
		if err != nil {
			return nil, err
		}
		r.codecs = append(r.codecs, c)
	}
	return r, nil
}

func sliceFields(g reflect.Type, t datatype.Type) *rowFields {
	n := len(t.Fields)
	return &rowFields{
		get: func(row reflect.Value, i int) reflect.Value { return row.Index(i) },
		check: func(row reflect.Value) error {
			if row.Len() != n {
				return pgerr.New(pgerr.ExternalRoutineException, "procedure returned a row of %d values for %d columns", row.Len(), n)
			}
			return nil
		},
		set: func(row reflect.Value, decode func(int, reflect.Value) error) error {
			row.Set(reflect.MakeSlice(g, n, n))
			for i := range n {
				if err := decode(i, row.Index(i)); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func mapFields(g reflect.Type, t datatype.Type) *rowFields {
	names := make([]string, len(t.Fields))
	known := make(map[string]bool, len(t.Fields))
	for i, f := range t.Fields {
		names[i], known[f.Name] = f.Name, true
	}
	key := func(i int) reflect.Value { return reflect.ValueOf(names[i]).Convert(g.Key()) }
	return &rowFields{
		get: func(row reflect.Value, i int) reflect.Value { return row.MapIndex(key(i)) },
		check: func(row reflect.Value) error {
			for it := row.MapRange(); it.Next(); {
				if name := it.Key().String(); !known[name] {
					return pgerr.New(pgerr.ExternalRoutineException,
						"Unknown field name '%s' for mapping to a row position. Available names are: [%s]", name, strings.Join(names, ", "))
				}
			}
			return nil
		},
		set: func(row reflect.Value, decode func(int, reflect.Value) error) error {
			m := reflect.MakeMapWithSize(g, len(names))
			row.Set(m)
			for i := range names {
				v := reflect.New(anyType).Elem()
				if err := decode(i, v); err != nil {
					return err
				}
				m.SetMapIndex(key(i), v)
			}
			return nil
		},
	}
}

// structRow matches the fields of a struct with those of a ROW by position.
func (k compiler) structRow(g reflect.Type, t datatype.Type) (*rowFields, error) {
	fields, err := structFields(g)
	if err != nil {
		return nil, err
	}
	if len(fields) != len(t.Fields) {
		return nil, errNoConversion(g, t)
	}
	r := &rowFields{check: func(reflect.Value) error { return nil }}
	for i, f := range fields {
		c, err := k.codec(f.goType, t.Fields[i].Type)
		if err != nil {
			return nil, flinkErrorf("Error in field '%s' of class '%s'. %w", f.name, g, err)
		}
		r.codecs = append(r.codecs, c)
	}
	r.get = func(row reflect.Value, i int) reflect.Value {
		if index := fields[i].index; len(index) > 1 {
			return row.FieldByIndex(index)
		}
		return row.Field(fields[i].index[0])
	}
	r.set = func(row reflect.Value, decode func(int, reflect.Value) error) error {
		for i := range fields {
			if err := decode(i, r.get(row, i)); err != nil {
				return err
			}
		}
		return nil
	}
	return r, nil
}

// codec is the codec of a ROW inside another type.
func (r *rowFields) codec(t datatype.Type) *codec {
	c := boxed(r.nilable,
		func(v datatype.Value, dst reflect.Value) error {
			values, ok := v.([]datatype.Value)
			if !ok || len(values) != len(r.codecs) {
				return errWrongValue(v, t)
			}
			return r.set(dst, func(i int, field reflect.Value) error { return decodeInner(r.codecs[i], values[i], field) })
		},
		func(src reflect.Value) (datatype.Value, error) {
			if err := r.check(src); err != nil {
				return nil, err
			}
			values := make([]datatype.Value, len(r.codecs))
			for i, c := range r.codecs {
				field := r.get(src, i)
				if !field.IsValid() {
					continue
				}
				var err error
				if values[i], err = c.encode(field); err != nil {
					return nil, err
				}
			}
			return values, nil
		})
	if r.nilable {
		return nilAware(c)
	}
	return c
}

// rowCodec appends the Go value of one row to the columns of a batch.
type rowCodec struct {
	columns []datatype.Type
	append  func(b *datatype.Batch, row reflect.Value) error
}

// isRow reports whether a result of this type has one column per field.
func isRow(t datatype.Type) bool { return t.Root == datatype.Row || t.Root == datatype.Structured }

// columnsOf are the result columns of an output type.
func columnsOf(t *datatype.Type) []datatype.Field {
	switch {
	case t == nil:
		return nil
	case isRow(*t):
		return t.Fields
	}
	return []datatype.Field{{Name: "result", Type: *t}}
}

// rowCodec is how rows of a Go type become columns.
func (k compiler) rowCodec(g reflect.Type, t datatype.Type) (*rowCodec, error) {
	r := &rowCodec{}
	for _, f := range columnsOf(&t) {
		r.columns = append(r.columns, f.Type)
	}
	if isRow(t) {
		appendRow, err := k.rowAppender(g, t)
		r.append = appendRow
		return r, err
	}
	c, err := k.codec(g, t)
	if err != nil {
		return nil, err
	}
	r.append = func(b *datatype.Batch, row reflect.Value) error { return c.append(&b.Columns[0], row) }
	return r, nil
}

type rowAppender func(b *datatype.Batch, row reflect.Value) error

// rowAppender spreads a row over the columns; a row that is nil is a row of NULLs.
func (k compiler) rowAppender(g reflect.Type, t datatype.Type) (rowAppender, error) {
	if g == anyType {
		return k.dynamicRow(t), nil
	}
	if g.Kind() == reflect.Pointer {
		inner, err := k.rowAppender(g.Elem(), t)
		return func(b *datatype.Batch, row reflect.Value) error {
			if row.IsNil() {
				return appendNulls(b)
			}
			return inner(b, row.Elem())
		}, err
	}
	if v, ok := sqlNull(g); ok {
		inner, err := k.rowAppender(v, t)
		return func(b *datatype.Batch, row reflect.Value) error {
			if !row.Field(1).Bool() {
				return appendNulls(b)
			}
			return inner(b, row.Field(0))
		}, err
	}
	fields, err := k.rowFields(g, t)
	if err == nil && fields == nil {
		err = errNoConversion(g, t)
	}
	if err != nil {
		return nil, err
	}
	return fields.append, nil
}

func appendNulls(b *datatype.Batch) error {
	for i := range b.Columns {
		b.Columns[i].AppendNull()
	}
	return nil
}

func (r *rowFields) append(b *datatype.Batch, row reflect.Value) error {
	if r.nilable && row.IsNil() {
		return appendNulls(b)
	}
	if err := r.check(row); err != nil {
		return err
	}
	for i, c := range r.codecs {
		field := r.get(row, i)
		if !field.IsValid() {
			b.Columns[i].AppendNull()
			continue
		}
		if err := c.append(&b.Columns[i], field); err != nil {
			return err
		}
	}
	return nil
}

// dynamicRow takes rows whose Go type shows at run time only.
func (k compiler) dynamicRow(t datatype.Type) rowAppender {
	var known sync.Map // reflect.Type → rowAppender
	k = newCompiler(k.serializer, dynamic)
	return func(b *datatype.Batch, row reflect.Value) error {
		if row.IsNil() {
			return appendNulls(b)
		}
		row = row.Elem()
		a, ok := known.Load(row.Type())
		if !ok {
			compiled, err := k.rowAppender(row.Type(), t)
			if err != nil {
				return pgerr.New(pgerr.ExternalRoutineException, "procedure returned a Go value of type %s for %s", row.Type(), t).WithCause(err)
			}
			a = compiled
			known.Store(row.Type(), a)
		}
		return a.(rowAppender)(b, row)
	}
}
