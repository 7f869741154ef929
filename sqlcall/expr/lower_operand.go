package expr

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// readOperand reads what may stand where an operand is expected.
func (l *lowerer) readOperand(t scan.Token) error {
	if f := l.top(); f != nil && f.form != nil && len(l.pieces) == f.begin {
		if done, err := l.formOperand(f, t); done || err != nil {
			return err
		}
	}
	if n, ok := l.simple(t); ok {
		l.i++
		l.leaf(n, t)
		return nil
	}
	switch t.Kind {
	case scan.Op:
		return l.operandPunctuation(t)
	case scan.QuotedIdent:
		return l.name(t)
	case scan.Ident:
		return l.operandWord(t)
	}
	return l.syntax(t)
}

// simple returns the node of a token that is an operand by itself.
func (l *lowerer) simple(t scan.Token) (*node, bool) {
	switch t.Kind {
	case scan.String:
		return stringLiteral(t, l.pos(t)), true
	case scan.BinaryString:
		return &node{kind: literalNode, pos: l.pos(t), typ: datatype.BinaryType(len(t.Value)).NonNull(), value: []byte(t.Value)}, true
	case scan.Number:
		return numberLiteral(t.Value, false, l.pos(t)), true
	case scan.Param:
		return paramOf(t, l.pos(t))
	case scan.Ident:
		return l.constantWord(t)
	}
	return nil, false
}

// constantWord returns the node of a word that is a literal.
func (l *lowerer) constantWord(t scan.Token) (*node, bool) {
	n := &node{kind: literalNode, typ: datatype.Of(datatype.Boolean).NonNull()}
	switch {
	case t.Word("TRUE"):
		n.value = true
	case t.Word("FALSE"):
		n.value = false
	case t.Word("NULL"):
		n.kind = nullNode
	case t.Word("UNKNOWN"):
		n.typ = n.typ.Nullable()
	default:
		return nil, false
	}
	n.pos = l.pos(t)
	return n, true
}

func stringLiteral(t scan.Token, pos int) *node {
	n := &node{kind: literalNode, pos: pos, typ: datatype.CharType(utf16Length(t.Value)).NonNull(), value: t.Value}
	if t.Dollar {
		n.flink = pgerr.New(pgerr.UndefinedColumn, `column "$$%s$$" does not exist`, t.Value).At(pos)
	}
	return n
}

// utf16Length counts UTF-16 code units, which is how Calcite measures a literal.
func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

func paramOf(t scan.Token, pos int) (*node, bool) {
	n, err := strconv.ParseUint(t.Value, 10, 31)
	p := &node{kind: paramNode, pos: pos, param: int(n)}
	if err != nil || n == 0 {
		p.err = pgerr.New(pgerr.UndefinedParameter, "there is no parameter $%s", t.Value).At(pos)
	}
	return p, true
}

func (l *lowerer) operandPunctuation(t scan.Token) error {
	switch t.Value {
	case "(":
		return l.group(t)
	case "-", "+":
		l.last = len(l.pieces)
		l.emit(" "+t.Value, t)
		l.i++
		return nil
	case "{":
		return l.braces(t)
	case ")":
		if f := l.top(); f != nil && f.kind == callFrame && f.node.kind == callNode && len(l.pieces) == f.begin && (f.form == nil || f.form.commas) {
			l.operand = false
			return l.closeBracket(t)
		}
	case "]":
		if f := l.top(); f != nil && f.kind == bracketFrame && f.node.kind != itemNode && len(l.pieces) == f.begin {
			l.operand = false
			return l.closeSquare(t)
		}
	case "*":
		if f := l.top(); f != nil && f.kind == callFrame && f.node.kind == callNode && l.peek(1).Is(")") {
			l.i++
			l.leaf(&node{kind: columnNode, name: "*", pos: l.pos(t)}, t)
			return nil
		}
	}
	return l.syntax(t)
}

// group reads an opening parenthesis.
func (l *lowerer) group(t scan.Token) error {
	if q := l.peek(1); isQuery(q) {
		return l.unsupported(q, "a query")
	}
	l.frames = append(l.frames, frame{kind: groupFrame, start: len(l.pieces)})
	l.emit("(", t)
	l.i++
	return nil
}

func isQuery(t scan.Token) bool {
	return t.Word("SELECT") || t.Word("WITH") || t.Word("VALUES") || t.Word("TABLE")
}

