// Package scan is the one scanner of callgate: it reads the lexical forms of PostgreSQL and of Flink and carries byte positions.
//
// [Tokens] enforces the limits of a statement text before anything else sees it: after it, a parser may recurse over the tokens,
// for they nest no deeper than [MaxDepth]. Where the two dialects disagree on what a form means, Flink's reading holds inside
// quoted strings (they are arguments of calls) and PostgreSQL's everywhere else.
package scan
