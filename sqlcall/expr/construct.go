package expr

import (
	"strconv"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// row checks (a, b) and ROW(a, b).
func (c *checker) row(n *node) (*operation, error) {
	list, err := c.openTexts(n.args)
	if err != nil {
		return nil, err
	}
	fields := make([]datatype.Field, len(list))
	for i, o := range list {
		fields[i] = datatype.Field{Name: "EXPR$" + strconv.Itoa(i), Type: o.typ}
	}
	return operationOf(n.pos, datatype.RowType(fields...).NonNull(), evalAll, list...), nil
}

// openTexts checks a list in which open parameters are texts.
func (c *checker) openTexts(nodes []*node) ([]*operation, error) {
	list, err := c.all(nodes)
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		c.decide(o, datatype.StringType())
	}
	return list, nil
}

func evalAll(s *scope, o *operation) (datatype.Value, error) {
	values := make([]datatype.Value, len(o.args))
	for i, a := range o.args {
		var err error
		if values[i], err = a.eval(s); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// array checks ARRAY[a, b].
func (c *checker) array(n *node) (*operation, error) {
	list, err := c.all(n.args)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, pgerr.New(pgerr.IndeterminateDatatype, "cannot determine type of empty array").At(n.pos)
	}
	elem, list, err := c.unify(n, list)
	if err != nil {
		return nil, err
	}
	return operationOf(n.pos, datatype.ArrayType(elem).NonNull(), evalAll, list...), nil
}

// unify brings elements to their least restrictive type.
func (c *checker) unify(n *node, list []*operation) (datatype.Type, []*operation, error) {
	typ, ok := c.common(list)
	if !ok {
		return typ, nil, pgerr.New(pgerr.DatatypeMismatch, "elements must be of the same type").At(n.pos)
	}
	out := make([]*operation, len(list))
	for i, o := range list {
		out[i] = convert(o, typ)
	}
	return typ, out, nil
}

// mapOf checks MAP[k, v, …].
func (c *checker) mapOf(n *node) (*operation, error) {
	list, err := c.all(n.args)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || len(list)%2 != 0 {
		return nil, pgerr.New(pgerr.DatatypeMismatch, "a map needs keys and values in pairs").At(n.pos)
	}
	var keys, values []*operation
	for i := 0; i < len(list); i += 2 {
		keys, values = append(keys, list[i]), append(values, list[i+1])
	}
	key, keys, err := c.unify(n, keys)
	if err != nil {
		return nil, err
	}
	value, values, err := c.unify(n, values)
	if err != nil {
		return nil, err
	}
	order, comparable := orderOf(key, key, true)
	if !comparable {
		return nil, pgerr.New(pgerr.DatatypeMismatch, "type %s cannot be the key of a map", key.Nullable()).At(n.pos)
	}
	return operationOf(n.pos, datatype.MapType(key, value).NonNull(), runMap(order), append(keys, values...)...), nil
}

// runMap builds a map; of two equal keys the later value wins.
func runMap(order ordering) func(*scope, *operation) (datatype.Value, error) {
	return func(s *scope, o *operation) (datatype.Value, error) {
		half := len(o.args) / 2
		if half > 1024 {
			return nil, pgerr.New(pgerr.ProgramLimitExceeded, "map has more than 1024 entries")
		}
		entries := make([]datatype.Entry, 0, half)
		for i := range half {
			key, err := o.args[i].eval(s)
			if err != nil {
				return nil, err
			}
			value, err := o.args[half+i].eval(s)
			if err != nil {
				return nil, err
			}
			j, err := findEntry(s, entries, key, order)
			if err != nil {
				return nil, err
			}
			if j >= 0 {
				entries[j].Value = value
				continue
			}
			entries = append(entries, datatype.Entry{Key: key, Value: value})
		}
		return entries, nil
	}
}

// item checks a[i] of an array (1-based) and a map.
func (c *checker) item(n *node) (*operation, error) {
	list, err := c.all(n.args)
	if err != nil {
		return nil, err
	}
	if len(list) != 2 {
		return nil, errShape(n.pos)
	}
	a, i := list[0], list[1]
	switch a.typ.Root {
	case datatype.Array:
		c.decide(i, datatype.Of(datatype.Int))
		if !isInteger(i.typ.Root) {
			break
		}
		return operationOf(n.pos, a.typ.Elem.Nullable(), strict(arrayItem), a, i), nil
	case datatype.Map:
		c.decide(i, *a.typ.Key)
		order, ok := orderOf(*a.typ.Key, i.typ, true)
		if !ok || i.null {
			break
		}
		return operationOf(n.pos, a.typ.Elem.Nullable(), strict(mapItem(order)), a, i), nil
	}
	return nil, noOperator(n, "[]", a, i)
}

func arrayItem(_ *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
	list, _ := v[0].([]datatype.Value)
	if i := toInteger(v[1]); i >= 1 && i <= int64(len(list)) {
		return list[i-1], nil
	}
	return nil, nil
}

func mapItem(order ordering) func(*scope, *operation, []datatype.Value) (datatype.Value, error) {
	return func(s *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
		entries, _ := v[0].([]datatype.Entry)
		i, err := findEntry(s, entries, v[1], order)
		if err != nil || i < 0 {
			return nil, err
		}
		return entries[i].Value, nil
	}
}
