package datatype

import (
	"strings"
	"unicode"
)

// tokenKind is the kind of a token of a type string. Its text is the one that errors show, as in Flink's LogicalTypeParser.
type tokenKind string

const (
	tokenBeginSubtype   tokenKind = "BEGIN_SUBTYPE"   // <
	tokenEndSubtype     tokenKind = "END_SUBTYPE"     // >
	tokenBeginParameter tokenKind = "BEGIN_PARAMETER" // (
	tokenEndParameter   tokenKind = "END_PARAMETER"   // )
	tokenListSeparator  tokenKind = "LIST_SEPARATOR"  // ,
	tokenDot            tokenKind = "IDENTIFIER_SEPARATOR"
	tokenString         tokenKind = "LITERAL_STRING"
	tokenInt            tokenKind = "LITERAL_INT"
	tokenKeyword        tokenKind = "KEYWORD"
	tokenIdentifier     tokenKind = "IDENTIFIER"
)

// typeToken is a token of a type string.
type typeToken struct {
	kind tokenKind
	text string // a keyword in upper case; strings and identifiers without quotes
	end  int    // index, in characters, of its last character: what errors count from
}

var typePunctuation = map[rune]tokenKind{
	'<': tokenBeginSubtype, '>': tokenEndSubtype,
	'(': tokenBeginParameter, ')': tokenEndParameter,
	',': tokenListSeparator, '.': tokenDot,
}

// typeKeywords are the words that cannot be field names without back-ticks.
var typeKeywords = wordSet(`CHAR VARCHAR STRING BOOLEAN BINARY VARBINARY BYTES DECIMAL NUMERIC DEC TINYINT SMALLINT INT INTEGER
	BIGINT FLOAT DOUBLE PRECISION DATE TIME WITH WITHOUT LOCAL ZONE TIMESTAMP TIMESTAMP_LTZ INTERVAL YEAR MONTH DAY HOUR MINUTE
	SECOND TO ARRAY MULTISET MAP ROW NULL RAW LEGACY NOT DESCRIPTOR STRUCTURED VARIANT BITMAP`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// tokenizeType splits a type string. Every text splits: what is wrong with it shows when the tokens are read. A quote that is
// not closed reaches to the end of the text.
func tokenizeType(text string) []typeToken {
	chars := []rune(text)
	var tokens []typeToken
	for i := 0; i < len(chars); {
		c := chars[i]
		if isTypeSpace(c) {
			i++
			continue
		}
		token := typeToken{}
		next := i + 1
		switch kind, punctuation := typePunctuation[c]; {
		case punctuation:
			token = typeToken{kind: kind, text: string(c)}
		case c == '\'' || c == '`':
			token, next = quotedToken(chars, i)
		case c >= '0' && c <= '9':
			next = scanWhile(chars, i, func(r rune) bool { return r >= '0' && r <= '9' })
			token = typeToken{kind: tokenInt, text: string(chars[i:next])}
		default:
			next = scanWhile(chars, i, func(r rune) bool { return !isTypeSpace(r) && typePunctuation[r] == "" })
			token = wordToken(string(chars[i:next]))
		}
		token.end = next - 1
		tokens = append(tokens, token)
		i = next
	}
	return tokens
}

func scanWhile(chars []rune, from int, in func(rune) bool) int {
	for from < len(chars) && in(chars[from]) {
		from++
	}
	return from
}

func wordToken(word string) typeToken {
	if upper := strings.ToUpper(word); typeKeywords[upper] {
		return typeToken{kind: tokenKeyword, text: upper}
	}
	return typeToken{kind: tokenIdentifier, text: word}
}

// quotedToken reads 'a string' or `an identifier`, in which the quote is doubled.
func quotedToken(chars []rune, start int) (typeToken, int) {
	quote, kind := chars[start], tokenString
	if quote == '`' {
		kind = tokenIdentifier
	}
	var b strings.Builder
	i := start + 1
	for ; i < len(chars); i++ {
		if chars[i] == quote {
			if i+1 == len(chars) || chars[i+1] != quote {
				i++
				break
			}
			i++
		}
		b.WriteRune(chars[i])
	}
	return typeToken{kind: kind, text: b.String()}, i
}

// isTypeSpace is Java's Character.isWhitespace: unlike Unicode's White_Space it leaves out the spaces that do not break a line.
func isTypeSpace(r rune) bool {
	switch r {
	case '\u0085', '\u00a0', '\u2007', '\u202f':
		return false
	}
	return unicode.IsSpace(r) || r >= '\x1c' && r <= '\x1f'
}
