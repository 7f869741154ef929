package procedures

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// definition is a procedure while [New] makes it: what the Go code and the options say.
type definition struct {
	methods        []*method
	hints          []ProcedureHint
	doc            string
	readOnly       bool
	namedOverloads bool

	procedure *Procedure
}

func (d *definition) build(impl any, options []Option) error {
	if err := d.collect(impl); err != nil {
		return err
	}
	for _, o := range options {
		if o == nil {
			continue
		}
		if err := o.apply(d); err != nil {
			return err
		}
	}
	mappings, err := d.mappings()
	if err != nil {
		return err
	}
	d.procedure = &Procedure{Doc: d.doc, ReadOnly: d.readOnly, NamedOverloads: d.namedOverloads}
	for _, m := range mappings {
		d.procedure.Overloads = append(d.procedure.Overloads, m.overload())
	}
	return nil
}

// collect finds the methods or functions of impl.
func (d *definition) collect(impl any) error {
	switch impl := impl.(type) {
	case nil:
		return errors.New("there is no value")
	case Function:
		return d.addFunction(impl)
	case Functions:
		for _, f := range impl {
			if err := d.addFunction(f); err != nil {
				return err
			}
		}
		if len(impl) == 0 {
			return errors.New("there are no functions")
		}
		return nil
	}
	if reflect.TypeOf(impl).Kind() == reflect.Func {
		return d.addFunction(Func(impl))
	}
	return d.addMethods(reflect.ValueOf(impl))
}

func (d *definition) addFunction(f Function) error {
	v := reflect.ValueOf(f.fn)
	if v.Kind() != reflect.Func || v.IsNil() {
		return fmt.Errorf("%T is not a function", f.fn)
	}
	return d.add(functionName(v), v, f.options)
}

// addMethods adds the exported methods Call… in the order of their names, which is the order of reflection. A value is copied
// behind a pointer, so that methods with pointer receivers are found too.
func (d *definition) addMethods(v reflect.Value) error {
	if v.Kind() != reflect.Pointer {
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		v = p
	}
	for i := range v.NumMethod() {
		name := v.Type().Method(i).Name
		if !strings.HasPrefix(name, "Call") {
			continue
		}
		if err := d.add(name, v.Method(i), nil); err != nil {
			return err
		}
	}
	if len(d.methods) == 0 {
		return flinkErrorf("Could not find a publicly accessible method named 'Call…'.")
	}
	return nil
}

func (d *definition) add(name string, fn reflect.Value, options []MethodOption) error {
	m, err := newMethod(name, fn)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	d.methods = append(d.methods, m)
	return m.applyAll(options)
}

// flinkErrorf returns an error of a definition in Flink's own words, which is what its users search for.
func flinkErrorf(format string, args ...any) error { return fmt.Errorf(format, args...) }
