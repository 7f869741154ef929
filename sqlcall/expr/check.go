package expr

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Check types e by the rules of Calcite and Flink. It needs no values and runs nothing; parameters that an operator decides are
// entered in params.
//
// Errors: 42703 an unknown column, 42883 an operator or function that is not defined for its arguments, 42846 a cast that is not
// defined, 42804 types that do not go together, 42P02 an unknown parameter, 0A000 what Flink has and a call cannot use, and those of
// literals that are out of range or do not read (22003, 22007, 22015).
func (e *Expr) Check(params *Params, env *Env) (*Typed, error) {
	if params == nil {
		params = &Params{}
	}
	c := checker{params: params}
	if env != nil {
		c.flink, c.format = env.Flink, env.Format
	}
	if c.flink && e.flink != nil {
		return nil, e.flink
	}
	o, err := c.check(e.root)
	if err != nil {
		return nil, err
	}
	return newTyped(o), nil
}

// checker is one check.
type checker struct {
	params *Params
	flink  bool
	format *datatype.Format // how a::t reads a quoted literal; nil is PostgreSQL's default
}

// checks are the checks of all kinds of nodes.
var checks map[kind]func(c *checker, n *node) (*operation, error)

func init() { // the functions refer to the table
	checks = map[kind]func(c *checker, n *node) (*operation, error){
		literalNode: (*checker).literal, nullNode: (*checker).null, paramNode: (*checker).param, columnNode: (*checker).column,
		wordNode: (*checker).column, castNode: (*checker).cast, callNode: (*checker).call, prefixNode: (*checker).prefix,
		binaryNode: (*checker).arithmetic, compareNode: (*checker).compare, concatNode: (*checker).concat, logicNode: (*checker).logic,
		notNode: (*checker).not, isNode: (*checker).is, distinctNode: (*checker).distinct, likeNode: (*checker).like,
		betweenNode: (*checker).between, inNode: (*checker).in, quantifiedNode: (*checker).quantified, caseNode: (*checker).caseOf,
		rowNode: (*checker).row, arrayNode: (*checker).array, mapNode: (*checker).mapOf, itemNode: (*checker).item,
		differenceNode: (*checker).difference, intervalNode: (*checker).interval, overlapsNode: (*checker).overlaps,
	}
}

func (c *checker) check(n *node) (*operation, error) {
	if n == nil {
		return nil, errShape(0)
	}
	check, ok := checks[n.kind]
	if !ok {
		return nil, errShape(n.pos)
	}
	return check(c, n)
}

