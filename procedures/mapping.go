package procedures

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"

	"github.com/callgate/callgate/procedures/datatype"
)

// signature is a list of arguments (org.apache.flink.table.types.extraction.FunctionSignatureTemplate).
type signature struct {
	params      []Param
	serializers []Serializer // one per parameter
	varArgs     bool
	// lenient parameters come from the Go parameters and hints on them: a type that is nullable may meet a Go type that cannot hold
	// nil, as in Flink; a NULL is refused when it comes.
	lenient bool
}

// equal ignores names and optionality.
func (s *signature) equal(other *signature) bool {
	if s.varArgs != other.varArgs || len(s.params) != len(other.params) {
		return false
	}
	for i, p := range s.params {
		if q := other.params[i]; p.Any != q.Any || !p.Type.Equal(q.Type) {
			return false
		}
	}
	return true
}

// output is the type of one row (org.apache.flink.table.types.extraction.FunctionResultTemplate).
type output struct {
	typ        *datatype.Type // nil: there are no result columns
	serializer Serializer
}

func (o *output) equal(other *output) bool {
	if o.typ == nil || other.typ == nil {
		return o.typ == other.typ
	}
	return o.typ.Equal(*other.typ)
}

// template is what one hint declares; a member that it leaves open is nil.
type template struct {
	signature *signature
	output    *output
}

// mapping is a signature, its result and the method that implements both.
type mapping struct {
	signature *signature
	output    *output
	method    *method
	args      []*codec // one per parameter of the signature; nil for ANY
	rows      *rowCodec
}

