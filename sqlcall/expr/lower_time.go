package expr

import (
	"strconv"
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/sqlcall/scan"
)

// intervalUnit is a unit that an interval may be measured in.
type intervalUnit struct {
	name  string // in the singular
	scale int64  // how many of the unit of resolution it is: WEEK is 7 of DAY
	field datatype.IntervalResolution
}

// intervalUnits are the words for units, singular and plural.
var intervalUnits = func() map[string]intervalUnit {
	units := map[string]intervalUnit{}
	for _, u := range []intervalUnit{
		{"YEAR", 1, datatype.Year},
		{"QUARTER", 3, datatype.Month},
		{"MONTH", 1, datatype.Month},
		{"WEEK", 7, datatype.Day},
		{"DAY", 1, datatype.Day},
		{"HOUR", 1, datatype.Hour},
		{"MINUTE", 1, datatype.Minute},
		{"SECOND", 1, datatype.Second},
	} {
		units[u.name], units[u.name+"S"] = u, u
	}
	return units
}()

// intervalRanges are the intervals of more than one field.
var intervalRanges = map[[2]datatype.IntervalResolution]datatype.IntervalResolution{
	{datatype.Year, datatype.Month}:    datatype.YearToMonth,
	{datatype.Day, datatype.Hour}:      datatype.DayToHour,
	{datatype.Day, datatype.Minute}:    datatype.DayToMinute,
	{datatype.Day, datatype.Second}:    datatype.DayToSecond,
	{datatype.Hour, datatype.Minute}:   datatype.HourToMinute,
	{datatype.Hour, datatype.Second}:   datatype.HourToSecond,
	{datatype.Minute, datatype.Second}: datatype.MinuteToSecond,
}

