package expr

import (
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// in checks a [NOT] IN (list). Elements of another type are cast to that of a, as Calcite does: 1 IN (1.5) is true. Only exact numbers are
// looked up among DECIMALs as they are.
func (c *checker) in(n *node) (*operation, error) {
	list, err := c.all(n.args)
	if err != nil {
		return nil, err
	}
	a := list[0]
	for _, e := range list[1:] {
		c.pair(a, e)
	}
	tests, err := c.elements(n, "=", a, list[1:])
	if err != nil {
		return nil, err
	}
	if len(tests) == 0 {
		return nil, errShape(n.pos)
	}
	return operationOf(n.pos, withNulls(boolean, tests...), anyOf(n.flag), tests...), nil
}

// elements returns the comparisons of a with the elements of a list.
func (c *checker) elements(n *node, op string, a *operation, list []*operation) ([]*operation, error) {
	tests := make([]*operation, len(list))
	nulls := 0
	for i, e := range list {
		var err error
		if tests[i], err = elementTest(n, op, a, e); err != nil {
			return nil, err
		}
		nulls += btoi(e.null)
	}
	if nulls == len(list) && nulls > 0 {
		return nil, pgerr.New(pgerr.DatatypeMismatch, "NULL needs a type here").At(n.pos)
	}
	return tests, nil
}

func elementTest(n *node, op string, a, e *operation) (*operation, error) {
	x, y := a.typ, e.typ
	if x.Root == datatype.Decimal && isExact(y.Root) && !a.null && !e.null {
		return compareAs(n, op, a, e)
	}
	if a.null || e.null || x.Root == y.Root || isText(x.Root) && isText(y.Root) {
		return comparison(n, op, a, e)
	}
	if datatype.CastRule(y, x) == nil && comparableFamilies(x, y) {
		to := x
		to.NotNull = y.NotNull
		return comparison(n, op, a, castTo(e, to, e.pos))
	}
	return comparison(n, op, a, e)
}

// comparableFamilies reports whether a list may mix two types.
func comparableFamilies(x, y datatype.Type) bool {
	loose := func(r datatype.Root) bool { return isNumeric(r) || isText(r) || r == datatype.Boolean || isTime(r) }
	switch {
	case isNumeric(x.Root) && isNumeric(y.Root):
		return true
	}
	return isText(x.Root) && loose(y.Root) || isText(y.Root) && loose(x.Root)
}

// anyOf is the value of a OR over comparisons; not turns it around.
func anyOf(not bool) func(*scope, *operation) (datatype.Value, error) {
	return disjunction(not, 1, func(s *scope, args []*operation) (datatype.Value, error) { return args[0].eval(s) })
}

// disjunction is the three-valued OR of a test over the arguments, so many at a time; not turns it around. It ends at the first that is
// true: what comes after is not evaluated.
func disjunction(not bool, step int, test func(*scope, []*operation) (datatype.Value, error)) func(*scope, *operation) (datatype.Value, error) {
	return func(s *scope, o *operation) (datatype.Value, error) {
		unknown := false
		for i := 0; i+step <= len(o.args); i += step {
			v, err := test(s, o.args[i:i+step])
			switch {
			case err != nil:
				return nil, err
			case v == nil:
				unknown = true
			case v == true:
				return !not, nil
			}
		}
		if unknown {
			return nil, nil
		}
		return not, nil
	}
}

// quantified checks a op ANY (list) and a op ALL (list).
func (c *checker) quantified(n *node) (*operation, error) {
	list, err := c.all(n.args)
	if err != nil {
		return nil, err
	}
	a := list[0]
	for _, e := range list[1:] {
		c.pair(a, e)
	}
	op := n.name
	if op == "!=" {
		op = "<>"
	}
	if n.flag { // a op ALL (list) is NOT (a not-op ANY (list))
		op = opposite[op]
	}
	tests, err := c.elements(n, op, a, list[1:])
	if err != nil {
		return nil, err
	}
	return operationOf(n.pos, withNulls(boolean, tests...), anyOf(n.flag), tests...), nil
}

var opposite = map[string]string{"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

// between checks a [NOT] BETWEEN [SYMMETRIC] low AND high. A text stands for the other side's type.
func (c *checker) between(n *node) (*operation, error) {
	list, err := c.all(n.args)
	if err != nil {
		return nil, err
	}
	if len(list) != 3 {
		return nil, errShape(n.pos)
	}
	c.pair(list[0], list[1])
	c.pair(list[0], list[2])
	a, low, high := list[0], list[1], list[2]
	first, err := rangeTest(n, low, high, a)
	if err != nil {
		return nil, err
	}
	tests := first
	if n.name == "SYMMETRIC" {
		second, err := rangeTest(n, high, low, a)
		if err != nil {
			return nil, err
		}
		tests = append(tests, second...)
	}
	return operationOf(n.pos, withNulls(boolean, list...), inRange(n.flag), tests...), nil
}

// rangeTest returns low <= a and a <= high.
func rangeTest(n *node, low, high, a *operation) ([]*operation, error) {
	above, err := comparison(n, ">=", a, low)
	if err != nil {
		return nil, err
	}
	below, err := comparison(n, "<=", a, high)
	if err != nil {
		return nil, err
	}
	return []*operation{above, below}, nil
}

// inRange is the value of (t0 AND t1) OR (t2 AND t3) …; not turns it around.
func inRange(not bool) func(*scope, *operation) (datatype.Value, error) {
	return disjunction(not, 2, func(s *scope, args []*operation) (datatype.Value, error) { return bothTrue(s, args[0], args[1]) })
}

func bothTrue(s *scope, a, b *operation) (datatype.Value, error) {
	x, err := a.eval(s)
	if err != nil || x == false {
		return x, err
	}
	y, err := b.eval(s)
	if err != nil || y == false {
		return y, err
	}
	if x == nil || y == nil {
		return nil, nil
	}
	return true, nil
}
