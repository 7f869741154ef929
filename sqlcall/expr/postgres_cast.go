package expr

import (
	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
)

// oidNumeric and oidInterval are the types that PostgreSQL's clients name without a precision or fields.
const (
	oidNumeric  = 1700
	oidInterval = 1186
)

// openDecimal is what ::numeric reads: PostgreSQL's numeric holds any digits, so the operand decides the precision. Flink's DECIMAL is
// DECIMAL(10, 0) instead, which would round what drivers inline: pgJDBC writes ('1.5'::numeric).
func openDecimal() datatype.Type { return datatype.Type{Root: datatype.Decimal} }

func isOpenDecimal(t datatype.Type) bool { return t.Root == datatype.Decimal && t.Precision == 0 }

// openInterval is what ::interval reads: the fields are those of the operand.
func openInterval() datatype.Type {
	t, _ := datatype.TypeOfOID(oidInterval)
	return t.Nullable()
}

// closed is the type of values whose digits are not known.
func closed(t datatype.Type) datatype.Type {
	if isOpenDecimal(t) {
		t, _ = datatype.TypeOfOID(oidNumeric)
	}
	return t.Nullable()
}

// castAsPostgres checks what a::t does other than CAST(a AS t). A quoted literal is read as PostgreSQL's input function of the type reads
// it, as a parameter of that type is: '\x00'::bytea is a byte, '2024-02-29T01:02:03+00'::timestamptz an instant. It returns nil, and the
// type to cast to, where a cast remains to be made.
func (c *checker) castAsPostgres(n *node, a *operation) (*operation, datatype.Type, error) {
	to := n.typ
	if a.quoted && !isText(to.Root) {
		o, err := c.readLiteral(a.value.(string), to, n.pos)
		return o, to, err
	}
	switch from := a.typ; {
	case !isOpenDecimal(to):
		if to.EqualIgnoringNullability(openInterval()) && isInterval(from.Root) {
			to = from.Nullable()
		}
	case from.Root == datatype.Decimal:
		to = from.Nullable()
	case isInteger(from.Root):
		to = datatype.DecimalType(integerDigits[from.Root], 0)
	}
	return nil, closed(to), nil
}

// integerDigits are the decimal digits that integers need.
var integerDigits = map[datatype.Root]int{datatype.TinyInt: 3, datatype.SmallInt: 5, datatype.Int: 10, datatype.BigInt: 19}

func (c *checker) readLiteral(text string, to datatype.Type, pos int) (*operation, error) {
	if isOpenDecimal(to) {
		if d, _, err := apd.NewFromString(text); err == nil && d.Form == apd.Finite && decimalText.MatchString(text) {
			if t, ok := typeOfDigits(d); ok {
				return &operation{typ: t.NonNull(), pos: pos, exact: d, literal: true}, nil
			}
		}
	}
	to = closed(to)
	v, err := datatype.ParseText(to, text, c.format)
	if err != nil && to.EqualIgnoringNullability(openInterval()) {
		months := datatype.Type{Root: datatype.IntervalYearMonth, Precision: 4, Resolution: datatype.YearToMonth}
		if v, e := datatype.ParseText(months, text, c.format); e == nil {
			return &operation{typ: months.NonNull(), pos: pos, value: v, literal: true}, nil
		}
	}
	if err != nil {
		return nil, placed(err, pos)
	}
	return &operation{typ: to.NonNull(), pos: pos, value: v, literal: true, isCast: true}, nil
}

// typeOfDigits is the DECIMAL that has room for just the digits of d, and whether there is one.
func typeOfDigits(d *apd.Decimal) (datatype.Type, bool) {
	scale := max(0, -int(d.Exponent))
	precision := max(int(d.NumDigits())+max(0, int(d.Exponent)), scale, 1)
	return datatype.DecimalType(precision, scale), precision <= maxPrecision
}
