package expr

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// like checks a [NOT] LIKE b [ESCAPE c] and a [NOT] SIMILAR TO b [ESCAPE c].
func (c *checker) like(n *node) (*operation, error) {
	list, err := c.openTexts(n.args)
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		if !isText(o.typ.Root) {
			return nil, noOperator(n, strings.ToLower(n.name), list[0], list[1])
		}
	}
	match := matchLike
	if n.name != "LIKE" {
		match = matchSimilar
	}
	return operationOf(n.pos, withNulls(boolean, list...), strict(func(_ *scope, _ *operation, v []datatype.Value) (datatype.Value, error) {
		escape := noEscape
		if len(v) > 2 {
			var err error
			if escape, err = escapeOf(v[2].(string)); err != nil {
				return nil, err
			}
		}
		ok, err := match(v[0].(string), v[1].(string), escape)
		return ok != n.flag, err
	}), list...), nil
}

// noEscape is the escape of a pattern that has none.
const noEscape = rune(-1)

func escapeOf(s string) (rune, error) {
	if s == "" {
		return noEscape, nil
	}
	r, size := utf8.DecodeRuneInString(s)
	if size != len(s) {
		return 0, pgerr.New(pgerr.InvalidEscapeSequence, "invalid escape character").WithHint("Escape must be one character.")
	}
	return r, nil
}

// element is an element of a LIKE pattern: a character, any character, or any text.
type element struct {
	char     rune
	one, any bool
}

// pattern splits a LIKE pattern. An escape must be followed by _, % or itself (SqlLikeUtils.sqlToRegexLike).
func pattern(s string, escape rune) ([]element, error) {
	var list []element
	escaped := false
	for _, r := range s {
		switch {
		case escaped && r != '_' && r != '%' && r != escape:
			return nil, invalidEscape()
		case escaped:
			list, escaped = append(list, element{char: r}), false
		case r == escape:
			escaped = true
		case r == '_':
			list = append(list, element{one: true})
		case r == '%':
			list = append(list, element{any: true})
		default:
			list = append(list, element{char: r})
		}
	}
	if escaped {
		return nil, invalidEscape()
	}
	return list, nil
}

func invalidEscape() error {
	return pgerr.New(pgerr.InvalidEscapeSequence, "invalid escape sequence in a pattern")
}

// matchLike matches in linear space and at most len(text) × len(pattern) steps.
func matchLike(text, like string, escape rune) (bool, error) {
	list, err := pattern(like, escape)
	if err != nil {
		return false, err
	}
	chars := []rune(text)
	i, j, star, mark := 0, 0, -1, 0
	for i < len(chars) {
		switch {
		case j < len(list) && list[j].any:
			star, mark = j, i
			j++
		case j < len(list) && list[j].matches(chars[i]):
			i, j = i+1, j+1
		case star >= 0:
			mark++
			i, j = mark, star+1
		default:
			return false, nil
		}
	}
	for j < len(list) && list[j].any {
		j++
	}
	return j == len(list), nil
}

// matches reports whether one character fits; _ is the dot of Java's regular expressions, which is no end of a line.
func (e element) matches(r rune) bool {
	if e.one {
		return r != '\n' && r != '\r' && r != '\u0085' && r != '\u2028' && r != '\u2029'
	}
	return !e.any && e.char == r
}

// matchSimilar matches a SIMILAR TO pattern, which is a regular expression with % and _ (SqlLikeUtils.sqlToRegexSimilar).
func matchSimilar(text, similar string, escape rune) (bool, error) {
	re, err := similarPattern(similar, escape)
	if err != nil {
		return false, err
	}
	compiled, err := regexp.Compile(`^(?:` + re + `)$`)
	if err != nil {
		return false, pgerr.New(pgerr.InvalidRegularExpression, "invalid regular expression in a pattern").WithCause(err)
	}
	return compiled.MatchString(text), nil
}

// characterClasses are the names in brackets of SIMILAR TO.
var characterClasses = strings.NewReplacer(
	"[:ALPHA:]", `\p{L}`, "[:alpha:]", `\p{L}`, "[:UPPER:]", `\p{Lu}`, "[:upper:]", `\p{Lu}`, "[:LOWER:]", `\p{Ll}`,
	"[:lower:]", `\p{Ll}`, "[:DIGIT:]", `\d`, "[:digit:]", `\d`, "[:SPACE:]", ` `, "[:space:]", ` `,
	"[:WHITESPACE:]", `\s`, "[:whitespace:]", `\s`, "[:ALNUM:]", `\p{L}\p{Nd}`, "[:alnum:]", `\p{L}\p{Nd}`)

func similarPattern(s string, escape rune) (string, error) {
	var b strings.Builder
	escaped, class := false, 0
	for _, r := range characterClasses.Replace(s) {
		switch {
		case escaped:
			b.WriteString(regexp.QuoteMeta(string(r)))
			escaped = false
			continue
		case r == escape:
			escaped = true
			continue
		case r == '[':
			class++
		case r == ']' && class > 0:
			class--
		case class > 0:
		case r == '%':
			b.WriteString("(?s:.*)")
			continue
		case r == '_':
			b.WriteString(".")
			continue
		case r == '.' || r == '$' || r == '^':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	if escaped {
		return "", invalidEscape()
	}
	return b.String(), nil
}
