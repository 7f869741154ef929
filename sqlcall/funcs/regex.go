package funcs

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

const (
	maxPattern  = 4096            // bytes of a regular expression
	maxSteps    = 1 << 28         // instructions times bytes of text: what one search may cost
	maxSearches = 1 * time.Second // for all matches in one text
)

// errInvalidPattern says that a pattern is not a regular expression in Java either.
var errInvalidPattern = errors.New("invalid regular expression")

// compile reads a regular expression of RE2. What Java's syntax has beyond that (look-around, back-references, possessive
// quantifiers, \h) is an error for the user; what is wrong in both is errInvalidPattern, which Flink mostly answers with NULL.
func compile(pattern, text string) (*regexp.Regexp, error) {
	if len(pattern) > maxPattern {
		return nil, pgerr.New(pgerr.ProgramLimitExceeded, "regular expression is longer than %d bytes", maxPattern)
	}
	if hasJavaClass(pattern) {
		return nil, unsupportedPattern("nested character class")
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, patternError(err)
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil, patternError(err)
	}
	if len(program.Inst) > maxSteps/(len(text)+1) {
		return nil, pgerr.New(pgerr.ProgramLimitExceeded, "regular expression is too complex for a text of %d bytes", len(text))
	}
	return regexp.Compile(pattern)
}

func patternError(err error) error {
	var e *syntax.Error
	if errors.As(err, &e) {
		switch e.Code {
		case syntax.ErrMissingBracket, syntax.ErrMissingParen, syntax.ErrUnexpectedParen, syntax.ErrTrailingBackslash,
			syntax.ErrMissingRepeatArgument, syntax.ErrInvalidCharRange:
			return errInvalidPattern
		case syntax.ErrInvalidPerlOp:
			if e.Expr == "(?" {
				return errInvalidPattern
			}
		}
	}
	return unsupportedPattern(strings.TrimPrefix(err.Error(), "error parsing regexp: "))
}

func unsupportedPattern(what string) error {
	return pgerr.New(pgerr.InvalidRegularExpression, "unsupported regular expression: %s", what).
		WithHint("Regular expressions are RE2's: no look-around, back-references, possessive quantifiers or nested classes.")
}

// hasJavaClass finds character classes that Java reads otherwise than RE2: unions [a[b]] and intersections [a&&b].
func hasJavaClass(pattern string) bool {
	inClass := false
	for pattern != "" {
		rest := pattern[1:]
		switch {
		case pattern[0] == '\\' && rest != "":
			rest = rest[1:]
		case inClass && strings.HasPrefix(pattern, "[:"):
			_, rest, _ = strings.Cut(pattern, ":]")
		case inClass && (pattern[0] == '[' || strings.HasPrefix(pattern, "&&")):
			return true
		case pattern[0] == '[':
			inClass = true
			rest = strings.TrimPrefix(strings.TrimPrefix(rest, "^"), "]") // a bracket that comes first is a character
		case pattern[0] == ']':
			inClass = false
		}
		pattern = rest
	}
	return false
}

// regexBody makes a body of a function of a text, a pattern and more; an invalid pattern gives the value bad.
func regexBody(bad datatype.Value, f func(c *call, re *regexp.Regexp) (datatype.Value, error)) body {
	return strict(func(c *call) (datatype.Value, error) {
		re, err := compile(c.str(1), c.str(0))
		if errors.Is(err, errInvalidPattern) {
			return bad, nil
		}
		if err != nil {
			return nil, err
		}
		return f(c, re)
	})
}

// allMatches finds the matches from left to right as [regexp.Regexp.FindAllStringSubmatchIndex] does, within limits. Finding
// all may take quadratic time, so it asks for twice as many again and again and looks at the clock.
func allMatches(re *regexp.Regexp, s string) ([][]int, error) {
	start := time.Now()
	for n := 256; ; n *= 2 {
		matches := re.FindAllStringSubmatchIndex(s, n)
		if len(matches) < n {
			return withEmptyMatches(re, s, matches), nil
		}
		if err := checkElements(len(matches)); err != nil {
			return nil, err
		}
		if time.Since(start) > maxSearches {
			return nil, pgerr.New(pgerr.ProgramLimitExceeded, "regular expression takes too long")
		}
	}
}