// braces reads JDBC's {d '…'}, {t '…'} and {ts '…'}.
func (l *lowerer) braces(t scan.Token) error {
	kinds := map[string]string{"D": "DATE", "T": "TIME", "TS": "TIMESTAMP"}
	word, text := l.peek(1), l.peek(2)
	if word.Word("FN") {
		return l.unsupported(word, "an escaped function")
	}
	name, ok := kinds[strings.ToUpper(word.Value)]
	if !ok || word.Kind != scan.Ident || text.Kind != scan.String || !l.peek(3).Is("}") {
		return l.syntax(t)
	}
	n := timeLiteral(name, text, l.pos(t))
	if n.err != nil {
		return l.syntax(text)
	}
	l.i += 4
	l.leaf(n, t)
	return nil
}

// operandWord reads a word that begins an operand.
func (l *lowerer) operandWord(t scan.Token) error {
	word := strings.ToUpper(t.Value)
	next := l.peek(1)
	switch word {
	case "NOT":
		l.i++
		l.open(frame{kind: tailFrame, level: notLevel}, &node{kind: notNode, pos: l.pos(t)}, t)
		return nil
	case "CASE":
		return l.caseOf(t)
	case "CAST", "TRY_CAST":
		if !next.Is("(") {
			return l.syntax(t)
		}
		l.i += 2
		l.open(frame{kind: castFrame}, &node{kind: castNode, pos: l.pos(t), flag: word == "TRY_CAST"}, t)
		return nil
	case "DATE", "TIME", "TIMESTAMP", "INTERVAL":
		return l.timeWord(t, word)
	case "ARRAY", "MAP", "MULTISET":
		return l.collection(t, word)
	case "ROW":
		if !next.Is("(") {
			return l.syntax(t)
		}
		l.i += 2
		l.open(frame{kind: callFrame}, &node{kind: rowNode, pos: l.pos(t)}, t)
		return nil
	case "EXISTS", "CURSOR", "NEXT", "DATETIME":
		return l.refused(t, word)
	}
	if l.first && len(l.pieces) == 0 && (isQuery(t) && !(word == "TABLE" && next.Is("(")) || word == "MODEL" && next.Kind == scan.Ident) {
		return l.unsupported(t, "a query")
	}
	if next.Kind == scan.String || next.Word("PRECISION") {
		return l.typedLiteral(t, word)
	}
	return l.name(t)
}

// refused reads the beginning of what Calcite parses and no call takes.
func (l *lowerer) refused(t scan.Token, word string) error {
	switch next := l.peek(1); {
	case word == "EXISTS" && next.Is("("):
		return l.unsupported(t, "a query")
	case word == "NEXT" && next.Word("VALUE"):
		return l.unsupported(t, "a sequence")
	case word == "DATETIME" && next.Kind == scan.String:
		return pgerr.New(pgerr.UndefinedObject, "type %q does not exist", t.Value).At(l.pos(t))
	}
	return l.syntax(t)
}

func (l *lowerer) caseOf(t scan.Token) error {
	n := &node{kind: caseNode, pos: l.pos(t), roles: []byte{caseOperand}}
	l.i++
	if l.peek(0).Word("WHEN") {
		n.roles[0] = caseWhen
		l.i++
	}
	l.open(frame{kind: caseFrame}, n, t)
	return nil
}

// collection reads ARRAY[ and MAP[.
func (l *lowerer) collection(t scan.Token, word string) error {
	if l.peek(1).Is("(") {
		return l.call(t, word)
	}
	if !l.peek(1).Is("[") {
		if word == "MAP" {
			return l.name(t)
		}
		return l.syntax(t)
	}
	kinds := map[string]kind{"ARRAY": arrayNode, "MAP": mapNode}
	k, ok := kinds[word]
	if !ok {
		return l.unsupported(t, "a multiset")
	}
	l.i += 2
	l.open(frame{kind: bracketFrame}, &node{kind: k, pos: l.pos(t)}, t)
	return nil
}

// name reads the name of a function or a column, and the parenthesis after that of a function.
func (l *lowerer) name(t scan.Token) error {
	if t.Kind == scan.Ident && reserved[strings.ToUpper(t.Value)] && !l.peek(1).Is("(") {
		return l.syntax(t)
	}
	name, parts, last := t.Value, 1, t
	for l.peek(1).Is(".") {
		p := l.peek(2)
		if p.Kind != scan.Ident && p.Kind != scan.QuotedIdent {
			l.i++
			return l.syntaxHere()
		}
		name, last = name+"."+p.Value, p
		parts++
		l.i += 2
	}
	if l.peek(1).Is("(") {
		if parts == 1 && t.Kind == scan.Ident {
			return l.call(t, name)
		}
		l.i += 2
		l.open(frame{kind: callFrame}, &node{kind: callNode, name: name, pos: l.pos(t)}, t)
		return nil
	}
	l.i++
	l.leaf(&node{kind: columnNode, name: name, pos: l.pos(t), flag: t.Kind == scan.Ident && parts == 1}, last)
	return nil
}