// all checks a list of nodes.
func (c *checker) all(nodes []*node) ([]*operation, error) {
	list := make([]*operation, len(nodes))
	for i, n := range nodes {
		var err error
		if list[i], err = c.check(n); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// two checks the two operands of an operator; a parameter that is open takes the type of the other side.
func (c *checker) two(n *node) (a, b *operation, err error) {
	if len(n.args) != 2 {
		return nil, nil, errShape(n.pos)
	}
	if a, err = c.check(n.args[0]); err != nil {
		return nil, nil, err
	}
	if b, err = c.check(n.args[1]); err != nil {
		return nil, nil, err
	}
	c.pair(a, b)
	return a, b, nil
}

// pair gives an open parameter the type of the other operand.
func (c *checker) pair(a, b *operation) {
	c.decide(a, b.typ)
	c.decide(b, a.typ)
}

// decide gives a parameter that is still open a type that holds what t holds and more, such as STRING for CHAR(3): the length of a
// literal must not limit what a client may send. What is undecided otherwise is a text.
func (c *checker) decide(o *operation, t datatype.Type) {
	if o.open {
		c.fix(o, widest(t))
	}
}

// widest is the type of a parameter that is used beside a value of type t.
func widest(t datatype.Type) datatype.Type {
	switch t.Root {
	case datatype.Null, datatype.Char, datatype.Varchar:
		return datatype.StringType()
	case datatype.Binary, datatype.Varbinary:
		return datatype.BytesType()
	case datatype.Decimal:
		return datatype.DecimalType(maxPrecision, max(t.Scale, maxPrecision/2-1))
	case datatype.Time, datatype.Timestamp, datatype.TimestampLTZ:
		t.Precision = max(t.Precision, 6)
	}
	return t
}

// fix gives an open parameter exactly the type t, unless an earlier use of it has given it one.
func (c *checker) fix(o *operation, t datatype.Type) {
	i := o.param - 1
	if c.params.Known[i] {
		t = c.params.Types[i]
	}
	c.params.Types[i], c.params.Known[i] = t.Nullable(), true
	o.typ, o.open = t.Nullable(), false
}

// operationOf returns an operation on arguments, which varies where one of them does.
func operationOf(pos int, typ datatype.Type, run func(*scope, *operation) (datatype.Value, error), args ...*operation) *operation {
	o := &operation{typ: typ, pos: pos, args: args, run: run}
	for _, a := range args {
		o.varies = o.varies || a.varies
	}
	return o
}

// notNull reports whether no operand can be NULL.
func notNull(list ...*operation) bool {
	for _, o := range list {
		if !o.typ.NotNull {
			return false
		}
	}
	return true
}

// withNulls returns t, NOT NULL where no operand can be NULL.
func withNulls(t datatype.Type, list ...*operation) datatype.Type {
	t.NotNull = notNull(list...)
	return t
}

var boolean = datatype.Of(datatype.Boolean)

func (c *checker) literal(n *node) (*operation, error) {
	if n.err != nil {
		return nil, n.err
	}
	if c.flink && n.flink != nil {
		return nil, n.flink
	}
	o := &operation{typ: n.typ, pos: n.pos, value: n.value, exact: n.exact, written: n.exact != nil, literal: true}
	_, isText := n.value.(string)
	o.quoted = isText
	return o, nil
}

func (c *checker) null(n *node) (*operation, error) {
	return &operation{pos: n.pos, null: true, literal: true}, nil
}

func (c *checker) param(n *node) (*operation, error) {
	if n.err != nil {
		return nil, n.err
	}
	if n.param > len(c.params.Types) || n.param > len(c.params.Known) {
		return nil, pgerr.New(pgerr.UndefinedParameter, "there is no parameter $%d", n.param).At(n.pos)
	}
	o := &operation{pos: n.pos, param: n.param, varies: true, open: !c.params.Known[n.param-1]}
	if !o.open {
		o.typ = c.params.Types[n.param-1]
	}
	return o, nil
}

// column refuses a name: there is nothing that it could name. Some are functions that are called without parentheses.
func (c *checker) column(n *node) (*operation, error) {
	if n.flag && bareFunctions[strings.ToUpper(n.name)] {
		return c.call(&node{kind: callNode, name: strings.ToUpper(n.name), pos: n.pos})
	}
	return nil, pgerr.New(pgerr.UndefinedColumn, "column %q does not exist", n.name).
		WithHint("An argument of a call can use literals, parameters and functions only.").At(n.pos)
}

// bareFunctions are the functions that SQL calls without parentheses.
var bareFunctions = wordSet(`CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP`)

// typeName is the name of a type in an error.
func typeName(o *operation) string {
	if o.typ.Root == datatype.Null {
		return "unknown"
	}
	return o.typ.Nullable().String()
}

// noOperator is the error of an operator that is not defined for its operands.
func noOperator(n *node, op string, list ...*operation) error {
	names := make([]string, len(list))
	for i, o := range list {
		names[i] = typeName(o)
	}
	text := op + " " + names[0]
	if len(names) > 1 {
		text = strings.Join(names, " "+op+" ")
	}
	return pgerr.New(pgerr.UndefinedFunction, "operator does not exist: %s", text).
		WithHint("You might need to add explicit type casts.").At(n.pos)
}

// illegalNull is the error of a NULL without a type where an operator needs one.
func illegalNull(o *operation) error {
	return pgerr.New(pgerr.DatatypeMismatch, "NULL needs a type here").WithHint("Write CAST(NULL AS type).").At(o.pos)
}

// firstNull returns the first operand that is the literal NULL.
func firstNull(list ...*operation) *operation {
	for _, o := range list {
		if o.null {
			return o
		}
	}
	return nil
}
