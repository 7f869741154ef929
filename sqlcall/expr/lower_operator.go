package expr

import (
	"strings"

	"github.com/callgate/callgate/sqlcall/scan"
)

// operators are the binary operators: how TiDB's parser is given them, and Calcite's precedence.
var operators = map[string]struct {
	text  string
	level int
}{
	"+": {"+", addLevel}, "-": {"-", addLevel},
	"*": {"*", multiplyLevel}, "/": {"/", multiplyLevel}, "%": {"%", multiplyLevel}, "||": {" DIV ", multiplyLevel},
	"=": {"=", compareLevel}, "<>": {"<>", compareLevel}, "!=": {"!=", compareLevel}, "<": {"<", compareLevel},
	"<=": {"<=", compareLevel}, ">": {">", compareLevel}, ">=": {">=", compareLevel},
	"AND": {" AND ", andLevel}, "OR": {" OR ", orLevel},
}

// readOperator reads what may follow an operand.
func (l *lowerer) readOperator(t scan.Token) error {
	switch t.Kind {
	case scan.Op:
		return l.readPunctuation(t)
	case scan.Ident:
		return l.readWord(t)
	}
	return l.syntax(t)
}

func (l *lowerer) readPunctuation(t scan.Token) error {
	switch t.Value {
	case ",":
		return l.comma(t)
	case ")":
		return l.closeBracket(t)
	case "]":
		return l.closeSquare(t)
	case "::":
		return l.postfixCast(t)
	case "[":
		n := &node{kind: itemNode, pos: l.pos(t)}
		l.wrap(n)
		l.emit(",", t)
		l.frames = append(l.frames, frame{kind: bracketFrame, node: n, start: l.last})
		l.i++
		l.operand = true
		return nil
	}
	return l.binary(t, t.Value)
}

// binary emits an operator between two operands.
func (l *lowerer) binary(t scan.Token, op string) error {
	o, ok := operators[op]
	if !ok {
		return l.syntax(t)
	}
	if err := l.closeTails(o.level); err != nil {
		return err
	}
	if f := l.top(); f != nil && f.kind == lowFrame && op == "AND" {
		f.kind, f.level = tailFrame, predicateLevel
		l.emit(",", t)
	} else if q := l.peek(1); o.level == compareLevel && (q.Word("ANY") || q.Word("SOME") || q.Word("ALL")) {
		return l.quantified(t, op)
	} else {
		l.emit(o.text, t)
	}
	if op == "!=" && l.flink == nil {
		l.flink = l.syntax(t)
	}
	l.i++
	l.operand = true
	return nil
}

// quantified reads op ANY|SOME|ALL (list).
func (l *lowerer) quantified(t scan.Token, op string) error {
	n := &node{kind: quantifiedNode, name: op, pos: l.pos(t), flag: l.peek(1).Word("ALL")}
	l.i += 2
	l.emit("<=>", t)
	return l.list(n)
}

// readWord reads a word after an operand: an operator, or a separator of what is open.
func (l *lowerer) readWord(t scan.Token) error {
	word := strings.ToUpper(t.Value)
	if done, err := l.separator(t, word); done || err != nil {
		return err
	}
	switch word {
	case "AND", "OR":
		return l.binary(t, word)
	case "IS":
		return l.is(t)
	case "NOT", "IN", "LIKE", "BETWEEN", "SIMILAR":
		return l.predicate(t, word)
	case "ESCAPE":
		return l.escape(t)
	case "AS":
		return l.castType(t)
	case "WHEN", "THEN", "ELSE", "END":
		return l.caseWord(t, word)
	case "OVERLAPS":
		return l.overlaps(t)
	case "CONTAINS", "PRECEDES", "SUCCEEDS", "MEMBER", "SUBMULTISET", "ILIKE", "RLIKE":
		return l.unsupported(t, "operator "+word)
	case "OVER":
		if l.peek(-1).Is(")") {
			return l.unsupported(t, "a window")
		}
	case "USING":
		if f := l.top(); f != nil && f.kind == callFrame {
			return l.unsupported(t, "a conversion of characters")
		}
	}
	if _, ok := intervalUnits[word]; ok && l.last < len(l.pieces) && l.pieces[l.last].text == "(" {
		return l.difference(t)
	}
	return l.syntax(t)
}

// tail emits an operator and opens the marker call of its right side, which reaches to the next operator of the level.
func (l *lowerer) tail(text string, level int, k frameKind, n *node, t scan.Token) {
	l.emit(text, t)
	start := l.last
	l.open(frame{kind: k, level: level}, n, t)
	l.top().start = start
}

