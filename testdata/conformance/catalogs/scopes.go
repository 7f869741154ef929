package catalogs

import "github.com/callgate/callgate/procedures"

// addNamedScopes adds procedures whose arguments are named in the three places that Flink knows: the hints of the class win over
// those of the method, which win over those of parameters.
func (r *registry) addNamedScopes() {
	const db = "named"
	class := procedures.Hints(procedures.ProcedureHint{Arguments: []procedures.ArgumentHint{
		hinted("class_a", "STRING"), hinted("class_b", "INT"),
	}})
	method := procedures.MethodHints(procedures.ProcedureHint{Arguments: []procedures.ArgumentHint{
		hinted("method_a", "STRING?"), hinted("method_b", "INT?"),
	}})
	parameterA := procedures.Argument(0, procedures.ArgumentHint{Name: "parameter_a"})
	parameterB := procedures.Argument(1, procedures.ArgumentHint{Name: "parameter_b"})
	show := two[*string, *int32]("call")

	r.extract(db, "class_and_method", procedures.Func(show, method), class)
	r.extract(db, "method_and_parameter", procedures.Func(show, method, parameterA, parameterB))
	r.extract(db, "class_method_parameter", procedures.Func(show, method, parameterA, parameterB), class)
	r.extract(db, "parameter_typed", procedures.Func(notNullB,
		procedures.Argument(0, hinted("parameter_a", "STRING?")), procedures.Argument(1, hinted("parameter_b", "INT"))))
	r.extract(db, "argument_names", methodArguments(show, hinted("c", "STRING"), hinted("d", "INT")))
	r.extract(db, "arg_placeholders", function(show, "x", "y"))

	params := []procedures.ArgumentHint{hinted("param1", "INTEGER"), hinted("param2", "INTEGER?")}
	integer := procedures.Result(hint("INT"))
	r.extract(db, "scope_class", procedures.Func(sumOfTwo, integer), procedures.Hints(procedures.ProcedureHint{Arguments: params}))
	r.extract(db, "scope_method", procedures.Func(sumOfTwo, integer, procedures.MethodHints(procedures.ProcedureHint{Arguments: params})))
	r.extract(db, "scope_parameter", procedures.Func(sumOfTwo, integer,
		procedures.Argument(0, procedures.ArgumentHint{Name: "a", Optional: true}),
		procedures.Argument(1, procedures.ArgumentHint{Name: "b"})))
}

// notNullB stands for a Java method whose second parameter is an int although its hint says INT, nullable.
func notNullB(_ procedures.Context, a *string, b *int32) ([]*string, error) {
	if b == nil {
		return nil, errNull
	}
	return call("call", a, b), nil
}

// sumOfTwo adds; b counts 0 where it is NULL.
func sumOfTwo(_ procedures.Context, a, b *int32) ([]*int32, error) {
	switch {
	case a == nil:
		return nil, errNull
	case b == nil:
		return []*int32{a}, nil
	}
	return []*int32{new(*a + *b)}, nil
}
