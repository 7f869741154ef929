package scan

// Kind is the kind of a token.
type Kind uint8

// The kinds of tokens.
const (
	EOF          Kind = iota
	Ident             // unquoted: a keyword or a name; Value is as written
	QuotedIdent       // "x", `x`, U&"x"; Value is unquoted
	String            // 'x', E'x', U&'x', N'x', _charset'x', $tag$x$tag$, continued over lines; Value is decoded
	BinaryString      // X'0aff'; Value holds the bytes
	BitString         // B'0101', and X'abc' with an odd number of digits; Value holds the binary digits
	Number            // 1, 1.5, .5, 1e3; Value is as written
	Param             // $1; Value is the digits
	Op                // punctuation and operators, one token each: ( ) [ ] { } , ; . :: := => -> || <> != <= >= and single characters
)

// Token is one token of a text.
type Token struct {
	Kind   Kind
	Dollar bool // a String that was written $$x$$, which Flink reads as a name
	// Prefix is 'E', 'U', 'N' or '_' where a String was written with that prefix (any case), else 0. Flink wants a string without a
	// prefix in DATE '…', INTERVAL '…' and LIKE '…', and lets N'…' hold ISO-8859-1 only.
	Prefix   byte
	Value    string
	Pos, End int // byte offsets into the text
}

// Is reports whether the token is the operator or punctuation op.
func (t Token) Is(op string) bool { return t.Kind == Op && t.Value == op }

// Word reports whether the token is the keyword word, which must be given in upper case. A quoted name is never a keyword.
func (t Token) Word(word string) bool {
	if t.Kind != Ident || len(t.Value) != len(word) {
		return false
	}
	for i := 0; i < len(word); i++ {
		c := t.Value[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}

// Limits of a statement text (spec/reliability.md §3.4).
const (
	MaxTextBytes = 1 << 20 // 54000
	MaxTokens    = 100_000 // 54000
	MaxDepth     = 100     // nesting of brackets, CASE and operators before an operand, inside the outermost brackets: 54001
	MaxArguments = 1000    // 54023
)