// mappings merges hints and reflection as org.apache.flink.table.types.extraction.BaseMappingExtractor does.
func (d *definition) mappings() ([]*mapping, error) {
	class, err := templatesOf(d.hints)
	if err != nil {
		return nil, err
	}
	var all mappingSet
	for _, m := range d.methods {
		if err := d.addMethod(&all, m, class); err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return all, nil
}

func (d *definition) addMethod(all *mappingSet, m *method, class []template) error {
	own, err := templatesOf(m.hints)
	if err != nil {
		return err
	}
	mappings, err := m.mappings(append(class[:len(class):len(class)], own...))
	if err != nil {
		return err
	}
	for _, mapping := range mappings {
		if err := mapping.compile(); err != nil {
			return err
		}
		if err := all.put(mapping); err != nil {
			return err
		}
	}
	return nil
}

// mappings are the signatures of one method; templates are the hints of the class, then its own.
func (m *method) mappings(templates []template) (mappingSet, error) {
	only, err := onlyOutput(templates)
	if err != nil {
		return nil, err
	}
	inputs := inputOnly(templates)
	var set mappingSet
	for _, t := range templates {
		if t.signature == nil || t.output == nil {
			continue
		}
		if err := set.putAll(m, append(inputs[:len(inputs):len(inputs)], t.signature), t.output); err != nil {
			return nil, err
		}
	}
	if only == nil && len(set) > 0 {
		return set, nil
	}
	if only == nil {
		if only, err = m.extractOutput(); err != nil {
			return nil, err
		}
	}
	if len(inputs) == 0 {
		extracted, err := m.extractSignature()
		if err != nil {
			return nil, err
		}
		inputs = []*signature{extracted}
	}
	return set, set.putAll(m, inputs, only)
}

// onlyOutput is the one result that hints without arguments declare, or nil.
func onlyOutput(templates []template) (*output, error) {
	var only *output
	for _, t := range templates {
		if t.signature != nil || t.output == nil {
			continue
		}
		if only != nil && !only.equal(t.output) {
			return nil, errAmbiguousResults()
		}
		only = t.output
	}
	for _, t := range templates {
		if only != nil && t.signature != nil && t.output != nil && !only.equal(t.output) {
			return nil, errAmbiguousResults()
		}
	}
	return only, nil
}

func errAmbiguousResults() error {
	return flinkErrorf("Procedure hints that lead to ambiguous results are not allowed.")
}

func inputOnly(templates []template) []*signature {
	var inputs []*signature
	for _, t := range templates {
		if t.signature != nil && t.output == nil {
			inputs = append(inputs, t.signature)
		}
	}
	return inputs
}

// mappingSet holds one mapping per signature, in the order in which signatures came. The first one keeps its names, which is why
// hints of the class win over those of methods.
type mappingSet []*mapping

func (s *mappingSet) putAll(m *method, signatures []*signature, out *output) error {
	for _, signature := range signatures {
		if err := s.put(&mapping{signature: signature, output: out, method: m}); err != nil {
			return err
		}
	}
	return nil
}

func (s *mappingSet) put(m *mapping) error {
	for _, known := range *s {
		if !known.signature.equal(m.signature) {
			continue
		}
		if !known.output.equal(m.output) {
			return flinkErrorf("Procedure hints with same input definition but different result types are not allowed.")
		}
		return nil
	}
	*s = append(*s, m)
	return nil
}

func templatesOf(hints []ProcedureHint) ([]template, error) {
	templates := make([]template, len(hints))
	for i, h := range hints {
		var err error
		if templates[i].signature, err = h.signature(); err != nil {
			return nil, err
		}
		if h.Output == nil {
			continue
		}
		if templates[i].output, err = h.Output.output(nil); err != nil {
			return nil, err
		}
	}
	return templates, nil
}

// signature is the list of arguments that a hint declares, or nil.
func (h ProcedureHint) signature() (*signature, error) {
	arguments := h.Arguments
	if len(arguments) > 0 && h.Input != nil {
		return nil, flinkErrorf("Argument and input hints cannot be declared in the same function hint. Use either one or the other.")
	}
	if h.Input == nil && len(arguments) == 0 {
		return nil, nil
	}
	for _, in := range h.Input {
		arguments = append(arguments, ArgumentHint{Type: in})
	}
	s := &signature{varArgs: h.VarArgs}
	if h.VarArgs && len(arguments) == 0 {
		return nil, flinkErrorf("A hint of var-args needs at least one argument.")
	}
	named := false
	for i, a := range arguments {
		if named && a.Name == "" {
			return nil, flinkErrorf("Argument names in function hint must be either fully set or not set at all.")
		}
		named = a.Name != ""
		if err := s.add(i, a, nil); err != nil {
			return nil, err
		}
	}
	return s, s.checkNames()
}

// extractSignature reads the arguments from the Go parameters and the hints on them.
func (m *method) extractSignature() (*signature, error) {
	if m.direct != nil {
		return nil, errors.New("a function that takes the call needs a hint for its arguments")
	}
	s := &signature{varArgs: m.variadic, lenient: true}
	for i, p := range m.params {
		a, err := p.hint(i)
		if err == nil {
			err = s.add(i, a, p.goType)
		}
		if err != nil {
			return nil, fmt.Errorf("argument %d: %w", i, err)
		}
	}
	return s, s.checkNames()
}

// hint is what the hints on a parameter say of it. Flink counts the context as position 0.
func (p *methodParam) hint(i int) (ArgumentHint, error) {
	switch {
	case p.typeHint != nil && p.argumentHint != nil:
		return ArgumentHint{}, flinkErrorf("Argument and data type hints cannot be declared at the same time at position %d.", i+1)
	case p.argumentHint != nil:
		return *p.argumentHint, nil
	case p.typeHint != nil:
		return ArgumentHint{Type: *p.typeHint}, nil
	}
	return ArgumentHint{}, nil
}

// add appends the argument that a hint describes; goType is nil where there is no Go type to extract from.
func (s *signature) add(i int, a ArgumentHint, goType reflect.Type) error {
	p := Param{Name: a.Name, Optional: a.Optional}
	if p.Name == "" {
		p.Name = fmt.Sprintf("arg%d", i)
	}
	switch {
	case a.Type.InputGroup == GroupAny:
		p.Any = true
	case a.Type.InputGroup != GroupUnknown:
		return flinkErrorf("Unsupported input group.")
	case goType == nil && a.Type.Type == "":
		return flinkErrorf("Data type missing for scalar argument at position %d.", i)
	default:
		t, err := a.Type.dataType(goType)
		if err != nil {
			return err
		}
		p.Type = t
	}
	if err := p.setDefault(i, a); err != nil {
		return err
	}
	s.params = append(s.params, p)
	s.serializers = append(s.serializers, a.Type.Serializer)
	return nil
}

// setDefault checks the rules of optional arguments. Flink's are NULL when they are left out, so that their type has to be
// nullable unless a default is given.
func (p *Param) setDefault(i int, a ArgumentHint) error {
	if a.Default == nil {
		if p.Optional && p.Type.NotNull {
			return flinkErrorf("Argument at position %d is optional but its type doesn't accept null value.", i)
		}
		return nil
	}
	if !p.Optional || p.Any {
		return fmt.Errorf("the argument at position %d has a default but is not optional or takes any type", i)
	}
	c, err := newCompiler(a.Type.Serializer, dynamic).codec(reflect.TypeOf(a.Default), p.Type)
	if err == nil {
		p.Default, err = c.encode(reflect.ValueOf(a.Default))
	}
	if err == nil {
		err = checkValue(p.Default)
	}
	if err != nil {
		return fmt.Errorf("the default of the argument at position %d: %w", i, err)
	}
	return nil
}

// argumentName is what Flink allows as the name of an argument.
var argumentName = regexp.MustCompile(`^[a-zA-Z_$][a-zA-Z_$0-9]*$`)

func (s *signature) checkNames() error {
	seen := make(map[string]bool, len(s.params))
	for _, p := range s.params {
		if !argumentName.MatchString(p.Name) {
			return flinkErrorf("Invalid argument name '%s'. An argument must follow the pattern [a-zA-Z_$][a-zA-Z_$0-9]*.", p.Name)
		}
		if seen[p.Name] {
			return flinkErrorf("Argument name conflict, there are at least two argument names that are the same.")
		}
		seen[p.Name] = true
	}
	return nil
}

// extractOutput reads the type of a row from the Go result and the hint on the method.
func (m *method) extractOutput() (*output, error) {
	if m.result.kind == resultNone && m.resultHint.empty() {
		return &output{}, nil
	}
	out, err := m.resultHint.output(m.result.elem)
	if err != nil {
		return nil, fmt.Errorf("result: %w", err)
	}
	return out, nil
}