// predicate reads [NOT] IN, LIKE, SIMILAR TO and BETWEEN.
func (l *lowerer) predicate(t scan.Token, word string) error {
	if err := l.closeTails(predicateLevel); err != nil {
		return err
	}
	n := &node{pos: l.pos(t)}
	if word == "NOT" {
		n.flag = true
		l.i++
		word = strings.ToUpper(l.peek(0).Value)
		if l.peek(0).Kind != scan.Ident {
			return l.syntax(t)
		}
	}
	l.i++
	switch word {
	case "IN":
		n.kind = inNode
		l.emit("|", t)
		return l.list(n)
	case "LIKE":
		n.kind, n.name = likeNode, "LIKE"
	case "SIMILAR":
		n.kind, n.name = likeNode, "SIMILAR TO"
		if !l.peek(0).Word("TO") {
			return l.syntaxHere()
		}
		l.i++
	case "BETWEEN":
		n.kind = betweenNode
		if l.peek(0).Word("SYMMETRIC") {
			n.name = "SYMMETRIC"
			l.i++
		} else if l.peek(0).Word("ASYMMETRIC") {
			l.i++
		}
		l.tail("|", predicateLevel, lowFrame, n, t)
		return nil
	default:
		return l.syntax(t)
	}
	l.tail("|", predicateLevel, tailFrame, n, t)
	return nil
}

// overlaps reads (a, b) OVERLAPS (c, d).
func (l *lowerer) overlaps(t scan.Token) error {
	if err := l.closeTails(compareLevel); err != nil {
		return err
	}
	l.i++
	l.tail("<=>", compareLevel, tailFrame, &node{kind: overlapsNode, pos: l.pos(t)}, t)
	return nil
}

// list reads the parenthesis that opens the list of IN or ANY.
func (l *lowerer) list(n *node) error {
	t := l.peek(0)
	if !t.Is("(") {
		return l.syntaxHere()
	}
	if q := l.peek(1); isQuery(q) {
		return l.unsupported(q, "a query")
	}
	l.i++
	start := l.last
	l.open(frame{kind: callFrame}, n, t)
	l.top().start = start
	return nil
}

// escape reads LIKE … ESCAPE.
func (l *lowerer) escape(t scan.Token) error {
	f := l.top()
	if f == nil || f.kind != tailFrame || f.node.kind != likeNode || f.args > 0 {
		return l.syntax(t)
	}
	f.args++
	l.emit(",", t)
	l.i++
	l.operand = true
	return nil
}

// is reads IS [NOT] NULL, TRUE, FALSE, UNKNOWN, JSON … and DISTINCT FROM.
func (l *lowerer) is(t scan.Token) error {
	level := isLevel
	n := &node{kind: isNode, pos: l.pos(t)}
	l.i++
	if l.peek(0).Word("NOT") {
		n.flag = true
		l.i++
	}
	word := strings.ToUpper(l.peek(0).Value)
	if l.peek(0).Kind != scan.Ident {
		return l.syntaxHere()
	}
	if word == "DISTINCT" {
		if !l.peek(1).Word("FROM") {
			return l.syntaxHere()
		}
		level, n.kind = compareLevel, distinctNode
		l.i++
	}
	if err := l.closeTails(level); err != nil {
		return err
	}
	l.i++
	switch word {
	case "DISTINCT":
		l.tail("<=>", compareLevel, tailFrame, n, t)
		return nil
	case "NULL", "TRUE", "FALSE", "UNKNOWN":
		n.name = word
	case "JSON":
		n.name = "JSON VALUE"
		if next := strings.ToUpper(l.peek(0).Value); l.peek(0).Kind == scan.Ident && jsonKinds[next] {
			n.name = "JSON " + next
			l.i++
		}
	default:
		l.i--
		return l.syntaxHere()
	}
	l.emit("<=>", t)
	l.emit(marker(l.add(n))+")", t)
	return nil
}

var jsonKinds = map[string]bool{"VALUE": true, "OBJECT": true, "ARRAY": true, "SCALAR": true}

// comma reads a comma between arguments or elements.
func (l *lowerer) comma(t scan.Token) error {
	if err := l.closeTails(0); err != nil {
		return err
	}
	f := l.top()
	if f == nil || f.kind == castFrame || f.kind == bracketFrame && f.node.kind == itemNode || f.form != nil && (!f.form.commas || f.step > 0) {
		return l.syntax(t)
	}
	if f.kind == caseFrame && f.node.roles[len(f.node.roles)-1] != caseWhen {
		return l.syntax(t)
	}
	if f.kind == caseFrame {
		f.node.roles = append(f.node.roles, caseWhen)
	}
	f.args++
	l.emit(",", t)
	l.i++
	l.operand = true
	return nil
}

