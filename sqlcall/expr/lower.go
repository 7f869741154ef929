package expr

import (
	"strconv"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// maxLowered is the longest text that is given to TiDB's parser.
const maxLowered = 64 << 10

// lowerer rewrites the tokens of arguments to a text that TiDB's parser accepts and reads with the precedence of Calcite. TiDB
// sees no literal, name or type of a client: an operand is ?, and whatever is not an operator of both is a call k7(…), where 7 is
// the index of a node that says what it stands for. An operator of Flink that TiDB binds differently is written as one that TiDB
// binds as Calcite does: || as DIV, and the right side of LIKE, IN and BETWEEN hangs on |, that of IS on <=>.
type lowerer struct {
	text   string
	places *scan.Positions
	flink  error // why Flink does not parse the argument, or nil
	first  bool  // the first argument: there Calcite takes a query for one

	toks    []scan.Token // of the argument
	i       int
	operand bool // an operand is expected
	last    int  // the first piece of the operand that was read last
	depth   int  // of the type that is read
	// postgres is set while a type is read where only PostgreSQL has one: its bare names mean other types there.
	postgres bool

	pieces []piece
	nodes  []*node
	frames []frame
}

// piece is a part of the lowered text. Marker calls that were found to begin here only later are in opens, the innermost first.
type piece struct {
	text     string
	node     int // of a ?; else -1
	pos, end int // of the token it came from, in bytes of the statement text
	opens    []int
}

// argument lowers the tokens of one argument.
func (l *lowerer) argument(toks []scan.Token) error {
	l.toks, l.i, l.operand, l.frames, l.flink = toks, 0, true, l.frames[:0], nil
	for l.i < len(l.toks) {
		read := l.readOperator
		if l.operand {
			read = l.readOperand
		}
		if err := read(l.toks[l.i]); err != nil {
			return err
		}
	}
	if l.operand {
		return l.syntaxAtEnd()
	}
	if err := l.closeTails(0); err != nil {
		return err
	}
	if len(l.frames) > 0 {
		return l.syntaxAtEnd()
	}
	return nil
}

// syntax is the error of a token that is not expected.
func (l *lowerer) syntax(t scan.Token) error {
	e := scan.Unexpected(l.text, t)
	e.Position = l.pos(t)
	return e
}

// syntaxAtEnd is the error of an argument that ends too early: it names what follows the argument.
func (l *lowerer) syntaxAtEnd() error {
	end := len(l.text)
	if n := len(l.toks); n > 0 {
		end = l.toks[n-1].End
	}
	rest := strings.TrimLeft(l.text[end:], " \t\r\n")
	at := len(l.text) - len(rest)
	return scan.ErrorAt(l.text, at, min(at+1, len(l.text)), "syntax error")
}

func (l *lowerer) unsupported(t scan.Token, what string) error {
	return pgerr.New(pgerr.FeatureNotSupported, "%s cannot be an argument of a call", what).At(l.pos(t))
}

func (l *lowerer) pos(t scan.Token) int { return l.places.CharPos(t.Pos) }

// peek returns the token n places ahead, or an EOF.
func (l *lowerer) peek(n int) scan.Token {
	if l.i+n < len(l.toks) {
		return l.toks[l.i+n]
	}
	return scan.Token{Kind: scan.EOF, Pos: len(l.text), End: len(l.text)}
}

func (l *lowerer) emit(text string, t scan.Token) {
	l.pieces = append(l.pieces, piece{text: text, node: -1, pos: t.Pos, end: t.End})
}

func (l *lowerer) add(n *node) int {
	l.nodes = append(l.nodes, n)
	return len(l.nodes) - 1
}

// leaf emits an operand that is one node.
func (l *lowerer) leaf(n *node, t scan.Token) {
	l.last = len(l.pieces)
	l.pieces = append(l.pieces, piece{text: "?", node: l.add(n), pos: t.Pos, end: t.End})
	l.operand = false
}

// open emits the beginning of a marker call and pushes its frame; an operand is expected next.
func (l *lowerer) open(f frame, n *node, t scan.Token) {
	f.node, f.start = n, len(l.pieces)
	l.emit(marker(l.add(n)), t)
	f.begin = len(l.pieces)
	l.frames = append(l.frames, f)
	l.operand = true
}

func marker(i int) string { return "k" + strconv.Itoa(i) + "(" }

// wrap makes the operand that was read last the first argument of a marker call, which stays open.
func (l *lowerer) wrap(n *node) {
	p := &l.pieces[l.last]
	p.opens = append(p.opens, l.add(n))
}

// top returns the innermost frame, or nil.
func (l *lowerer) top() *frame {
	if len(l.frames) == 0 {
		return nil
	}
	return &l.frames[len(l.frames)-1]
}

func (l *lowerer) pop() frame {
	f := l.frames[len(l.frames)-1]
	l.frames = l.frames[:len(l.frames)-1]
	return f
}

// closeTails closes the frames that end before an operator of a level; level 0 is a delimiter.
func (l *lowerer) closeTails(level int) error {
	for f := l.top(); f != nil && level <= f.level; f = l.top() {
		switch f.kind {
		case tailFrame:
			l.emit(")", l.peek(0))
			l.last = f.start
			l.pop()
		case lowFrame:
			if level == andLevel {
				return nil
			}
			return l.syntaxHere()
		default:
			return nil
		}
	}
	return nil
}

// syntaxHere is the error of the next token, or of the end of the argument.
func (l *lowerer) syntaxHere() error {
	if l.i < len(l.toks) {
		return l.syntax(l.toks[l.i])
	}
	return l.syntaxAtEnd()
}

// lowered joins the pieces. offsets are those of the pieces that are a ?, and nodes their nodes.
type lowered struct {
	text    string
	offsets []int
	nodes   []int
	starts  []int // of every piece
}

func (l *lowerer) join() (*lowered, error) {
	out := &lowered{starts: make([]int, 0, len(l.pieces))}
	var b strings.Builder
	b.WriteString("DO ")
	for _, p := range l.pieces {
		out.starts = append(out.starts, b.Len())
		for j := len(p.opens) - 1; j >= 0; j-- {
			b.WriteString(marker(p.opens[j]))
		}
		if p.node >= 0 {
			out.offsets, out.nodes = append(out.offsets, b.Len()), append(out.nodes, p.node)
		}
		b.WriteString(p.text)
	}
	if b.Len() > maxLowered {
		return nil, pgerr.New(pgerr.ProgramLimitExceeded, "arguments of the call are too complex").
			WithDetail("They come to %d bytes of %d.", b.Len(), maxLowered)
	}
	out.text = b.String()
	return out, nil
}
