package funcs

import (
	"github.com/callgate/callgate/procedures/datatype"
)

// coalesce returns the first value that is not NULL.
func coalesce(c *call) (datatype.Value, error) {
	for _, a := range c.args {
		if a.Value != nil {
			return datatype.Cast(a.Value, a.Type, c.result, c.env.Zone)
		}
	}
	return nil, nil
}

// coalesceType is the common type, NOT NULL where one argument is.
func coalesceType(args []datatype.Type) (datatype.Type, bool) {
	t, ok := commonType(args)
	t.NotNull = false
	for _, a := range args {
		t.NotNull = t.NotNull || a.NotNull
	}
	return t, ok
}

// ifNullType is the common type, NOT NULL where the second is; a first that is NOT NULL and needs no cast keeps its own.
func ifNullType(args []datatype.Type) (datatype.Type, bool) {
	t, ok := commonType(args)
	if ok && args[0].NotNull && datatype.SupportsAvoidingCast(args[0], t) {
		return args[0], true
	}
	t.NotNull = args[0].NotNull || args[1].NotNull
	return t, ok
}

// choose is IF(condition, a, b).
func choose(c *call) (datatype.Value, error) {
	chosen := c.args[2]
	if c.bool(0) {
		chosen = c.args[1]
	}
	return datatype.Cast(chosen.Value, chosen.Type, c.result, c.env.Zone)
}

// chooseType is the common type of strings, binaries or numbers; of FLOAT and DOUBLE and of other types, which must have the same root,
// the first is taken.
func chooseType(args []datatype.Type) (datatype.Type, bool) {
	a, b := args[1], args[2]
	both := func(roots []datatype.Root) bool { return classHas(roots, a.Root) && classHas(roots, b.Root) }
	approximate := func(t datatype.Type) bool { return t.Root == datatype.Float || t.Root == datatype.Double }
	if approximate(a) && b.Root == datatype.Decimal || approximate(b) && a.Root == datatype.Decimal {
		return withNullsOf(datatype.Of(datatype.Double), args), true
	}
	if approximate(a) && approximate(b) {
		return withNullsOf(a, args), true
	}
	if both(texts) || both(binaries) || both(numbers) {
		t, ok := commonType(args[1:])
		return withNullsOf(t, args), ok
	}
	ok := a.Root == b.Root && (a.Root == datatype.Boolean || classHas(temporals, a.Root))
	return withNullsOf(a, args), ok
}

// nullIf returns NULL where both are equal, else the first.
func nullIf(c *call) (datatype.Value, error) {
	if !c.has(0) || !c.has(1) {
		return c.args[0].Value, nil
	}
	same, err := equal(c.args[0], c.args[1], c.env)
	if err != nil {
		return nil, err
	}
	if same {
		return nil, nil
	}
	return c.args[0].Value, nil
}

// equal compares two values in the type that Flink compares them in.
func equal(a, b Arg, env *Env) (bool, error) {
	t, ok := comparisonType(a.Type, b.Type)
	x, y := a.Value, b.Value
	if ok && classHas(temporals, t.Root) {
		t.Precision = 9
		var err error
		if x, err = datatype.Cast(x, a.Type, t, env.Zone); err != nil {
			return false, err
		}
		if y, err = datatype.Cast(y, b.Type, t, env.Zone); err != nil {
			return false, err
		}
	}
	order, err := compare(x, y)
	return order == 0, err
}

func nullIfType(args []datatype.Type) (datatype.Type, bool) {
	if args[0].Root == datatype.Null {
		return args[0], false
	}
	_, ok := comparisonType(args[0], args[1])
	return args[0].Nullable(), ok
}

// extreme is GREATEST (sign 1) and LEAST (sign -1).
func extreme(sign int) body {
	return strict(func(c *call) (datatype.Value, error) {
		var best datatype.Value
		for _, a := range c.args {
			v, err := datatype.Cast(a.Value, a.Type, c.result, c.env.Zone)
			if err != nil {
				return nil, err
			}
			if best == nil {
				best = v
				continue
			}
			order, err := compare(v, best)
			if err != nil {
				return nil, err
			}
			if order*sign > 0 {
				best = v
			}
		}
		return best, nil
	})
}

func extremeType(args []datatype.Type) (datatype.Type, bool) {
	for _, a := range args {
		if _, ok := comparisonType(args[0], a); !ok || classHas(temporals, args[0].Root) != classHas(temporals, a.Root) {
			return a, false
		}
	}
	return commonType(args)
}

// typeOf is the text of an argument's static type; as a serialized string (without STRING and BYTES) where the second
// argument is TRUE.
func typeOf(c *call) (datatype.Value, error) {
	if len(c.args) > 1 && c.bool(1) {
		return c.args[0].Type.Serializable(), nil
	}
	return c.args[0].Type.String(), nil
}