// withEmptyMatches adds the empty matches right after a match, which Java finds and Go does not: 'baac' has four of a*. Patterns
// that look at what is before (^, \b) stay without, since the rest of the text alone does not tell.
func withEmptyMatches(re *regexp.Regexp, s string, matches [][]int) [][]int {
	if !re.MatchString("") || strings.ContainsAny(re.String(), `^$\`) {
		return matches
	}
	var out [][]int
	for i, m := range matches {
		out = append(out, m)
		end := m[1]
		if m[0] == end || i+1 < len(matches) && matches[i+1][0] == end {
			continue
		}
		if empty := re.FindStringSubmatchIndex(s[end:]); empty != nil && empty[0] == 0 && empty[1] == 0 {
			at := make([]int, len(empty))
			for j := range empty {
				at[j] = -1
				if empty[j] >= 0 {
					at[j] = end
				}
			}
			out = append(out, at)
		}
	}
	return out
}

// regexpMatches is REGEXP(s, pattern): nothing matches an empty pattern.
func regexpMatches(c *call, re *regexp.Regexp) (datatype.Value, error) {
	return c.str(1) != "" && re.MatchString(c.str(0)), nil
}

// regexpReplace takes the replacement literally: no $1 (Flink quotes it).
func regexpReplace(c *call) (datatype.Value, error) {
	re, err := compile(c.str(1), c.str(0))
	if errors.Is(err, errInvalidPattern) {
		return nil, pgerr.New(pgerr.InvalidRegularExpression, "invalid regular expression")
	}
	if err != nil {
		return nil, err
	}
	matches, err := allMatches(re, c.str(0))
	if err != nil {
		return nil, err
	}
	var b textBuilder
	s, last := c.str(0), 0
	for _, m := range matches {
		b.add(s[last:m[0]], c.str(2))
		last = m[1]
	}
	b.add(s[last:])
	return b.value()
}

// group returns the number of the group asked for (the argument i, or the default), -1 where there is none such.
func group(c *call, re *regexp.Regexp, i, byDefault int) int {
	if i < len(c.args) {
		byDefault = c.length(i)
	}
	if byDefault > re.NumSubexp() {
		return -1
	}
	return byDefault
}

// regexpExtract is REGEXP_EXTRACT(s, pattern [, group]).
func regexpExtract(c *call, re *regexp.Regexp) (datatype.Value, error) {
	m := re.FindStringSubmatchIndex(c.str(0))
	g := group(c, re, 2, 0)
	if m == nil || g < 0 || m[2*g] < 0 {
		return nil, nil
	}
	return c.str(0)[m[2*g]:m[2*g+1]], nil
}

// regexpExtractAll is REGEXP_EXTRACT_ALL(s, pattern [, group]): group 1 by default.
func regexpExtractAll(c *call, re *regexp.Regexp) (datatype.Value, error) {
	g := group(c, re, 2, 1)
	if g < 0 {
		return nil, nil
	}
	matches, err := allMatches(re, c.str(0))
	if err != nil {
		return nil, err
	}
	out := make([]datatype.Value, len(matches))
	for i, m := range matches {
		if m[2*g] >= 0 {
			out[i] = c.str(0)[m[2*g]:m[2*g+1]]
		}
	}
	return out, nil
}

func regexpCount(c *call, re *regexp.Regexp) (datatype.Value, error) {
	matches, err := allMatches(re, c.str(0))
	return int32(len(matches)), err
}

// regexpInstr counts UTF-16 units from 1, as Java does; 0 where nothing matches.
func regexpInstr(c *call, re *regexp.Regexp) (datatype.Value, error) {
	m := re.FindStringIndex(c.str(0))
	if m == nil {
		return int32(0), nil
	}
	units := 1
	for _, r := range c.str(0)[:m[0]] {
		units += max(utf16.RuneLen(r), 1)
	}
	return int32(units), nil
}

func regexpSubstr(c *call, re *regexp.Regexp) (datatype.Value, error) {
	m := re.FindStringIndex(c.str(0))
	if m == nil {
		return nil, nil
	}
	return c.str(0)[m[0]:m[1]], nil
}

// similarTo is x SIMILAR TO pattern [ESCAPE c]: the pattern must match all of x.
func similarTo(c *call) (datatype.Value, error) {
	escape := utf8.RuneError
	if len(c.args) > 2 {
		runes := []rune(c.str(2))
		if len(runes) != 1 {
			return nil, pgerr.New(pgerr.InvalidEscapeSequence, "escape must be one character")
		}
		escape = runes[0]
	}
	pattern, err := similarPattern(c.str(1), escape)
	if err != nil {
		return nil, err
	}
	re, err := compile(pattern, c.str(0))
	if errors.Is(err, errInvalidPattern) {
		return nil, pgerr.New(pgerr.InvalidRegularExpression, "invalid regular expression")
	}
	if err != nil {
		return nil, err
	}
	return re.MatchString(c.str(0)), nil
}

// similarPattern turns a pattern of SIMILAR TO into one of RE2: % and _ are wild, all else means what it means
// in a regular expression, the dot too: so it is in Flink (Calcite's Like.sqlToRegexSimilar).
func similarPattern(pattern string, escape rune) (string, error) {
	var b strings.Builder
	b.WriteString(`(?s)\A(?:`)
	inClass, escaped := 0, false
	for _, r := range pattern {
		switch {
		case escaped:
			b.WriteString(regexp.QuoteMeta(string(r)))
			escaped = false
		case r == escape:
			escaped = true
		case inClass > 0:
			inClass += strings.Count(string(r), "[") - strings.Count(string(r), "]")
			b.WriteRune(r)
		case r == '[':
			inClass = 1
			b.WriteRune(r)
		case r == '\\':
			b.WriteString(`\\`)
		case r == '%':
			b.WriteString(".*")
		case r == '_':
			b.WriteByte('.')
		default:
			b.WriteRune(r)
		}
	}
	if escaped {
		return "", pgerr.New(pgerr.InvalidEscapeSequence, "escape character at the end of a pattern")
	}
	b.WriteString(`)\z`)
	return lowerClasses.Replace(b.String()), nil
}

// lowerClasses spells SQL's names of character classes as RE2 does.
var lowerClasses = strings.NewReplacer("[:ALPHA:]", "[:alpha:]", "[:UPPER:]", "[:upper:]", "[:LOWER:]", "[:lower:]",
	"[:DIGIT:]", "[:digit:]", "[:ALNUM:]", "[:alnum:]", "[:SPACE:]", "[:space:]", "[:WHITESPACE:]", "[:space:]")
