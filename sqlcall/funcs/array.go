package funcs

import (
	"slices"
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// sameValue compares elements; NULL is the same as NULL.
func sameValue(a, b datatype.Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	order, err := compare(a, b)
	return err == nil && order == 0
}

// maxCompared bounds the work of functions that compare all elements with all.
const maxCompared = 1 << 26

func indexOf(list []datatype.Value, v datatype.Value) int {
	return slices.IndexFunc(list, func(e datatype.Value) bool { return sameValue(e, v) })
}

// elementLike is the type of the i-th argument's elements, nullable.
func elementLike(i int) resultRule {
	return func(args []datatype.Type) (datatype.Type, bool) {
		return elemOf(args[i]).Nullable(), args[i].Elem != nil
	}
}

// elementType is the type of ELEMENT: NOT NULL where array and elements are.
func elementType(args []datatype.Type) (datatype.Type, bool) {
	t := elemOf(args[0])
	t.NotNull = t.NotNull && args[0].NotNull
	return t, args[0].Elem != nil
}

// withElement checks that an element (argument 1) may be in the array (argument 0), and gives a fixed type or the array's own.
func withElement(t datatype.Type, nullable bool) resultRule {
	return func(args []datatype.Type) (datatype.Type, bool) {
		element := elemOf(args[0])
		ok := args[1].Root == datatype.Null || datatype.SupportsImplicitCast(args[1], element.Nullable())
		out := t
		if t.Root == datatype.Null {
			out = args[0]
			if nullable {
				element.NotNull = element.NotNull && args[1].NotNull
				out.Elem = &element
			}
		}
		out.NotNull = args[0].NotNull
		if nullable {
			out.NotNull = out.NotNull && args[1].NotNull
		}
		return out, ok
	}
}

func cardinality(c *call) (datatype.Value, error) {
	switch v := c.args[0].Value.(type) {
	case []datatype.Value:
		return int32(len(v)), nil
	case []datatype.Entry:
		return int32(len(v)), nil
	}
	return nil, nil
}

// element returns the only element; NULL of an empty array.
func element(c *call) (datatype.Value, error) {
	switch l := c.list(0); len(l) {
	case 0:
		return nil, nil
	case 1:
		return l[0], nil
	}
	return nil, pgerr.New(pgerr.InvalidParameterValue, "array has more than one element")
}

func arrayContains(c *call) (datatype.Value, error) {
	if !c.has(0) {
		return nil, nil
	}
	return indexOf(c.list(0), c.args[1].Value) >= 0, nil
}

func arrayPosition(c *call) (datatype.Value, error) {
	return int32(indexOf(c.list(0), c.args[1].Value) + 1), nil
}

// arrayJoin skips NULLs, or writes the third argument for them.
func arrayJoin(c *call) (datatype.Value, error) {
	var b textBuilder
	separator := ""
	for _, e := range c.list(0) {
		s, ok := e.(string)
		if !ok {
			if len(c.args) < 3 {
				continue
			}
			s = c.str(2)
		}
		b.add(separator, s)
		separator = c.str(1)
	}
	return b.value()
}

func joinType(args []datatype.Type) (datatype.Type, bool) {
	return withNullsOf(stringType, args), classHas(texts, elemOf(args[0]).Root)
}

// arrayExtreme is ARRAY_MAX (sign 1) and ARRAY_MIN (sign -1); NULLs do not count.
func arrayExtreme(sign int) body {
	return strict(func(c *call) (datatype.Value, error) {
		var best datatype.Value
		for _, e := range c.list(0) {
			if e == nil {
				continue
			}
			if best == nil {
				best = e
				continue
			}
			order, err := compare(e, best)
			if err != nil {
				return nil, err
			}
			if order*sign > 0 {
				best = e
			}
		}
		return best, nil
	})
}

// keeping makes a body that keeps the elements of argument 0 that pass, in order.
func keeping(keep func(c *call, kept []datatype.Value, e datatype.Value) bool) body {
	return func(c *call) (datatype.Value, error) {
		if !c.has(0) || len(c.args) > 1 && c.args[1].Type.Root == datatype.Array && !c.has(1) {
			return nil, nil
		}
		list := c.list(0)
		others := len(list)
		if len(c.args) > 1 {
			others += len(c.list(1))
		}
		if len(list) > maxCompared/(others+1) {
			return nil, checkElements(maxElements + 1)
		}
		kept := []datatype.Value{}
		for _, e := range list {
			if keep(c, kept, e) {
				kept = append(kept, e)
			}
		}
		return kept, nil
	}
}

var arrayDistinct = keeping(func(_ *call, kept []datatype.Value, e datatype.Value) bool { return indexOf(kept, e) < 0 })

var arrayRemove = keeping(func(c *call, _ []datatype.Value, e datatype.Value) bool { return !sameValue(e, c.args[1].Value) })

var arrayExcept = keeping(func(c *call, kept []datatype.Value, e datatype.Value) bool {
	return indexOf(kept, e) < 0 && indexOf(c.list(1), e) < 0
})

var arrayIntersect = keeping(func(c *call, kept []datatype.Value, e datatype.Value) bool {
	return indexOf(kept, e) < 0 && indexOf(c.list(1), e) >= 0
})

func arrayConcat(c *call) (datatype.Value, error) {
	var out []datatype.Value
	for i := range c.args {
		if err := checkElements(len(out) + len(c.list(i))); err != nil {
			return nil, err
		}
		for _, e := range c.list(i) {
			v, err := datatype.Cast(e, elemOf(c.args[i].Type), elemOf(c.result), c.zone())
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
	}
	return out, nil
}

func arrayUnion(c *call) (datatype.Value, error) {
	all, err := arrayConcat(c)
	if err != nil {
		return nil, err
	}
	return arrayDistinct(&call{c.env, []Arg{{c.result, all}}, c.result})
}

func arrayReverse(c *call) (datatype.Value, error) {
	out := slices.Clone(c.list(0))
	slices.Reverse(out)
	return out, nil
}

func arrayAppend(c *call) (datatype.Value, error) {
	e, err := c.element()
	if err != nil || !c.has(0) {
		return nil, err
	}
	return append(slices.Clone(c.list(0)), e), nil
}

func arrayPrepend(c *call) (datatype.Value, error) {
	e, err := c.element()
	if err != nil || !c.has(0) {
		return nil, err
	}
	return append([]datatype.Value{e}, c.list(0)...), nil
}

// element returns argument 1 as an element of the resulting array.
func (c *call) element() (datatype.Value, error) {
	return datatype.Cast(c.args[1].Value, c.args[1].Type, elemOf(c.result), c.zone())
}

// arraySlice takes the elements from a position to another, counted from 1 or from the end where negative; 0 is 1.
func arraySlice(c *call) (datatype.Value, error) {
	list := c.list(0)
	from, to := c.length(1), len(list)
	if len(c.args) > 2 {
		to = c.length(2)
	}
	at := func(i int) int {
		if i < 0 {
			return i + len(list)
		}
		return max(i-1, 0)
	}
	low, high := max(at(from), 0), min(at(to), len(list)-1)
	if low > high {
		return []datatype.Value{}, nil
	}
	return slices.Clone(list[low : high+1]), nil
}

// arraySort sorts upward with NULLs first; argument 1 FALSE sorts downward with NULLs last, argument 2 says where NULLs go.
func arraySort(c *call) (datatype.Value, error) {
	ascending := len(c.args) < 2 || c.bool(1)
	nullsFirst := ascending
	if len(c.args) > 2 {
		nullsFirst = c.bool(2)
	}
	out := slices.Clone(c.list(0))
	var failure error
	slices.SortStableFunc(out, func(a, b datatype.Value) int {
		if a == nil || b == nil {
			return (toBit(a != nil) - toBit(b != nil)) * (2*toBit(nullsFirst) - 1)
		}
		order, err := compare(a, b)
		if err != nil {
			failure = err
		}
		return order * (2*toBit(ascending) - 1)
	})
	return out, failure
}

// split cuts at a separator, or into characters where that is empty.
func split(c *call) (datatype.Value, error) {
	s, separator := c.str(0), c.str(1)
	if err := checkElements(strings.Count(s, separator) + 1); err != nil {
		return nil, err
	}
	parts := strings.Split(s, separator)
	out := make([]datatype.Value, len(parts))
	for i, part := range parts {
		out[i] = part
	}
	return out, nil
}

// strToMap is STR_TO_MAP(text [, separator of entries, separator of key and value]): the separators default to , and =, and
// are taken literally. Of equal keys the last wins.
func strToMap(c *call) (datatype.Value, error) {
	entries, pair := ",", "="
	if len(c.args) > 1 {
		entries, pair = c.str(1), c.str(2)
	}
	s := c.str(0)
	if s == "" || entries == "" || pair == "" {
		return []datatype.Entry{}, nil
	}
	if err := checkElements(strings.Count(s, entries) + 1); err != nil {
		return nil, err
	}
	places := map[string]int{}
	out := []datatype.Entry{}
	for part := range strings.SplitSeq(s, entries) {
		key, text, found := strings.Cut(part, pair)
		var value datatype.Value
		if found {
			value = text
		}
		if at, known := places[key]; known {
			out[at].Value = value
			continue
		}
		places[key] = len(out)
		out = append(out, datatype.Entry{Key: key, Value: value})
	}
	return out, nil
}

func mapKeysType(args []datatype.Type) (datatype.Type, bool) {
	if args[0].Key == nil {
		return args[0], false
	}
	return withNullsOf(datatype.ArrayType(*args[0].Key), args), true
}

func mapValuesType(args []datatype.Type) (datatype.Type, bool) {
	return withNullsOf(datatype.ArrayType(elemOf(args[0])), args), args[0].Elem != nil
}

// entriesOf makes a body that lists something of each entry of a map.
func entriesOf(what func(e datatype.Entry) datatype.Value) body {
	return strict(func(c *call) (datatype.Value, error) {
		entries, _ := c.args[0].Value.([]datatype.Entry)
		out := make([]datatype.Value, len(entries))
		for i, e := range entries {
			out[i] = what(e)
		}
		return out, nil
	})
}
