package expr

import (
	"math"
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// numberLiteral reads an unsigned number, and types it as Calcite's SqlNumericLiteral: INT, BIGINT, DECIMAL by the digits written, or
// DOUBLE where there is an exponent.
func numberLiteral(text string, negative bool, pos int) *node {
	n := &node{kind: literalNode, pos: pos}
	if strings.ContainsAny(text, "eE") {
		n.setDouble(text, negative)
		return n
	}
	if v, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) < 19 {
		n.setInteger(v, negative)
		return n
	}
	n.setDecimal(strings.TrimSuffix(text, "."), negative)
	return n
}

func (n *node) setInteger(v int64, negative bool) {
	if negative {
		v = -v
	}
	n.exact = apd.New(v, 0)
	n.typ = datatype.Of(datatype.Int).NonNull()
	n.value = int32(v)
	if v < math.MinInt32 || v > math.MaxInt32 {
		n.typ.Root, n.value = datatype.BigInt, v
	}
}

func (n *node) setDouble(text string, negative bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		n.err = outOfRange(text, n.pos)
	}
	n.exact = decimalOfFloatText(text, f)
	if negative {
		f = 0 - f // BigDecimal has no negative zero
		n.exact.Negative = !n.exact.IsZero()
	}
	n.typ, n.value = datatype.Of(datatype.Double).NonNull(), f
}

// decimalOfFloatText keeps the digits of a DOUBLE literal, which Calcite carries on to DECIMAL.
func decimalOfFloatText(text string, f float64) *apd.Decimal {
	if f == 0 || math.IsInf(f, 0) {
		return new(apd.Decimal)
	}
	d, _, err := apd.NewFromString(text)
	if err != nil {
		return new(apd.Decimal)
	}
	return d
}

// setDecimal reads digits with a point, or more digits than an INT has. Flink 2.3 refuses digits that do not fit 64 bits.
func (n *node) setDecimal(text string, negative bool) {
	digits, scale := text, 0
	if dot := strings.IndexByte(text, '.'); dot >= 0 {
		digits, scale = text[:dot]+text[dot+1:], len(text)-dot-1
	}
	d, _, err := apd.NewFromString(text)
	if err != nil || len(digits) > 38 && len(strings.TrimLeft(digits, "0")) > 38 || scale > 38 {
		n.err, n.exact = outOfRange(text, n.pos), new(apd.Decimal)
		n.typ, n.value = datatype.DecimalType(38, 0).NonNull(), n.exact
		return
	}
	d.Negative = negative && !d.IsZero()
	if scale == 0 && d.Coeff.IsInt64() {
		n.setInteger(d.Coeff.Int64(), negative)
		return
	}
	if scale == 0 && negative && d.Coeff.IsUint64() && d.Coeff.Uint64() == 1<<63 {
		n.exact, n.typ, n.value = d, datatype.Of(datatype.BigInt).NonNull(), int64(math.MinInt64)
		return
	}
	if !d.Coeff.IsInt64() {
		n.flink = outOfRange(text, n.pos)
	}
	n.exact, n.value = d, d
	n.typ = datatype.DecimalType(max(min(len(digits), 38), scale), scale).NonNull()
}

func outOfRange(text string, pos int) error {
	if len(text) > 64 {
		text = text[:64] + "…"
	}
	return pgerr.New(pgerr.NumericValueOutOfRange, "numeric literal %q is out of range", text).At(pos)
}

// negated returns the literal of a number with its sign turned: -5 is one literal, in parentheses too.
func (n *node) negated(pos int) *node {
	m := *n
	m.pos = pos
	m.exact = new(apd.Decimal).Set(n.exact)
	m.exact.Negative = !n.exact.Negative && !n.exact.IsZero()
	switch v := n.value.(type) {
	case int32:
		m.setInteger(-int64(v), false)
	case int64:
		if v == math.MinInt64 {
			m.typ, m.value, m.flink = datatype.DecimalType(19, 0).NonNull(), m.exact, outOfRange("9223372036854775808", pos)
			break
		}
		m.setInteger(-v, false)
	case float64:
		m.value = 0 - v
	case *apd.Decimal:
		m.value = m.exact
		if n.typ.Scale == 0 && m.exact.Negative && m.exact.Coeff.IsUint64() && m.exact.Coeff.Uint64() == 1<<63 {
			m.typ, m.value, m.flink = datatype.Of(datatype.BigInt).NonNull(), int64(math.MinInt64), nil
		}
	}
	return &m
}

// isNumber reports whether the node is the literal of a number.
func (n *node) isNumber() bool { return n.kind == literalNode && n.exact != nil }
