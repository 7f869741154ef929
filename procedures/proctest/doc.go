// Package proctest calls procedures from Go tests and examples: it types Go values as the literals of a CALL, chooses the overload,
// runs it and gives the rows back as text.
package proctest
