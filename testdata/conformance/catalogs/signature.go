package catalogs

import (
	"fmt"
	"iter"
	"strings"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
)

// signature is an overload as text. Params reads "name TYPE, …"; a "?" behind a type marks an optional argument, "..." var-args,
// and <ANY> is the type that takes anything. An empty result is the type of the first parameter.
type signature struct {
	params string
	result string
	body   body
}

// body computes the elements of the result: one value each, for a ROW one []datatype.Value.
type body func(args arguments) ([]datatype.Value, error)

// arguments are what a body was called with: values and types with var-args expanded, names as declared.
type arguments struct {
	values []datatype.Value
	types  []datatype.Type
	names  []string
}

func (s signature) overload() (*procedures.Overload, error) {
	o := &procedures.Overload{}
	var names []string
	for _, text := range splitTopLevel(s.params) {
		param, varArgs, err := parseParam(text)
		if err != nil {
			return nil, err
		}
		o.Params = append(o.Params, param)
		o.VarArgs = varArgs
		names = append(names, param.Name)
	}
	output, err := s.output(o.Params)
	if err != nil {
		return nil, err
	}
	o.Output = &output
	o.Columns = columns(output)
	o.Invoke = func(_ procedures.Context, call *procedures.Call) iter.Seq2[*datatype.Batch, error] {
		elements, err := s.body(arguments{call.Args, call.Types, names})
		return stream(o, elements, err)
	}
	return o, nil
}

func (s signature) output(params []procedures.Param) (datatype.Type, error) {
	if s.result == "" {
		return params[0].Type, nil
	}
	return datatype.Parse(s.result)
}

// parseParam reads "name TYPE", "name TYPE?" or "name TYPE...".
func parseParam(text string) (p procedures.Param, varArgs bool, err error) {
	name, typ, ok := strings.Cut(text, " ")
	if !ok {
		return p, false, fmt.Errorf("parameter %q has no type", text)
	}
	p.Name = name
	typ, varArgs = strings.CutSuffix(typ, "...")
	typ, p.Optional = strings.CutSuffix(typ, "?")
	if typ == "<ANY>" {
		p.Any = true
		return p, varArgs, nil
	}
	p.Type, err = datatype.Parse(typ)
	return p, varArgs, err
}

// splitTopLevel splits at the commas that are in no bracket, and trims blanks.
func splitTopLevel(text string) []string {
	var parts []string
	depth, start := 0, 0
	for i, c := range text {
		switch c {
		case '(', '<':
			depth++
		case ')', '>':
			depth--
		case ',':
			if depth == 0 {
				parts = append(parts, strings.TrimSpace(text[start:i]))
				start = i + 1
			}
		}
	}
	if last := strings.TrimSpace(text[start:]); last != "" {
		parts = append(parts, last)
	}
	return parts
}

// columns are the result columns of an element type: a ROW or a POJO has one for each field.
func columns(output datatype.Type) []datatype.Field {
	if output.Root == datatype.Row || output.Root == datatype.Structured {
		return output.Fields
	}
	return []datatype.Field{{Name: "result", Type: output}}
}

// stream yields the elements as one batch, or the error.
func stream(o *procedures.Overload, elements []datatype.Value, err error) iter.Seq2[*datatype.Batch, error] {
	return func(yield func(*datatype.Batch, error) bool) {
		if err != nil {
			yield(nil, err)
			return
		}
		types := make([]datatype.Type, len(o.Columns))
		for i, column := range o.Columns {
			types[i] = column.Type
		}
		batch := datatype.NewBatch(types)
		for _, element := range elements {
			appendElement(batch, o.Output.Root, element)
		}
		yield(batch, nil)
	}
}

func appendElement(batch *datatype.Batch, root datatype.Root, element datatype.Value) {
	batch.Rows++
	if root != datatype.Row && root != datatype.Structured {
		batch.Columns[0].Append(element)
		return
	}
	for i, field := range element.([]datatype.Value) {
		batch.Columns[i].Append(field)
	}
}
