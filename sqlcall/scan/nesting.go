package scan

// nesting follows how deeply a text nests, without recursion: brackets, CASE … END, and runs of operators before an operand.
type nesting struct {
	open    []level
	depth   int  // of the levels that are open
	run     int  // of the operators before the next operand
	operand bool // an operand ended just before, so an operator takes two
	dot     bool // a dot stood just before, so a word is a name
}

// level is an open bracket or CASE, and what it adds to the depth: the operators that stand before it, at least one.
type level struct {
	isCase bool
	weight int
}

// add takes the next token and reports whether the text is still within [MaxDepth].
func (n *nesting) add(t *Token) bool {
	isWord := t.Kind == Ident && !n.dot
	switch {
	case t.Is("("), t.Is("["), t.Is("{"):
		n.push(false)
	case t.Is(")"), t.Is("]"), t.Is("}"):
		n.closeBracket()
	case isWord && t.Word("CASE"):
		n.push(true)
	case isWord && t.Word("END"):
		n.closeCase()
	case isWord && t.Word("NOT"), t.Kind == Op && prefixOperator(t.Value):
		n.prefix()
	case t.Is(";") && (len(n.open) == 0 || n.open[0].isCase):
		*n = nesting{open: n.open[:0]}
	default:
		n.run, n.operand = 0, t.Kind != Op
	}
	n.dot = t.Is(".")
	return n.depth+n.run <= MaxDepth
}

func prefixOperator(op string) bool {
	return op == "-" || op == "+" || op == "~" || op == "!" || op == "@"
}

func (n *nesting) prefix() {
	if n.operand {
		n.operand = false // takes two operands, as in a - b or a NOT LIKE b
		return
	}
	n.run++
}

// push opens a level. The outermost one is that of the call itself, and free.
func (n *nesting) push(isCase bool) {
	l := level{isCase: isCase, weight: max(n.run, 1)}
	if len(n.open) == 0 {
		l.weight = n.run
	}
	n.open = append(n.open, l)
	n.depth += l.weight
	n.run, n.operand = 0, false
}

func (n *nesting) pop() level {
	l := n.open[len(n.open)-1]
	n.open = n.open[:len(n.open)-1]
	n.depth -= l.weight
	return l
}

// closeBracket closes the innermost bracket and every CASE that is still open in it.
func (n *nesting) closeBracket() {
	for len(n.open) > 0 && n.pop().isCase {
	}
	n.run, n.operand = 0, true
}

func (n *nesting) closeCase() {
	if len(n.open) > 0 && n.open[len(n.open)-1].isCase {
		n.pop()
	}
	n.run, n.operand = 0, true
}
