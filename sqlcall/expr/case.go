package expr

import (
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// caseOf checks CASE in both its forms. Its type is the least restrictive of the branches, nullable where a branch is or there is no ELSE.
func (c *checker) caseOf(n *node) (*operation, error) {
	if len(n.roles) != len(n.args) {
		return nil, errShape(n.pos)
	}
	parts, err := c.all(n.args)
	if err != nil {
		return nil, err
	}
	branches, err := c.branches(n, parts)
	if err != nil {
		return nil, err
	}
	typ, err := c.branchType(n, parts)
	if err != nil {
		return nil, err
	}
	args := []*operation{}
	for _, b := range branches {
		args = append(args, b.condition, convert(b.value, typ))
	}
	if n.roles[len(parts)-1] == caseElse {
		args = append(args, convert(parts[len(parts)-1], typ))
	}
	return operationOf(n.pos, typ, runCase, args...), nil
}

// branch is a WHEN … THEN ….
type branch struct{ condition, value *operation }

// branches pairs conditions and values. Several values after one WHEN stand for one of them.
func (c *checker) branches(n *node, parts []*operation) ([]branch, error) {
	var operand *operation
	var list []branch
	var conditions []*operation
	for i, part := range parts {
		switch n.roles[i] {
		case caseOperand:
			operand = part
		case caseWhen:
			condition, err := c.caseCondition(n, operand, part)
			if err != nil {
				return nil, err
			}
			conditions = append(conditions, condition)
		case caseThen:
			condition := conditions[0]
			if len(conditions) > 1 {
				condition = operationOf(n.pos, withNulls(boolean, conditions...), anyOf(false), conditions...)
			}
			list, conditions = append(list, branch{condition, part}), nil
		}
	}
	return list, nil
}

func (c *checker) caseCondition(n *node, operand, part *operation) (*operation, error) {
	if operand == nil {
		return part, c.condition(n, "CASE WHEN", part)
	}
	c.pair(operand, part)
	return comparison(n, "=", operand, part)
}

// branchType is the type of the values after THEN and ELSE.
func (c *checker) branchType(n *node, parts []*operation) (datatype.Type, error) {
	var values []*operation
	for i, part := range parts {
		if n.roles[i] == caseThen || n.roles[i] == caseElse {
			values = append(values, part)
		}
	}
	typ, ok := c.common(values)
	if !ok {
		return typ, pgerr.New(pgerr.DatatypeMismatch, "types of CASE branches do not go together").At(n.pos)
	}
	typ.NotNull = typ.NotNull && n.roles[len(parts)-1] == caseElse
	return typ, nil
}

func runCase(s *scope, o *operation) (datatype.Value, error) {
	i := 0
	for ; i+1 < len(o.args); i += 2 {
		v, err := o.args[i].eval(s)
		if err != nil {
			return nil, err
		}
		if v == true {
			return o.args[i+1].eval(s)
		}
	}
	if i < len(o.args) {
		return o.args[i].eval(s)
	}
	return nil, nil
}
