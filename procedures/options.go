package procedures

import (
	"errors"
	"fmt"
	"reflect"
)

// Row is one generic row of a result whose ROW type a hint declares: one value per field, in order. Handlers may also yield
// map[string]any, which is read by field name.
type Row = []any

// optionFunc is an Option that sets something of the whole procedure.
type optionFunc func(*definition) error

func (f optionFunc) apply(d *definition) error { return f(d) }

// Hints declares hints that all methods inherit, as annotations on a procedure's class do in Flink. They win over hints of
// methods, which win over hints of single parameters.
func Hints(hints ...ProcedureHint) Option {
	return optionFunc(func(d *definition) error {
		d.hints = append(d.hints, hints...)
		return nil
	})
}

// Doc says what the procedure does, for \df+ and DESCRIBE PROCEDURE.
func Doc(text string) Option {
	return optionFunc(func(d *definition) error {
		d.doc = text
		return nil
	})
}

// ReadOnly declares that the procedure has no side effects: a call whose rows nobody wants any more is cancelled instead of
// finished.
func ReadOnly() Option {
	return optionFunc(func(d *definition) error {
		d.readOnly = true
		return nil
	})
}

// AllowNamedOverloads allows named and optional arguments although the procedure is overloaded or takes var-args, which Flink
// does not.
func AllowNamedOverloads() Option {
	return optionFunc(func(d *definition) error {
		d.namedOverloads = true
		return nil
	})
}

// Method gives options to one method of a struct by its Go name, such as "CallInt". An unknown name is an error of [New].
func Method(name string, options ...MethodOption) Option {
	return optionFunc(func(d *definition) error {
		for _, m := range d.methods {
			if m.name == name {
				return m.applyAll(options)
			}
		}
		return fmt.Errorf("there is no method %s", name)
	})
}

// MethodOption is a hint or a property of one method or function. Where a procedure has exactly one method, it is also an
// [Option] of the whole.
type MethodOption interface {
	Option
	applyMethod(*method) error
}

type methodOptionFunc func(*method) error

func (f methodOptionFunc) applyMethod(m *method) error { return f(m) }

func (f methodOptionFunc) apply(d *definition) error {
	if len(d.methods) != 1 {
		return errors.New("an option of a method needs Method or Func to say which of several methods it is for")
	}
	return f(d.methods[0])
}

// MethodHints declares hints of one method, as annotations on a call method do in Flink.
func MethodHints(hints ...ProcedureHint) MethodOption {
	return methodOptionFunc(func(m *method) error {
		m.hints = append(m.hints, hints...)
		return nil
	})
}

// Result declares the type of one element of the result, as @DataTypeHint on a call method does in Flink.
func Result(hint DataTypeHint) MethodOption {
	return methodOptionFunc(func(m *method) error {
		m.resultHint = hint
		return nil
	})
}

// ParamHint declares the type of one parameter; i counts from 0 without the context.
func ParamHint(i int, hint DataTypeHint) MethodOption {
	return methodOptionFunc(func(m *method) error {
		p, err := m.hintedParam(i)
		if err == nil {
			p.typeHint = &hint
		}
		return err
	})
}

// Argument names one parameter, types it and says whether it is optional; i counts from 0 without the context. A hint without a
// type leaves the type to the Go type.
func Argument(i int, hint ArgumentHint) MethodOption {
	return methodOptionFunc(func(m *method) error {
		p, err := m.hintedParam(i)
		if err == nil {
			p.argumentHint = &hint
		}
		return err
	})
}

// MethodDoc says what one overload does.
func MethodDoc(text string) MethodOption {
	return methodOptionFunc(func(m *method) error {
		m.doc = text
		return nil
	})
}

// Function is a Go function with options of its own: see [Func].
type Function struct {
	fn      any
	options []MethodOption
}

// Func gives options to one function among several.
func Func(fn any, options ...MethodOption) Function { return Function{fn: fn, options: options} }

// Functions are the overloads of a procedure in the order in which they are tried: see [Funcs].
type Functions []Function

// Funcs makes a procedure's overloads of several functions; each is a Go function or a [Func].
func Funcs(functions ...any) Functions {
	all := make(Functions, len(functions))
	for i, f := range functions {
		if function, ok := f.(Function); ok {
			all[i] = function
			continue
		}
		all[i] = Func(f)
	}
	return all
}

// New extracts a procedure from Go code by reflection, once. impl is a value with exported methods whose names begin with Call
// (the overloads, tried in the order of the names), one function, a [Func], or several functions ([Funcs], tried as listed).
//
// The first parameter of each is a [Context]. The result is a slice []T, an iter.Seq[T] or an iter.Seq2[T, error], each with or
// without an error behind it, or nothing but an error, which makes a procedure without result columns. T becomes the type of one
// row by the table of package documentation; iter.Seq2[*datatype.Batch, error] together with an output hint passes batches
// through as they are.
//
// An error names the Go type, the method and the argument, and what Flink says of such a definition.
func New(impl any, options ...Option) (*Procedure, error) {
	d := &definition{}
	if err := d.build(impl, options); err != nil {
		return nil, fmt.Errorf("could not extract a procedure from %s: %w", implName(impl), err)
	}
	return d.procedure, nil
}

// MustNew is [New] for literals whose correctness a test has shown: it panics where New returns an error.
func MustNew(impl any, options ...Option) *Procedure {
	p, err := New(impl, options...)
	if err != nil {
		panic(err)
	}
	return p
}

// implName names what a procedure is made of, for errors.
func implName(impl any) string {
	switch impl.(type) {
	case nil:
		return "nil"
	case Function:
		return "a function"
	case Functions:
		return "functions"
	}
	if t := reflect.TypeOf(impl); t.Kind() != reflect.Func {
		return t.String()
	}
	return "a function"
}
