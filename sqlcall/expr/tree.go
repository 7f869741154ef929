package expr

import (
	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
)

// kind is what a node of the syntax tree is.
type kind uint8

const (
	literalNode    kind = iota // typ, value; exact for numbers
	nullNode                   // NULL
	paramNode                  // $n
	columnNode                 // a name that is no function
	wordNode                   // a time unit in the place of an argument: name
	castNode                   // CAST(args[0] AS typ); flag: TRY_CAST
	callNode                   // name(args)
	prefixNode                 // name args[0], for - and +
	binaryNode                 // args[0] name args[1]: arithmetic
	compareNode                // args[0] name args[1]
	concatNode                 // args[0] || args[1] || …
	logicNode                  // args[0] name args[1], for AND and OR
	notNode                    // NOT args[0]
	isNode                     // args[0] IS name, for NULL, TRUE, FALSE, UNKNOWN, JSON …; flag: NOT
	distinctNode               // args[0] IS DISTINCT FROM args[1]; flag: NOT
	likeNode                   // args[0] LIKE args[1] ESCAPE args[2]; name is LIKE or SIMILAR; flag: NOT
	betweenNode                // args[0] BETWEEN args[1] AND args[2]; name is SYMMETRIC or empty; flag: NOT
	inNode                     // args[0] IN (args[1], …); flag: NOT
	quantifiedNode             // args[0] name ANY (args[1], …); flag: ALL
	caseNode                   // roles says what each of args is
	rowNode                    // (a, b), ROW(a, b)
	arrayNode                  // ARRAY[a, b]
	mapNode                    // MAP[k, v, …]
	itemNode                   // args[0][args[1]]
	differenceNode             // (args[0] - args[1]) DAY: typ
	intervalNode               // INTERVAL args[0] DAY: typ
	overlapsNode               // args[0] OVERLAPS args[1], which are rows of two
	parenNode                  // (args[0]): only while the tree is built
)

// The roles of the parts of a CASE.
const (
	caseOperand = 'o'
	caseWhen    = 'w'
	caseThen    = 't'
	caseElse    = 'e'
)

// node is a node of the syntax tree. It is not changed once it is built.
type node struct {
	kind  kind
	pos   int // of its first token; 1-based, in characters
	name  string
	args  []*node
	typ   datatype.Type
	value datatype.Value
	exact *apd.Decimal // the digits of a number as they were written
	roles []byte
	param int
	flag  bool
	// postgres marks a cast that is written as only PostgreSQL writes it: a::t, t 'text'.
	postgres bool
	// flink is why Flink refuses what we read: a form that only PostgreSQL has. Nil: it does not.
	flink error
	// err is why a literal that is well formed has no value.
	err error
}