// qualifier reads the fields of an interval: DAY(3) TO SECOND(3). WEEK and QUARTER count as their field here.
func (l *lowerer) qualifier() (datatype.Type, error) {
	first, ok := l.intervalField()
	if !ok {
		return datatype.Type{}, l.syntaxHere()
	}
	t := datatype.Type{Root: datatype.IntervalDayTime, Precision: 2, Scale: 6, Resolution: first.field}
	last := first
	digits, err := l.numbers(1 + btoi(first.field == datatype.Second))
	if err != nil {
		return t, err
	}
	if len(digits) > 0 {
		t.Precision = digits[0]
	}
	if len(digits) > 1 {
		t.Scale = digits[1]
	}
	if to := l.peek(1); l.peek(0).Word("TO") && to.Kind == scan.Ident {
		l.i++
		last, ok = l.intervalField()
		r, known := intervalRanges[[2]datatype.IntervalResolution{first.field, last.field}]
		if !ok || !known || first.scale != 1 || last.scale != 1 {
			l.i -= btoi(ok)
			return t, l.syntaxHere()
		}
		t.Resolution = r
		if last.field == datatype.Second {
			if digits, err = l.numbers(1); err != nil {
				return t, err
			}
			if len(digits) > 0 {
				t.Scale = digits[0]
			}
		}
	}
	if t.Resolution <= datatype.YearToMonth {
		t.Root, t.Scale = datatype.IntervalYearMonth, 0
	}
	return t, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (l *lowerer) intervalField() (intervalUnit, bool) {
	t := l.peek(0)
	u, ok := intervalUnits[strings.ToUpper(t.Value)]
	if !ok || t.Kind != scan.Ident {
		return u, false
	}
	l.i++
	return u, true
}

// numbers reads up to most whole numbers in parentheses, or nothing.
func (l *lowerer) numbers(most int) ([]int, error) {
	if !l.peek(0).Is("(") {
		return nil, nil
	}
	var all []int
	for len(all) < most {
		l.i++
		t := l.peek(0)
		n, err := strconv.ParseInt(t.Value, 10, 32)
		if t.Kind != scan.Number || err != nil {
			return nil, l.syntaxHere()
		}
		all = append(all, int(n))
		l.i++
		if !l.peek(0).Is(",") {
			break
		}
	}
	if !l.peek(0).Is(")") {
		return nil, l.syntaxHere()
	}
	l.i++
	return all, nil
}

// timeWord reads what begins with DATE, TIME, TIMESTAMP or INTERVAL: a literal, or a function of that name.
func (l *lowerer) timeWord(t scan.Token, word string) error {
	next := l.peek(1)
	switch {
	case word == "INTERVAL":
		return l.interval(t)
	case next.Kind == scan.String && next.Prefix == 0 && !next.Dollar:
		l.i += 2
		l.leaf(timeLiteral(word, next, l.pos(t)), t)
		return nil
	case next.Is("("):
		return l.call(t, word)
	case word == "TIMESTAMP" && next.Word("WITH") && l.peek(2).Word("LOCAL") && l.peek(3).Word("TIME") && l.peek(4).Word("ZONE"):
		l.i += 5
		text := l.peek(0)
		if text.Kind != scan.String {
			return l.syntaxHere()
		}
		l.i++
		l.leaf(timeLiteral("TIMESTAMP_LTZ", text, l.pos(t)), t)
		return nil
	}
	return l.syntax(t)
}

// interval reads INTERVAL [+|-] 'text' fields, INTERVAL 5 DAY and INTERVAL (expression) DAY.
func (l *lowerer) interval(t scan.Token) error {
	l.i++
	negative, signed := false, false
	if s := l.peek(0); s.Is("-") || s.Is("+") {
		negative, signed = s.Is("-"), true
		l.i++
	}
	value := l.peek(0)
	switch {
	case value.Kind == scan.String && value.Prefix == 0:
		return l.intervalText(t, value, negative)
	case value.Is("(") && !signed:
		n := &node{kind: intervalNode, pos: l.pos(t)}
		end := l.matching()
		i := l.i
		l.i = end + 1
		unit := l.peek(0)
		typ, err := l.singleField()
		if err != nil {
			return err
		}
		n.typ, n.name = typ, strings.ToUpper(unit.Value)
		rest := l.i
		l.i = i
		return l.intervalGroup(t, n, end, rest)
	}
	var n *node
	switch {
	case value.Kind == scan.Number, value.Kind == scan.Param:
		n, _ = l.simple(value)
	case value.Kind == scan.Ident && !reserved[strings.ToUpper(value.Value)]:
		n = &node{kind: columnNode, name: value.Value, pos: l.pos(value), flag: true}
	default:
		return l.syntaxHere()
	}
	l.i++
	unit := l.peek(0)
	typ, err := l.singleField()
	if err != nil {
		return err
	}
	if negative {
		n = &node{kind: prefixNode, name: "-", pos: n.pos, args: []*node{n}}
	}
	l.leaf(&node{kind: intervalNode, pos: l.pos(t), typ: typ, name: strings.ToUpper(unit.Value), args: []*node{n}}, t)
	return nil
}

// singleField reads the one field of an interval whose value is an expression.
func (l *lowerer) singleField() (datatype.Type, error) {
	start := l.i
	typ, err := l.qualifier()
	if err == nil && len(intervalShapes[typ.Resolution].units) > 1 {
		l.i = start + 1
		err = l.syntaxHere()
	}
	return typ, err
}

// matching returns the index of the parenthesis that closes the one at i.
func (l *lowerer) matching() int {
	depth := 0
	for j := l.i; j < len(l.toks); j++ {
		switch {
		case l.toks[j].Is("("):
			depth++
		case l.toks[j].Is(")"):
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return len(l.toks)
}

// intervalGroup lowers the expression in parentheses of INTERVAL (expression) DAY and goes on after the fields.
func (l *lowerer) intervalGroup(t scan.Token, n *node, end, rest int) error {
	l.open(frame{kind: callFrame}, n, t)
	depth := len(l.frames)
	l.i++
	for l.i < end || len(l.frames) >= depth {
		if l.i > end || l.i >= len(l.toks) {
			return l.syntaxHere()
		}
		read := l.readOperator
		if l.operand {
			read = l.readOperand
		}
		if err := read(l.toks[l.i]); err != nil {
			return err
		}
	}
	l.i = rest
	return nil
}

// intervalText reads the fields after INTERVAL 'text'.
func (l *lowerer) intervalText(t, text scan.Token, negative bool) error {
	l.i++
	unit := l.peek(0)
	typ, err := l.qualifier()
	if err != nil {
		return err
	}
	if strings.TrimSpace(text.Value) == "" {
		return l.syntax(text)
	}
	n := &node{kind: literalNode, pos: l.pos(t)}
	n.setInterval(text.Value, typ, intervalUnits[strings.ToUpper(unit.Value)].scale, negative)
	l.leaf(n, t)
	return nil
}