// closeBracket reads the parenthesis that closes a group or a call.
func (l *lowerer) closeBracket(t scan.Token) error {
	if err := l.closeTails(0); err != nil {
		return err
	}
	f := l.top()
	if f == nil || f.kind != groupFrame && f.kind != callFrame {
		return l.syntax(t)
	}
	if f.form != nil && !f.form.complete(f) {
		return l.syntax(t)
	}
	l.emit(")", t)
	l.last = f.start
	l.pop()
	l.i++
	l.operand = false
	return nil
}

// complete reports whether a call of the form may end.
func (c *callForm) complete(f *frame) bool { return f.step >= c.least || c.commas && f.step == 0 }

func (l *lowerer) closeSquare(t scan.Token) error {
	if err := l.closeTails(0); err != nil {
		return err
	}
	f := l.top()
	if f == nil || f.kind != bracketFrame {
		return l.syntax(t)
	}
	l.emit(")", t)
	l.last = f.start
	l.pop()
	l.i++
	l.operand = false
	return nil
}

// separator reads a word that separates the arguments of the function that is open.
func (l *lowerer) separator(t scan.Token, word string) (bool, error) {
	i := len(l.frames) - 1
	for i >= 0 && l.frames[i].kind == tailFrame && word != "IN" {
		i--
	}
	if i < 0 || l.frames[i].form == nil {
		return false, nil
	}
	f := &l.frames[i]
	if f.step == len(f.form.separators) || f.form.separators[f.step] != word {
		return false, nil
	}
	if f.args != f.step {
		return true, l.syntax(t)
	}
	if err := l.closeTails(0); err != nil {
		return true, err
	}
	f.step, f.args = f.step+1, f.args+1
	l.emit(",", t)
	l.i++
	l.operand = true
	if f.form.unitLast {
		return true, l.unit()
	}
	return true, nil
}

// unit reads a time unit in the place of an argument.
func (l *lowerer) unit() error {
	t := l.peek(0)
	if t.Kind != scan.Ident {
		return l.syntaxHere()
	}
	l.i++
	l.leaf(&node{kind: wordNode, name: strings.ToUpper(t.Value), pos: l.pos(t)}, t)
	return nil
}

// difference reads the interval unit after (a - b).
func (l *lowerer) difference(t scan.Token) error {
	typ, err := l.qualifier()
	if err != nil {
		return err
	}
	l.wrap(&node{kind: differenceNode, pos: l.pos(t), typ: typ})
	l.emit(")", t)
	return nil
}

// castType reads AS type ) of a CAST.
func (l *lowerer) castType(t scan.Token) error {
	if err := l.closeTails(0); err != nil {
		return err
	}
	f := l.top()
	if f == nil || f.kind != castFrame {
		return l.syntax(t)
	}
	// Flink has no parameters, so that CAST($1 AS text) may be PostgreSQL's.
	strict := l.peek(-1).Kind != scan.Param || !l.peek(-2).Is("(")
	l.i++
	if l.i == len(l.toks) {
		return l.syntaxAtEnd()
	}
	typ, err := l.sqlType(strict)
	if err != nil {
		return err
	}
	f.node.typ = typ
	if !l.peek(0).Is(")") {
		return l.syntaxHere()
	}
	l.i++
	l.emit(")", t)
	l.last = f.start
	l.pop()
	l.operand = false
	return nil
}

// postfixCast reads x::type, which is PostgreSQL's and knows PostgreSQL's names of types.
func (l *lowerer) postfixCast(t scan.Token) error {
	l.i++
	if l.i == len(l.toks) {
		return l.syntaxAtEnd()
	}
	typ, err := l.sqlType(false)
	if err != nil {
		return err
	}
	l.wrap(&node{kind: castNode, pos: l.pos(t), typ: typ, postgres: true})
	l.emit(")", t)
	return nil
}

// caseWord reads WHEN, THEN, ELSE and END.
func (l *lowerer) caseWord(t scan.Token, word string) error {
	if err := l.closeTails(0); err != nil {
		return err
	}
	f := l.top()
	if f == nil || f.kind != caseFrame {
		return l.syntax(t)
	}
	now := f.node.roles[len(f.node.roles)-1]
	next := map[string]byte{"WHEN": caseWhen, "THEN": caseThen, "ELSE": caseElse}[word]
	switch {
	case word == "END" && (now == caseThen || now == caseElse):
		l.emit(")", t)
		l.last = f.start
		l.pop()
		l.i++
		return nil
	case next == caseWhen && (now == caseOperand || now == caseThen), next == caseThen && now == caseWhen, next == caseElse && now == caseThen:
		f.node.roles = append(f.node.roles, next)
		l.emit(",", t)
		l.i++
		l.operand = true
		return nil
	}
	return l.syntax(t)
}
