package sqlcall

import "strings"

// QuoteIdent returns a name as it must be written in SQL: in double quotes, unless it is a plain lower-case word that is no keyword
// (ruleutils.c, quote_identifier).
func QuoteIdent(name string) string {
	if _, special := keywords[name]; !special && plainIdent(name) {
		return name
	}
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

func plainIdent(name string) bool {
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c && c <= 'z' || c == '_'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}
