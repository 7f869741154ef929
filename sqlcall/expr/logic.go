package expr

import (
	"encoding/json"
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// logic checks a AND b and a OR b.
func (c *checker) logic(n *node) (*operation, error) {
	list, err := c.all(n.args)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if err := c.condition(n, n.name, a); err != nil {
			return nil, err
		}
	}
	decides := n.name == "OR" // the value that decides without the other side
	return operationOf(n.pos, withNulls(boolean, list...), func(s *scope, o *operation) (datatype.Value, error) {
		a, err := o.args[0].eval(s)
		if err != nil || a == decides {
			return a, err
		}
		b, err := o.args[1].eval(s)
		if err != nil || b == decides {
			return b, err
		}
		if a == nil || b == nil {
			return nil, nil
		}
		return !decides, nil
	}, list...), nil
}

// condition refuses an operand of a logical operator that is not BOOLEAN.
func (c *checker) condition(n *node, op string, a *operation) error {
	c.decide(a, boolean)
	if a.null {
		return illegalNull(a)
	}
	if a.typ.Root != datatype.Boolean {
		return pgerr.New(pgerr.DatatypeMismatch, "argument of %s must be type BOOLEAN, not type %s", op, typeName(a)).At(n.pos)
	}
	return nil
}

func (c *checker) not(n *node) (*operation, error) {
	a, err := c.check(n.args[0])
	if err != nil {
		return nil, err
	}
	if err := c.condition(n, "NOT", a); err != nil {
		return nil, err
	}
	return operationOf(n.pos, a.typ, strict(func(_ *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
		return v[0] == false, nil
	}), a), nil
}

// predicates are the tests of a value after IS.
var predicates = map[string]func(v datatype.Value) bool{
	"NULL":    func(v datatype.Value) bool { return v == nil },
	"TRUE":    func(v datatype.Value) bool { return v == true },
	"FALSE":   func(v datatype.Value) bool { return v == false },
	"UNKNOWN": func(v datatype.Value) bool { return v == nil },
}

// is checks a IS [NOT] NULL, TRUE, FALSE, UNKNOWN and JSON, which are never NULL but for JSON.
func (c *checker) is(n *node) (*operation, error) {
	if len(n.args) != 1 {
		return nil, errShape(n.pos)
	}
	a, err := c.check(n.args[0])
	if err != nil {
		return nil, err
	}
	test, ok := predicates[n.name]
	switch {
	case !ok:
		return c.isJSON(n, a)
	case n.name == "NULL":
		c.decide(a, datatype.StringType())
	default:
		if err := c.condition(n, "IS "+n.name, a); err != nil {
			return nil, err
		}
	}
	return operationOf(n.pos, boolean.NonNull(), func(s *scope, o *operation) (datatype.Value, error) {
		v, err := o.args[0].eval(s)
		if err != nil {
			return nil, err
		}
		return test(v) != n.flag, nil
	}, a), nil
}

func (c *checker) isJSON(n *node, a *operation) (*operation, error) {
	c.decide(a, datatype.StringType())
	if a.null {
		return nil, illegalNull(a)
	}
	if !isText(a.typ.Root) {
		return nil, noOperator(n, "is "+n.name, a)
	}
	return operationOf(n.pos, boolean.NonNull(), func(s *scope, o *operation) (datatype.Value, error) {
		v, err := o.args[0].eval(s)
		if err != nil {
			return nil, err
		}
		text, ok := v.(string)
		return (ok && isJSON(text, n.name)) != n.flag, nil
	}, a), nil
}

// isJSON reports whether a text begins with a JSON value of a kind. As with Jackson, which Flink has read it, anything may follow the
// value, but after a number there must be a blank.
func isJSON(text, kind string) bool {
	var value json.RawMessage
	decoder := json.NewDecoder(strings.NewReader(text))
	if decoder.Decode(&value) != nil || len(value) == 0 {
		return false
	}
	rest := text[decoder.InputOffset():]
	switch first := value[0]; {
	case first == '{':
		return kind == "JSON VALUE" || kind == "JSON OBJECT"
	case first == '[':
		return kind == "JSON VALUE" || kind == "JSON ARRAY"
	case first != '"' && rest != "" && !strings.ContainsAny(rest[:1], " \t\r\n"):
		return false
	}
	return kind == "JSON VALUE" || kind == "JSON SCALAR"
}
