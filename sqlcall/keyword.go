package sqlcall

import "strings"

// columnKeywords are PostgreSQL's keywords that are names of columns and tables, but not of functions or types
// (pg_get_keywords, catcode C).
const columnKeywords = `between bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping inout int
integer interval least national nchar none normalize nullif numeric out overlay position precision real row setof smallint substring
time timestamp treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
xmlserialize xmltable`

// reservedKeywords are PostgreSQL's keywords that are no names of tables: the reserved ones (R) and those of functions and types (T).
const reservedKeywords = `all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else end
except false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime localtimestamp not
null offset on only or order placing primary references returning select session_user some symmetric table then to trailing true
union unique user using variadic when where window with
authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left like natural notnull
outer overlaps right similar tablesample verbose`

// keywords maps a keyword that is not free for every use to whether it may name a table.
var keywords = func() map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(columnKeywords) {
		m[w] = true
	}
	for _, w := range strings.Fields(reservedKeywords) {
		m[w] = false
	}
	return m
}()

// mayNameTable reports whether an unquoted lower-case word may be an alias of a table.
func mayNameTable(word string) bool {
	may, special := keywords[word]
	return may || !special
}
