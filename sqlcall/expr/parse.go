package expr

import (
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"sync"

	"github.com/pingcap/tidb/pkg/parser"
	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/mysql"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// Expr is an untyped expression. It is immutable: many may be checked at the same time.
type Expr struct {
	Pos int // 1-based, in characters of the statement text

	root  *node
	flink error // why Flink does not parse it, or nil
}

// Parse reads one expression from the tokens of each argument. The tokens are parts of text.
//
// Arguments that are one literal or one parameter are read at once; all others are lowered and given to TiDB's parser together.
// Errors: 42601 what does not parse, 42704 a type that does not exist, 0A000 a query, 54000 arguments that are too complex.
func Parse(text string, args [][]scan.Token) ([]*Expr, error) {
	l := &lowerer{text: text, places: scan.NewPositions(text)}
	exprs := make([]*Expr, len(args))
	var rest []int
	for i, toks := range args {
		exprs[i] = &Expr{}
		if len(toks) > 0 {
			exprs[i].Pos = l.pos(toks[0])
		}
		if n := l.plain(toks); n != nil {
			exprs[i].root = n
			continue
		}
		if len(rest) > 0 {
			l.pieces = append(l.pieces, piece{text: ",", node: -1})
		}
		rest = append(rest, i)
		l.first = i == 0
		if err := l.argument(toks); err != nil {
			return nil, err
		}
		exprs[i].flink = l.flink
	}
	if len(rest) == 0 {
		return exprs, nil
	}
	roots, err := l.parse()
	if err != nil {
		return nil, err
	}
	if len(roots) != len(rest) {
		return nil, errShape(exprs[rest[0]].Pos)
	}
	for j, i := range rest {
		exprs[i].root = roots[j]
	}
	return exprs, nil
}

// plain returns the node of an argument that is one literal, a signed number, or a lone parameter; else nil.
func (l *lowerer) plain(toks []scan.Token) *node {
	switch {
	case len(toks) == 1:
		if n, ok := l.simple(toks[0]); ok {
			return n
		}
	case len(toks) == 2 && toks[0].Is("-") && toks[1].Kind == scan.Number:
		return numberLiteral(toks[1].Value, false, l.pos(toks[0])).negated(l.pos(toks[0]))
	}
	return nil
}

// parsers are TiDB parsers to use again: one costs hundreds of kilobytes.
var parsers = sync.Pool{New: func() any {
	p := parser.New()
	p.SetSQLMode(mysql.ModeNone)
	return p
}}

// parse gives the lowered text to TiDB's parser and converts what it returns.
func (l *lowerer) parse() ([]*node, error) {
	out, err := l.join()
	if err != nil {
		return nil, err
	}
	p := parsers.Get().(*parser.Parser)
	stmt, err := parseOne(p, out.text)
	if err != nil {
		return nil, l.located(out, err)
	}
	do, ok := stmt.(*ast.DoStmt)
	if !ok {
		return nil, errShape(0)
	}
	c := converter{nodes: l.nodes, out: out}
	roots, err := c.all(nil, do.Exprs)
	parsers.Put(p) // not before: the tree may live in the parser's memory
	return roots, err
}

// parseOne parses one statement; should TiDB's parser panic, it is thrown away and that is an error.
func parseOne(p *parser.Parser, text string) (stmt ast.StmtNode, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("parser panicked: %v", r)
		}
	}()
	return p.ParseOneStmt(text, "", "")
}

var tidbColumn = regexp.MustCompile(`^\[parser:\d+\]line (\d+) column (\d+) near`)

// located turns an error of TiDB's parser into ours, at the token that it means.
func (l *lowerer) located(out *lowered, cause error) error {
	e := pgerr.New(pgerr.SyntaxError, "syntax error in an argument").WithCause(cause)
	m := tidbColumn.FindStringSubmatch(cause.Error())
	if m == nil {
		return e
	}
	column, err := strconv.Atoi(m[2])
	if err != nil || column < 0 {
		return e
	}
	i := sort.SearchInts(out.starts, min(column, len(out.text))+1) - 1
	if i < 0 {
		return e
	}
	return scan.ErrorAt(l.text, l.pieces[i].pos, l.pieces[i].end, "syntax error").WithCause(cause)
}
