package procedures

import (
	"iter"
	"reflect"
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// compile checks that the method can be called with the signature and can return the output, and prepares both.
func (m *mapping) compile() error {
	if !m.method.takes(len(m.signature.params), m.signature.varArgs) {
		return m.errMismatch(nil)
	}
	for i, p := range m.signature.params {
		if m.method.direct != nil {
			break // it takes values as they are
		}
		c, err := m.argCodec(i, p)
		if err != nil {
			return m.errMismatch(err)
		}
		m.args = append(m.args, c)
	}
	return m.compileRows()
}

// argCodec is the codec of an argument, or nil for one of any type, whose codec depends on the call.
func (m *mapping) argCodec(i int, p Param) (*codec, error) {
	g := m.method.goParam(i)
	if p.Any {
		if g != anyType {
			return nil, flinkErrorf("argument %d takes any type: its Go type has to be any, not %s", i, g)
		}
		return nil, nil
	}
	c, err := newCompiler(m.signature.serializers[i], input).codec(g, p.Type)
	if err != nil {
		return nil, flinkErrorf("argument %d: %w", i, err)
	}
	if !c.nilable && !p.Type.NotNull && !m.signature.lenient {
		return nil, flinkErrorf("argument %d: type '%s' is nullable, and Go type '%s' cannot hold NULL", i, p.Type, g)
	}
	if !c.nilable && p.Optional && p.Default == nil {
		return nil, flinkErrorf("Invalid data type for optional argument '%s'. An optional argument has to accept null values.", p.Name)
	}
	return c, nil
}

func (m *mapping) compileRows() error {
	res, out := m.method.result, m.output
	if (res.kind == resultNone) != (out.typ == nil) {
		return m.errMismatch(nil)
	}
	switch res.kind {
	case resultNone:
		return nil
	case resultBatches:
		m.rows = &rowCodec{}
		for _, f := range columnsOf(out.typ) {
			m.rows.columns = append(m.rows.columns, f.Type)
		}
		return nil
	}
	var err error
	m.rows, err = newCompiler(out.serializer, results).rowCodec(res.elem, *out.typ)
	if err != nil {
		return m.errMismatch(flinkErrorf("result: %w", err))
	}
	return nil
}

// errMismatch says what the method should look like.
func (m *mapping) errMismatch(reason error) error {
	args := []string{"_"}
	for i, p := range m.signature.params {
		arg := goTypeText(p.Type)
		if p.Any {
			arg = "any"
		}
		if m.signature.varArgs && i == len(m.signature.params)-1 {
			arg = "..." + arg
		}
		args = append(args, arg)
	}
	returns := ""
	if m.output.typ != nil {
		returns = "[]" + goTypeText(*m.output.typ) + " "
	}
	const text = "Considering all hints, the method should comply with the signature:\n%scall(%s)\nPattern: (<context> [, <argument>]*)"
	if reason == nil {
		return flinkErrorf(text, returns, strings.Join(args, ", "))
	}
	return flinkErrorf(text+"\n%w", returns, strings.Join(args, ", "), reason)
}

// goTypeText is the Go type of a data type as a method would declare it.
func goTypeText(t datatype.Type) string {
	g, err := defaultGoType(t)
	if err != nil {
		return "any"
	}
	if t.NotNull || g.Kind() == reflect.Slice || g.Kind() == reflect.Map {
		return g.String()
	}
	return "*" + g.String()
}

// overload is the overload that calls the method.
func (m *mapping) overload() *Overload {
	o := &Overload{
		Params: m.signature.params, VarArgs: m.signature.varArgs, Output: m.output.typ,
		Columns: columnsOf(m.output.typ), Doc: m.method.doc,
	}
	if m.method.direct != nil {
		o.Invoke = m.method.invokeDirect
		return o
	}
	stream := m.streamer()
	var columns []datatype.Type // of the batches that the emitter fills: none where the function brings its own
	if m.rows != nil && m.method.result.kind != resultBatches {
		columns = m.rows.columns
	}
	o.Invoke = func(ctx Context, call *Call) iter.Seq2[*datatype.Batch, error] {
		return func(yield func(*datatype.Batch, error) bool) {
			e := newEmitter(ctx, columns, yield)
			args, err := m.goArgs(ctx, call)
			if err != nil {
				e.fail(err)
				return
			}
			m.method.call(e, args, stream)
		}
	}
	return o
}

// invokeDirect calls a function that takes the call itself.
func (m *method) invokeDirect(ctx Context, call *Call) iter.Seq2[*datatype.Batch, error] {
	rows, err := m.direct(ctx, call)
	if err != nil {
		return func(yield func(*datatype.Batch, error) bool) { yield(nil, err) }
	}
	return rows
}

func (m *mapping) streamer() streamer {
	switch m.method.result.kind {
	case resultNone:
		return nil
	case resultBatches:
		return streamBatches
	}
	return m.rows.streamer(m.method.result, *m.output.typ)
}

// call calls the Go function and sends what it returns.
func (m *method) call(e *emitter, args []reflect.Value, stream streamer) {
	out := m.fn.Call(args)
	if m.result.failable {
		if err, failed := out[len(out)-1].Interface().(error); failed {
			e.fail(err)
			return
		}
	}
	if stream != nil && !out[0].IsNil() { // a nil slice or iterator has no rows
		stream(e, out[0])
	}
}

// goArgs are the arguments of a call as the Go function takes them.
func (m *mapping) goArgs(ctx Context, call *Call) ([]reflect.Value, error) {
	args := make([]reflect.Value, 1, 1+len(call.Args))
	args[0] = reflect.ValueOf(ctx)
	for i, v := range call.Args {
		arg := reflect.New(m.method.goParam(i)).Elem()
		if err := m.decode(i, v, call.Types[i], arg); err != nil {
			return nil, err
		}
		args = append(args, arg)
	}
	return args, nil
}

func (m *mapping) decode(i int, v datatype.Value, t datatype.Type, arg reflect.Value) error {
	declared := min(i, len(m.args)-1)
	if v == nil {
		if c := m.args[declared]; c != nil && !c.nilable {
			return errNull(m.signature.params[declared].Name)
		}
		return nil
	}
	c := m.args[declared]
	if c == nil {
		var err error
		if c, err = newCompiler(nil, input).anyCodec(t); err != nil {
			return pgerr.New(pgerr.FeatureNotSupported, "argument %q cannot be of type %s", m.signature.params[declared].Name, t).WithCause(err)
		}
	}
	return c.decode(v, arg)
}

func errNull(name string) error {
	return pgerr.New(pgerr.NullValueNotAllowed, "argument %q must not be null", name)
}
