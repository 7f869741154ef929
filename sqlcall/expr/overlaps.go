package expr

import (
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// overlaps checks (a, b) OVERLAPS (c, d). A period is two dates, times or timestamps in any order, or one and an interval; periods
// that touch overlap (StandardConvertletTable.convertOverlaps).
func (c *checker) overlaps(n *node) (*operation, error) {
	var ends []*operation
	for _, period := range n.args {
		if period.kind != rowNode || len(period.args) != 2 {
			return nil, noPeriods(n)
		}
		list, err := c.all(period.args)
		if err != nil {
			return nil, err
		}
		start, end := list[0], list[1]
		c.pair(start, end)
		if isInterval(end.typ.Root) && isTime(start.typ.Root) {
			end = timeOperation(&node{name: "+", pos: period.pos}, start, end)
		}
		if !isTime(start.typ.Root) || end.typ.Root != start.typ.Root {
			return nil, noPeriods(n)
		}
		ends = append(ends, start, end)
	}
	if len(ends) != 4 || ends[0].typ.Root != ends[2].typ.Root {
		return nil, noPeriods(n)
	}
	return operationOf(n.pos, withNulls(boolean, ends...), strict(func(_ *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
		for i := 0; i < len(v); i += 2 {
			if compareTimes(v[i], v[i+1]) > 0 {
				v[i], v[i+1] = v[i+1], v[i]
			}
		}
		return compareTimes(v[1], v[2]) >= 0 && compareTimes(v[3], v[0]) >= 0, nil
	}), ends...), nil
}

func noPeriods(n *node) error {
	return pgerr.New(pgerr.DatatypeMismatch, "OVERLAPS compares two periods").
		WithHint("A period is (start, end) or (start, interval), of one type of date or time.").At(n.pos)
}
