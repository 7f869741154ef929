package expr

import (
	"sort"
	"strconv"

	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/opcode"
	"github.com/pingcap/tidb/pkg/parser/test_driver"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// converter turns TiDB's syntax tree of a lowered text into ours.
type converter struct {
	nodes []*node
	out   *lowered
}

// errShape is the error of a tree that the lowering cannot have asked for.
func errShape(pos int) error {
	return pgerr.New(pgerr.SyntaxError, "syntax error in an argument").At(pos)
}

func (c *converter) convert(e ast.ExprNode) (*node, error) {
	switch e := e.(type) {
	case *test_driver.ParamMarkerExpr:
		return c.operand(e.Offset)
	case *ast.ParenthesesExpr:
		inner, err := c.convert(e.Expr)
		if err != nil {
			return nil, err
		}
		if inner.isNumber() {
			return inner, nil
		}
		return &node{kind: parenNode, pos: inner.pos, args: []*node{inner}}, nil
	case *ast.RowExpr:
		args, err := c.all(nil, e.Values)
		if err != nil {
			return nil, err
		}
		return &node{kind: rowNode, pos: args[0].pos, args: args}, nil
	case *ast.UnaryOperationExpr:
		return c.unary(e)
	case *ast.BinaryOperationExpr:
		return c.binary(e)
	case *ast.FuncCallExpr:
		n, err := c.marked(e)
		if err != nil {
			return nil, err
		}
		return c.call(n, nil, e.Args)
	}
	return nil, errShape(0)
}

// strip removes the parentheses around a node.
func strip(n *node) *node {
	for n.kind == parenNode {
		n = n.args[0]
	}
	return n
}

// expression converts e and removes its parentheses.
func (c *converter) expression(e ast.ExprNode) (*node, error) {
	n, err := c.convert(e)
	if err != nil {
		return nil, err
	}
	return strip(n), nil
}

func (c *converter) all(first *node, list []ast.ExprNode) ([]*node, error) {
	args := make([]*node, 0, len(list)+1)
	if first != nil {
		args = append(args, first)
	}
	for _, e := range list {
		n, err := c.expression(e)
		if err != nil {
			return nil, err
		}
		args = append(args, n)
	}
	return args, nil
}

// operand returns the node of the ? at an offset.
func (c *converter) operand(offset int) (*node, error) {
	i := sort.SearchInts(c.out.offsets, offset)
	if i == len(c.out.offsets) || c.out.offsets[i] != offset {
		return nil, errShape(0)
	}
	return c.nodes[c.out.nodes[i]], nil
}

// marked returns the node of a marker call.
func (c *converter) marked(e *ast.FuncCallExpr) (*node, error) {
	name := e.FnName.O
	i, err := strconv.Atoi(name[min(1, len(name)):])
	if err != nil || i < 0 || i >= len(c.nodes) {
		return nil, errShape(0)
	}
	return c.nodes[i], nil
}

// call completes the node of a marker call with its arguments.
func (c *converter) call(n, first *node, list []ast.ExprNode) (*node, error) {
	if n.kind == differenceNode {
		return c.difference(n, list)
	}
	args, err := c.all(first, list)
	if err != nil {
		return nil, err
	}
	n.args = args
	if first != nil {
		n.pos = first.pos
	}
	if len(args) > 0 && (n.kind == castNode || n.kind == itemNode) && args[0].pos < n.pos {
		n.pos = args[0].pos
	}
	return n, nil
}

// difference takes (a - b) DAY apart.
func (c *converter) difference(n *node, list []ast.ExprNode) (*node, error) {
	if len(list) != 1 {
		return nil, errShape(n.pos)
	}
	group, ok := list[0].(*ast.ParenthesesExpr)
	if !ok {
		return nil, errShape(n.pos)
	}
	minus, ok := group.Expr.(*ast.BinaryOperationExpr)
	if !ok || minus.Op != opcode.Minus {
		return nil, errShape(n.pos)
	}
	args, err := c.all(nil, []ast.ExprNode{minus.L, minus.R})
	if err != nil {
		return nil, err
	}
	n.args, n.pos = args, args[0].pos
	return n, nil
}

func (c *converter) unary(e *ast.UnaryOperationExpr) (*node, error) {
	arg, err := c.expression(e.V)
	if err != nil {
		return nil, err
	}
	name := map[opcode.Op]string{opcode.Minus: "-", opcode.Plus: "+"}[e.Op]
	if name == "" {
		return nil, errShape(arg.pos)
	}
	switch {
	case name == "-" && arg.isNumber():
		return arg.negated(arg.pos), nil
	case arg.isNumber():
		return arg, nil
	}
	return &node{kind: prefixNode, name: name, pos: arg.pos, args: []*node{arg}}, nil
}

// binaryKinds are the operators of the lowered text that mean what they say.
var binaryKinds = map[opcode.Op]struct {
	kind kind
	name string
}{
	opcode.Plus: {binaryNode, "+"}, opcode.Minus: {binaryNode, "-"}, opcode.Mul: {binaryNode, "*"}, opcode.Div: {binaryNode, "/"},
	opcode.Mod: {binaryNode, "%"}, opcode.EQ: {compareNode, "="}, opcode.NE: {compareNode, "<>"}, opcode.LT: {compareNode, "<"},
	opcode.LE: {compareNode, "<="}, opcode.GT: {compareNode, ">"}, opcode.GE: {compareNode, ">="},
	opcode.LogicAnd: {logicNode, "AND"}, opcode.LogicOr: {logicNode, "OR"}, opcode.IntDiv: {concatNode, "||"},
}

func (c *converter) binary(e *ast.BinaryOperationExpr) (*node, error) {
	left, err := c.convert(e.L)
	if err != nil {
		return nil, err
	}
	if e.Op == opcode.Or || e.Op == opcode.NullEQ {
		right, ok := e.R.(*ast.FuncCallExpr)
		if !ok {
			return nil, errShape(left.pos)
		}
		n, err := c.marked(right)
		if err != nil {
			return nil, err
		}
		return c.call(n, strip(left), right.Args)
	}
	right, err := c.expression(e.R)
	if err != nil {
		return nil, err
	}
	k, ok := binaryKinds[e.Op]
	if !ok {
		return nil, errShape(left.pos)
	}
	if k.kind == concatNode && left.kind == concatNode {
		left.args = append(left.args, right)
		return left, nil
	}
	return &node{kind: k.kind, name: k.name, pos: left.pos, args: []*node{strip(left), right}}, nil
}
