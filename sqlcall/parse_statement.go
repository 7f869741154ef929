package sqlcall

import "github.com/callgate/callgate/sqlcall/scan"

// statement parses one statement by its first word.
func (p *parser) statement() (Statement, error) {
	t := p.token()
	if t.Is("(") {
		return p.selectStatement()
	}
	if t.Kind != scan.Ident {
		return nil, p.unexpected()
	}
	if t.Word("CALL") {
		return p.call()
	}
	parse, ok := leaders[foldText(t.Value)]
	if !ok {
		return nil, p.unexpected()
	}
	return parse(p)
}

// leaders are the parsers of statements by their first word, in lower case.
var leaders map[string]func(*parser) (Statement, error)

func init() { // not in the declaration, for the parsers refer to it: EXPLAIN holds a statement
	leaders = map[string]func(*parser) (Statement, error){
		"select":     (*parser).selectStatement,
		"with":       (*parser).selectStatement,
		"values":     (*parser).selectStatement,
		"table":      (*parser).selectStatement,
		"explain":    (*parser).explain,
		"describe":   (*parser).describe,
		"desc":       (*parser).describe,
		"show":       (*parser).show,
		"use":        (*parser).use,
		"set":        (*parser).set,
		"reset":      (*parser).reset,
		"create":     (*parser).create,
		"alter":      (*parser).alter,
		"drop":       (*parser).drop,
		"begin":      (*parser).begin,
		"start":      (*parser).startTransaction,
		"commit":     (*parser).commit,
		"end":        (*parser).commit,
		"rollback":   (*parser).rollback,
		"abort":      (*parser).rollback,
		"savepoint":  (*parser).savepoint,
		"release":    (*parser).release,
		"declare":    (*parser).declare,
		"fetch":      (*parser).fetch,
		"move":       (*parser).fetch,
		"close":      (*parser).closeCursor,
		"prepare":    (*parser).prepare,
		"execute":    (*parser).execute,
		"deallocate": (*parser).deallocate,
		"discard":    (*parser).discard,
		"listen":     (*parser).listen,
		"unlisten":   (*parser).unlisten,
		"notify":     (*parser).notify,
		"copy":       (*parser).copyTo,
	}
	for _, words := range unsupportedLeaders {
		leaders[words[0]] = (*parser).unsupported
	}
}

// query parses what DECLARE, PREPARE and COPY take: a call, a SELECT, or where dml is set a statement that changes tables.
func (p *parser) query(dml bool) (Located, error) {
	first := p.token()
	isQuery := first.Is("(") || first.Word("CALL") || first.Word("SELECT") || first.Word("WITH") || first.Word("VALUES") || first.Word("TABLE")
	isDML := first.Word("INSERT") || first.Word("UPDATE") || first.Word("DELETE") || first.Word("MERGE")
	if p.atEnd() || !isQuery && !(dml && isDML) {
		return Located{}, p.unexpected()
	}
	return p.rest()
}
