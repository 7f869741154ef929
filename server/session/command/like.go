package command

import (
	"regexp"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall"
)

// matcher returns the filter of [NOT] LIKE|ILIKE 'pattern'; without one everything passes. Flink's rules
// (org.apache.flink.table.functions.SqlLikeUtils): % is any run, _ one character, and a backslash may stand only before %, _ and itself.
func matcher(like *sqlcall.Like) (func(string) bool, error) {
	if like == nil {
		return func(string) bool { return true }, nil
	}
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	if like.Insensitive {
		b.WriteString(`(?i)`)
	}
	pattern := []rune(like.Pattern)
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; c {
		case '%':
			b.WriteString(`.*`)
		case '_':
			b.WriteString(`[^\n]`)
		case '\\':
			i++
			if i >= len(pattern) || !strings.ContainsRune(`%_\`, pattern[i]) {
				return nil, pgerr.New(pgerr.InvalidEscapeSequence, "Invalid escape sequence '%s', %d", like.Pattern, i-1).At(like.Pos)
			}
			b.WriteString(regexp.QuoteMeta(string(pattern[i])))
		default:
			b.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	b.WriteString(`\z`)
	re, err := regexp.Compile(b.String())
	if err != nil {
		return nil, pgerr.New(pgerr.ProgramLimitExceeded, "pattern is too long").WithCause(err).At(like.Pos)
	}
	return func(s string) bool { return re.MatchString(s) != like.Not }, nil
}
