package expr

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/funcs"
)

// refusedFunctions are functions of Flink that mean something in a query only.
var refusedFunctions = wordSet(`
	ABS_AGG ARRAY_AGG ARRAY_CONCAT_AGG AVG BIT_AND BIT_OR BIT_XOR COLLECT COUNT COVAR_POP COVAR_SAMP CORR CUME_DIST DENSE_RANK EVERY
	FIRST_VALUE FUSION GROUP_CONCAT GROUPING GROUPING_ID INTERSECTION JSON_ARRAYAGG JSON_OBJECTAGG LAG LAST_VALUE LEAD LISTAGG MAX MIN
	NTH_VALUE NTILE PERCENT_RANK PERCENTILE PERCENTILE_CONT PERCENTILE_DISC RANK REGR_COUNT REGR_SXX REGR_SYY ROW_NUMBER SOME STDDEV
	STDDEV_POP STDDEV_SAMP STRING_AGG SUM VARIANCE VAR_POP VAR_SAMP SINGLE_VALUE PROCTIME ROWTIME CURRENT_WATERMARK MATCH_PROCTIME
	MATCH_ROWTIME TUMBLE HOP SESSION CUMULATE TUMBLE_START TUMBLE_END HOP_START HOP_END SESSION_START SESSION_END`)

// call checks the call of a function.
func (c *checker) call(n *node) (*operation, error) {
	upper := strings.ToUpper(n.name)
	if refusedFunctions[upper] {
		return nil, pgerr.New(pgerr.FeatureNotSupported, "function %s is not allowed in an argument of a call", upper).
			WithHint("Aggregates, windows and times of a stream need a query.").At(n.pos)
	}
	n = n.spelled()
	fn, ok := funcs.Lookup(n.name)
	if !ok {
		return nil, pgerr.New(pgerr.UndefinedFunction, "function %s does not exist", n.name).
			WithHint("No function of that name can be used in an argument of a call.").At(n.pos)
	}
	args, err := c.functionArgs(fn, n)
	if err != nil {
		return nil, err
	}
	typ, err := functionType(fn, args)
	if err != nil {
		return nil, placed(err, n.pos)
	}
	run := callFunction(fn)
	switch fn.Name {
	case "IF":
		run = callIf(fn)
	case "COALESCE", "IFNULL":
		keepDigits(args, typ)
	case "NULLIF":
		if test, err := comparison(n, "=", args[0], args[1]); err == nil {
			run = nullIf(test)
		}
	}
	o := operationOf(n.pos, typ, run, args...)
	for _, a := range args {
		o.varies = o.varies || comparesZone(a.typ, typ) || isInstant(a.typ.Root)
	}
	o.varies = o.varies || fn.Volatile
	return o, nil
}

// spelled returns a call in the form that the table of functions has for it: TRIM(BOTH 'x' FROM y) is TRIM('BOTH', 'x', y),
// FLOOR(t TO DAY) is FLOOR_TO(t, 'DAY').
func (n *node) spelled() *node {
	m := *n
	last := len(n.args) - 1
	switch {
	case n.name == "TRIM" && (len(n.roles) > 0 || last > 0):
		mode := &node{kind: wordNode, name: "BOTH", pos: n.pos}
		if len(n.roles) > 0 {
			mode.name = string(n.roles)
		}
		m.args = append([]*node{mode}, n.args...)
		if last == 0 {
			blank := &node{kind: literalNode, typ: datatype.CharType(1).NonNull(), value: " ", pos: n.pos}
			m.args = []*node{mode, blank, n.args[0]}
		}
	case last > 0 && n.args[last].kind == wordNode:
		m.name = map[string]string{"FLOOR": "FLOOR_TO", "CEIL": "CEIL_TO", "CEILING": "CEIL_TO"}[n.name]
	case n.name == "POSITION" && last == 2:
		m.name = "LOCATE"
	}
	return &m
}

// functionArgs checks the arguments; a word such as DAY is passed as a text.
func (c *checker) functionArgs(fn *funcs.Func, n *node) ([]*operation, error) {
	args := make([]*operation, 0, len(n.args)+1)
	for i, arg := range n.args {
		if arg.kind == wordNode {
			args = append(args, wordOperation(arg.name, arg.pos))
			continue
		}
		a, err := c.check(arg)
		if err != nil {
			return nil, err
		}
		if a.open {
			t := datatype.StringType()
			if fn.Param != nil {
				if known, ok := fn.Param(i); ok {
					t = known
				}
			}
			c.decide(a, t)
		}
		args = append(args, a)
	}
	return args, nil
}

func wordOperation(word string, pos int) *operation {
	return &operation{typ: datatype.CharType(len(word)).NonNull(), pos: pos, value: word, literal: true}
}

// functionType asks a function for its type.
func functionType(fn *funcs.Func, args []*operation) (datatype.Type, error) {
	if fn.TypeOf != nil {
		list := make([]funcs.Arg, len(args))
		for i, a := range args {
			list[i].Type = a.typ
			if a.literal && a.run == nil {
				list[i].Value = a.value
			}
		}
		return fn.TypeOf(list)
	}
	types := make([]datatype.Type, len(args))
	for i, a := range args {
		types[i] = a.typ
	}
	return fn.Type(types)
}

func callFunction(fn *funcs.Func) func(*scope, *operation) (datatype.Value, error) {
	return func(s *scope, o *operation) (datatype.Value, error) {
		args := make([]funcs.Arg, len(o.args))
		for i, a := range o.args {
			v, err := a.eval(s)
			if err != nil {
				return nil, err
			}
			args[i] = funcs.Arg{Type: a.typ, Value: v}
		}
		return fn.Eval(s.functions(), args, o.typ)
	}
}

// keepDigits casts literal numbers to a common type, which may bring back digits that their own type has no room for:
// COALESCE(CAST(1.25 AS DECIMAL(3, 1)), 2.555) is 1.250. Calcite casts arguments of these two functions before Flink sees them.
func keepDigits(args []*operation, to datatype.Type) {
	for i, a := range args {
		if a.exact != nil && isNumeric(a.typ.Root) && keepsDigits(to) {
			args[i] = convert(a, to)
		}
	}
}

// nullIf computes NULLIF(a, b), which is CASE WHEN a = b THEN NULL ELSE a END: the comparison casts as any other does.
func nullIf(test *operation) func(*scope, *operation) (datatype.Value, error) {
	return func(s *scope, o *operation) (datatype.Value, error) {
		equal, err := test.eval(s)
		if err != nil || equal == true {
			return nil, err
		}
		return o.args[0].eval(s)
	}
}

// callIf computes only the branch of IF that is taken, as Flink does.
func callIf(fn *funcs.Func) func(*scope, *operation) (datatype.Value, error) {
	return func(s *scope, o *operation) (datatype.Value, error) {
		args := make([]funcs.Arg, len(o.args))
		for i, a := range o.args {
			args[i].Type = a.typ
		}
		if len(args) != 3 {
			return callFunction(fn)(s, o)
		}
		v, err := o.args[0].eval(s)
		if err != nil {
			return nil, err
		}
		args[0].Value = v
		taken := 2 - btoi(v == true)
		if args[taken].Value, err = o.args[taken].eval(s); err != nil {
			return nil, err
		}
		return fn.Eval(s.functions(), args, o.typ)
	}
}

// functions is the environment of functions.
func (s *scope) functions() *funcs.Env {
	if s.env == nil {
		return &funcs.Env{Zone: s.zone()}
	}
	return &funcs.Env{Now: s.env.Now, Zone: s.zone(), Catalog: s.env.Catalog, Database: s.env.Database, User: s.env.User}
}
