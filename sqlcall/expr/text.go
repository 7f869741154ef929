package expr

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
)

// concat checks a || b || …: CHAR(n) || CHAR(m) is CHAR(n+m), anything else VARCHAR.
func (c *checker) concat(n *node) (*operation, error) {
	list, err := c.openTexts(n.args)
	if err != nil {
		return nil, err
	}
	typ := list[0].typ
	for _, b := range list[1:] {
		if !isText(typ.Root) || !isText(b.typ.Root) {
			return nil, noOperator(n, "||", &operation{typ: typ}, b)
		}
		root := datatype.Varchar
		if typ.Root == datatype.Char && b.typ.Root == datatype.Char {
			root = datatype.Char
		}
		length := min(int64(typ.Length)+int64(b.typ.Length), datatype.MaxLength)
		typ = datatype.Type{Root: root, Length: int(length), NotNull: typ.NotNull && b.typ.NotNull}
	}
	return operationOf(n.pos, typ, strict(func(_ *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
		var b strings.Builder
		for _, part := range v {
			text, _ := part.(string)
			b.WriteString(text)
		}
		return b.String(), nil
	}), list...), nil
}
