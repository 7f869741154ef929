package expr

import (
	"bytes"
	"cmp"
	"math"
	"time"
	"unicode/utf8"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// ordering compares two values that are not NULL.
type ordering func(s *scope, a, b datatype.Value) (int, error)

// compare checks a = b and its sisters.
func (c *checker) compare(n *node) (*operation, error) {
	a, b, err := c.two(n)
	if err != nil {
		return nil, err
	}
	return comparison(n, n.name, a, b)
}

// comparison types a op b, which is NULL where a side is.
func comparison(n *node, op string, a, b *operation) (*operation, error) {
	if a.null || b.null {
		return operationOf(n.pos, boolean, func(*scope, *operation) (datatype.Value, error) { return nil, nil }, a, b), nil
	}
	a, b = shared(op, a, b)
	return compareAs(n, op, a, b)
}

// compareAs types a op b with both sides as they are.
func compareAs(n *node, op string, a, b *operation) (*operation, error) {
	order, ok := orderOf(a.typ, b.typ, op == "=" || op == "<>")
	if !ok {
		return nil, noOperator(n, op, a, b)
	}
	typ := withNulls(boolean, a, b)
	typ.NotNull = typ.NotNull && fieldsNotNull(a.typ) && fieldsNotNull(b.typ)
	o := operationOf(n.pos, typ, strict(func(s *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
		sign, err := order(s, v[0], v[1])
		if sign == unknown || err != nil {
			return nil, err
		}
		return holds(op, sign), nil
	}), a, b)
	o.varies = o.varies || comparesZone(a.typ, b.typ)
	return o, nil
}

// shared casts two sides to what they are compared as, where Calcite does so before Flink looks at them: numbers to FLOAT or DOUBLE, for
// = and <> a literal number to the type that both have in common, which may bring back digits that its own type has no room for
// (CAST(1.25 AS DECIMAL(3, 1)) = 1.25), and for < and its sisters a text to the type of the other side.
func shared(op string, a, b *operation) (*operation, *operation) {
	x, y := a.typ, b.typ
	equality := op == "=" || op == "<>"
	switch {
	case isNumeric(x.Root) && isNumeric(y.Root) && !x.EqualIgnoringNullability(y):
		to := mergeNumbers(x, y)
		approximate := isApproximate(to.Root)
		if approximate || equality && a.exact != nil && x.Root == datatype.Decimal {
			a = convert(a, to)
		}
		if approximate || equality && b.exact != nil && y.Root == datatype.Decimal {
			b = convert(b, to)
		}
	case equality:
	case isText(x.Root) && readsText(y.Root):
		a = castTo(a, textAs(y), a.pos)
	case isText(y.Root) && readsText(x.Root):
		b = castTo(b, textAs(x), b.pos)
	}
	return a, b
}

// readsText reports whether a text that is compared with a type by < and its sisters is cast.
func readsText(r datatype.Root) bool {
	return isNumeric(r) || r == datatype.Boolean || isInterval(r)
}

// textAs is the type that a text is read as where it is compared with another.
func textAs(t datatype.Type) datatype.Type {
	switch t.Root {
	case datatype.TinyInt, datatype.SmallInt:
		return datatype.Of(datatype.Int)
	case datatype.Decimal:
		return datatype.DecimalType(maxPrecision, maxPrecision/2)
	case datatype.Float:
		return datatype.Of(datatype.Double)
	}
	return t
}

// fieldsNotNull reports whether a row has no field that can be NULL: rows are compared field by field, with NULLs.
func fieldsNotNull(t datatype.Type) bool {
	for _, f := range t.Fields {
		if !f.Type.NotNull {
			return false
		}
	}
	return true
}

// comparesZone reports whether a comparison depends on the session's time zone.
func comparesZone(x, y datatype.Type) bool {
	return (x.Root == datatype.TimestampLTZ) != (y.Root == datatype.TimestampLTZ) || holdsInstants(x) || holdsInstants(y)
}

// holds reports whether a comparison is true of values in an order. Values that have no order are unequal.
func holds(op string, sign int) bool {
	switch op {
	case "=":
		return sign == 0
	case "<>":
		return sign != 0
	case "<":
		return sign < 0 && sign != unordered
	case "<=":
		return sign <= 0 && sign != unordered
	case ">":
		return sign > 0
	}
	return sign >= 0
}

// Signs that are no order: of values that differ and have none, and of rows that could be equal but for a NULL.
const (
	unordered = -2
	unknown   = -3
)

// orderOf returns how values of two types are compared; false where Flink does not compare them.
func orderOf(x, y datatype.Type, equality bool) (ordering, bool) {
	same := x.Root == y.Root
	switch {
	case isNumeric(x.Root) && isNumeric(y.Root):
		return plainly(compareNumbers), true
	case isText(x.Root) && isText(y.Root):
		return plainly(func(a, b datatype.Value) int { return compareTexts(a.(string), b.(string)) }), true
	case isBinary(x.Root) && isBinary(y.Root):
		return plainly(func(a, b datatype.Value) int { return bytes.Compare(a.([]byte), b.([]byte)) }), true
	case isText(x.Root) && isTime(y.Root):
		return castFirst(x, y, equality), true
	case isTime(x.Root) && isText(y.Root):
		order := castFirst(y, x, equality)
		return func(s *scope, a, b datatype.Value) (int, error) {
			sign, err := order(s, b, a)
			if sign == unordered {
				return sign, err
			}
			return -sign, err
		}, true
	case isInstant(x.Root) && isInstant(y.Root) && !same:
		return compareInstants(x), true
	case same && (isTime(x.Root) || isInterval(x.Root)):
		return plainly(compareTimes), true
	case same && x.Root == datatype.Boolean:
		return plainly(compareBooleans), true
	case neverEqual(x.Root) && isText(y.Root), isText(x.Root) && neverEqual(y.Root):
		// Flink compares objects of two classes here.
		return plainly(func(datatype.Value, datatype.Value) int { return unordered }), true
	case equality && same:
		return compareParts(x, y)
	}
	return nil, false
}

// neverEqual reports whether a value of a type equals no text.
func neverEqual(r datatype.Root) bool { return r == datatype.Boolean || isInterval(r) }

func plainly(fn func(a, b datatype.Value) int) ordering {
	return func(_ *scope, a, b datatype.Value) (int, error) { return fn(a, b), nil }
}

// castFirst casts a text to the type of the time that it is compared with. A text that does not read equals nothing.
func castFirst(text, to datatype.Type, equality bool) ordering {
	return func(s *scope, a, b datatype.Value) (int, error) {
		a, err := datatype.Cast(a, text, to, s.zone())
		if err != nil && equality {
			return unordered, nil
		}
		if err != nil {
			return 0, err
		}
		return compareTimes(a, b), nil
	}
}

// compareInstants compares a TIMESTAMP with a TIMESTAMP_LTZ on the session's clock; x is the type of the left one.
func compareInstants(x datatype.Type) ordering {
	return func(s *scope, a, b datatype.Value) (int, error) {
		i, j := datatype.ToInstant(a), datatype.ToInstant(b)
		if x.Root == datatype.Timestamp {
			i = i.FromZone(s.zone())
		} else {
			j = j.FromZone(s.zone())
		}
		return i.Compare(j), nil
	}
}

func compareBooleans(a, b datatype.Value) int {
	x, _ := a.(bool)
	y, _ := b.(bool)
	return cmp.Compare(btoi(x), btoi(y))
}

func compareTimes(a, b datatype.Value) int {
	switch x := a.(type) {
	case datatype.Period:
		y, _ := b.(datatype.Period)
		return cmp.Compare(x, y)
	case time.Duration:
		y, _ := b.(time.Duration)
		return cmp.Compare(x, y)
	case datatype.Days:
		y, _ := b.(datatype.Days)
		return cmp.Compare(x, y)
	case datatype.Nanos:
		y, _ := b.(datatype.Nanos)
		return cmp.Compare(x, y)
	}
	return datatype.ToInstant(a).Compare(datatype.ToInstant(b))
}

// compareNumbers compares exact numbers exactly, and with a FLOAT or DOUBLE as that.
func compareNumbers(a, b datatype.Value) int {
	f, aFloat := a.(float32)
	g, bFloat := b.(float32)
	_, aDouble := a.(float64)
	_, bDouble := b.(float64)
	switch {
	case aFloat && bFloat:
		return compareFloats(f, g)
	case aFloat && bDouble:
		return compareFloats(f, float32(toFloat(b)))
	case aFloat || bFloat || aDouble || bDouble:
		return compareFloats(toFloat(a), toFloat(b))
	}
	_, aDecimal := a.(*apd.Decimal)
	_, bDecimal := b.(*apd.Decimal)
	if aDecimal || bDecimal {
		return toDecimal(a).Cmp(toDecimal(b))
	}
	return cmp.Compare(toInteger(a), toInteger(b))
}

// compareFloats compares as Java's operators do: NaN has no order and equals nothing.
func compareFloats[T float32 | float64](a, b T) int {
	if math.IsNaN(float64(a)) || math.IsNaN(float64(b)) {
		return unordered
	}
	return cmp.Compare(a, b)
}

// compareTexts orders texts by UTF-16 code units, as java.lang.String does.
func compareTexts(a, b string) int {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y {
			return cmp.Compare(utf16Rank(x), utf16Rank(y))
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}

// utf16Rank puts the characters of two units, which begin with a surrogate, before U+E000 … U+FFFF.
func utf16Rank(r rune) rune {
	if r >= 0xe000 && r <= 0xffff {
		return r + utf8.MaxRune
	}
	return r
}

// compareParts compares arrays, maps and rows for equality.
func compareParts(x, y datatype.Type) (ordering, bool) {
	switch {
	case x.Root == datatype.Row && len(x.Fields) == len(y.Fields):
		orders := make([]ordering, len(x.Fields))
		for i := range orders {
			var ok bool
			if orders[i], ok = orderOf(x.Fields[i].Type, y.Fields[i].Type, true); !ok {
				return nil, false
			}
		}
		return func(s *scope, a, b datatype.Value) (int, error) { return compareRows(s, a, b, orders) }, true
	case x.Root == datatype.Array:
		order, ok := orderOf(*x.Elem, *y.Elem, true)
		return func(s *scope, a, b datatype.Value) (int, error) {
			return compareLists(s, a, b, func(int) ordering { return order })
		}, ok
	case x.Root == datatype.Map:
		key, ok := orderOf(*x.Key, *y.Key, true)
		value, valueOK := orderOf(*x.Elem, *y.Elem, true)
		return func(s *scope, a, b datatype.Value) (int, error) { return compareMaps(s, a, b, key, value) }, ok && valueOK
	}
	return nil, false
}

// compareRows compares rows field by field: a NULL leaves open whether they are equal.
func compareRows(s *scope, a, b datatype.Value, orders []ordering) (int, error) {
	x, _ := a.([]datatype.Value)
	y, _ := b.([]datatype.Value)
	sign := 0
	for i, order := range orders {
		if i >= len(x) || i >= len(y) {
			return unordered, nil
		}
		if x[i] == nil || y[i] == nil {
			sign = unknown
			continue
		}
		switch part, err := order(s, x[i], y[i]); {
		case err != nil:
			return 0, err
		case part == unknown:
			sign = unknown
		case part != 0:
			return unordered, nil
		}
	}
	return sign, nil
}

func compareLists(s *scope, a, b datatype.Value, orders func(int) ordering) (int, error) {
	x, _ := a.([]datatype.Value)
	y, _ := b.([]datatype.Value)
	if len(x) != len(y) {
		return unordered, nil
	}
	for i := range x {
		if same, err := equalParts(s, x[i], y[i], orders(i)); err != nil || !same {
			return unordered, err
		}
	}
	return 0, nil
}

// equalParts compares what two constructed values hold; NULL equals NULL there.
func equalParts(s *scope, a, b datatype.Value, order ordering) (bool, error) {
	if a == nil || b == nil {
		return a == nil && b == nil, nil
	}
	sign, err := order(s, a, b)
	return sign == 0, err
}

// maxCompared is how many pairs of entries a comparison of two maps looks at.
const maxCompared = 1 << 20

func compareMaps(s *scope, a, b datatype.Value, key, value ordering) (int, error) {
	x, _ := a.([]datatype.Entry)
	y, _ := b.([]datatype.Entry)
	if len(x) != len(y) {
		return unordered, nil
	}
	if len(x)*len(y) > maxCompared {
		return 0, pgerr.New(pgerr.ProgramLimitExceeded, "maps are too large to be compared")
	}
	for _, e := range x {
		i, err := findEntry(s, y, e.Key, key)
		if err != nil || i < 0 {
			return unordered, err
		}
		if same, err := equalParts(s, e.Value, y[i].Value, value); err != nil || !same {
			return unordered, err
		}
	}
	return 0, nil
}

// findEntry returns the index of a key, or -1.
func findEntry(s *scope, entries []datatype.Entry, key datatype.Value, order ordering) (int, error) {
	for i, e := range entries {
		same, err := equalParts(s, e.Key, key, order)
		if err != nil {
			return -1, err
		}
		if same {
			return i, nil
		}
	}
	return -1, nil
}

// distinct checks a IS [NOT] DISTINCT FROM b, which is never NULL.
func (c *checker) distinct(n *node) (*operation, error) {
	a, b, err := c.two(n)
	if err != nil {
		return nil, err
	}
	order := plainly(func(datatype.Value, datatype.Value) int { return 0 })
	if !a.null && !b.null {
		var ok bool
		if order, ok = orderOf(a.typ, b.typ, true); !ok {
			return nil, noOperator(n, "is distinct from", a, b)
		}
	}
	o := operationOf(n.pos, boolean.NonNull(), func(s *scope, o *operation) (datatype.Value, error) {
		x, err := o.args[0].eval(s)
		if err != nil {
			return nil, err
		}
		y, err := o.args[1].eval(s)
		if err != nil {
			return nil, err
		}
		same, err := equalParts(s, x, y, order)
		return same == n.flag, err
	}, a, b)
	o.varies = o.varies || comparesZone(a.typ, b.typ)
	return o, nil
}