// call reads the name of a function and the parenthesis after it.
func (l *lowerer) call(t scan.Token, name string) error {
	upper := strings.ToUpper(name)
	if reserved[upper] && !callable[upper] {
		return l.syntax(t)
	}
	if jsonClauses[upper] && l.words(upper) {
		return pgerr.New(pgerr.FeatureNotSupported, "the clauses of %s are not supported", upper).At(l.pos(t))
	}
	if q := l.peek(2); isQuery(q) {
		return l.unsupported(q, "a query")
	}
	l.i += 2
	l.open(frame{kind: callFrame, form: callForms[upper]}, &node{kind: callNode, name: upper, pos: l.pos(t)}, t)
	if q := l.peek(0); q.Word("DISTINCT") || q.Word("ALL") {
		return pgerr.New(pgerr.FeatureNotSupported, "DISTINCT and ALL are not allowed with function %s", upper).At(l.pos(q))
	}
	return nil
}

// jsonClauses are the functions that have clauses.
var jsonClauses = wordSet(`JSON_ARRAY JSON_EXISTS JSON_OBJECT JSON_QUERY JSON_VALUE`)

// words reports whether a JSON function is called with clauses such as KEY, RETURNING or ON NULL.
func (l *lowerer) words(name string) bool {
	if name == "JSON_OBJECT" || name == "JSON_ARRAY" {
		return true
	}
	depth := 0
	for i := 1; l.i+i < len(l.toks); i++ {
		switch t := l.peek(i); {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case depth == 1 && (t.Word("RETURNING") || t.Word("ON") || t.Word("WITH") || t.Word("WITHOUT")):
			return true
		}
		if depth == 0 {
			break
		}
	}
	return false
}

// formOperand reads the words that may begin the first argument of a function with a form of its own.
func (l *lowerer) formOperand(f *frame, t scan.Token) (bool, error) {
	switch {
	case f.form.unitFirst:
		return true, l.unit()
	case f.form.trims && f.node.roles == nil && (t.Word("BOTH") || t.Word("LEADING") || t.Word("TRAILING")) && !l.peek(1).Is("("):
		f.node.roles = []byte(strings.ToUpper(t.Value))
		l.i++
		if !l.peek(0).Word("FROM") {
			return true, nil
		}
		l.leaf(&node{kind: literalNode, pos: l.pos(t), typ: datatype.CharType(1).NonNull(), value: " "}, t)
		return true, nil
	}
	return false, nil
}

// typedLiteral reads a type name and a text: DECIMAL '1.5', and PostgreSQL's int '5'.
func (l *lowerer) typedLiteral(t scan.Token, word string) error {
	start := l.i
	if (word == "DECIMAL" || word == "NUMERIC" || word == "DEC") && l.peek(1).Kind == scan.String {
		l.i += 2
		return l.decimalLiteral(t, l.peek(-1))
	}
	typ, err := l.sqlType(false)
	text := l.peek(0)
	if err != nil || text.Kind != scan.String {
		l.i = start + 1
		return l.syntaxHere()
	}
	l.open(frame{kind: castFrame}, &node{kind: castNode, pos: l.pos(t), typ: typ, postgres: true}, t)
	l.i++
	l.leaf(stringLiteral(text, l.pos(text)), text)
	l.emit(")", text)
	l.last = l.pop().start
	return nil
}

// decimalText is what java.math.BigDecimal reads.
var decimalText = regexp.MustCompile(`^([+-]?)(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$`)

// decimalLiteral reads DECIMAL '1.5'. Its precision counts every character of the plain number but the dot, as Calcite does. Flink knows no
// other word for DECIMAL here.
func (l *lowerer) decimalLiteral(t, text scan.Token) error {
	digits := strings.TrimFunc(text.Value, func(r rune) bool { return r <= ' ' }) // String.trim
	if !decimalText.MatchString(digits) || text.Prefix != 0 {
		return l.syntax(text)
	}
	if !t.Word("DECIMAL") && l.flink == nil {
		l.flink = l.syntax(t)
	}
	d, _, err := apd.NewFromString(strings.TrimPrefix(digits, "+"))
	if err != nil {
		return l.syntax(text)
	}
	plain, negative := strings.CutPrefix(d.Text('f'), "-")
	n := numberLiteral(plain, negative, l.pos(t))
	if n.typ.Root == datatype.Decimal && negative {
		n.typ.Precision = min(n.typ.Precision+1, maxPrecision)
	}
	l.leaf(n, t)
	return nil
}
