package sqlcall

import (
	"slices"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// show parses Flink's SHOW of catalogs, databases and procedures, and PostgreSQL's SHOW of a setting.
func (p *parser) show() (Statement, error) {
	p.skip()
	switch {
	case p.accept("PROCEDURES"):
		return p.showList(ShowProcedures, "SHOW PROCEDURES from/in identifier [ %s ] format error, it should be [catalog_name.]database_name.", 2)
	case p.accept("CATALOGS"):
		return p.showList(ShowCatalogs, "", 0)
	case p.accept("DATABASES"):
		return p.showList(ShowDatabases, "Show databases from/in identifier [ %s ] format error, catalog must be a single part identifier.", 1)
	case p.accept("CURRENT"):
		switch p.oneOf("CATALOG", "DATABASE") {
		case "CATALOG":
			return &Show{Kind: ShowCurrentCatalog}, nil
		case "DATABASE":
			return &Show{Kind: ShowCurrentDatabase}, nil
		}
		return nil, p.unexpected()
	case p.accept("CREATE", "CATALOG"):
		s := &Show{Kind: ShowCreateCatalog, FromPos: p.char(p.token())}
		part, err := p.part()
		s.From = append(s.From, part)
		return s, err
	case p.showsTables():
		tag := "SHOW " + strings.ToUpper(p.token().Value)
		p.i = len(p.tokens) - 1
		return &Unsupported{Tag: tag}, nil
	}
	return p.showVariable()
}

// showsTables reports a SHOW of Flink's that lists what callgate does not have. A few of the words would be settings' names by
// themselves, but none is one.
func (p *parser) showsTables() bool {
	return p.token().Kind == scan.Ident && slices.Contains([]string{
		"tables", "views", "functions", "modules", "jars", "jobs", "columns", "partitions", "models", "connections",
		"user", "full", "create", "materialized",
	}, foldText(p.token().Value)) && !p.ahead(1).Is(".")
}

// showList parses [(FROM | IN) name] [[NOT] (LIKE | ILIKE) 'pattern'] for a name of at most maxParts parts.
func (p *parser) showList(kind ShowKind, tooLong string, maxParts int) (Statement, error) {
	s := &Show{Kind: kind}
	if maxParts > 0 && p.oneOf("FROM", "IN") != "" {
		first := p.token()
		s.FromPos = p.char(first)
		start := p.i
		for {
			part, err := p.part()
			if err != nil {
				return nil, err
			}
			s.From = append(s.From, part)
			if !p.acceptOp(".") {
				break
			}
		}
		if len(s.From) > maxParts {
			written := p.text[first.Pos:p.tokens[max(start, p.i-1)].End]
			return nil, p.refuse(first, pgerr.SyntaxError, tooLong, written)
		}
	}
	like, err := p.like()
	s.Like = like
	return s, err
}

// like parses [[NOT] (LIKE | ILIKE) 'pattern'].
func (p *parser) like() (*Like, error) {
	if p.atEnd() {
		return nil, nil
	}
	l := &Like{Not: p.accept("NOT")}
	switch p.oneOf("LIKE", "ILIKE") {
	case "":
		return nil, p.unexpected()
	case "ILIKE":
		l.Insensitive = true
	}
	l.Pos = p.char(p.token())
	if t := p.token(); t.Prefix != 0 || t.Dollar {
		return nil, p.unexpected()
	}
	var err error
	l.Pattern, err = p.str()
	return l, err
}

// showVariable parses SHOW setting and SHOW ALL.
func (p *parser) showVariable() (Statement, error) {
	if slices.Contains(flinkNouns, foldText(p.token().Value)) && p.token().Kind == scan.Ident {
		return nil, p.unexpected()
	}
	name, err := p.settingName()
	return &ShowVariable{Name: name}, err
}

// flinkNouns are words of Flink's SHOW statements that stand wrongly where a setting should: no setting has such a name, and a
// syntax error says more than an unknown setting.
var flinkNouns = []string{"procedure", "catalog", "database", "function", "table", "view", "module", "column", "job", "jar"}

// settingName parses the name of a setting, or one of the phrases that stand for one, in lower case.
func (p *parser) settingName() (string, error) {
	switch {
	case p.accept("TIME", "ZONE"):
		return "timezone", nil
	case p.accept("TRANSACTION", "ISOLATION", "LEVEL"):
		return "transaction_isolation", nil
	case p.accept("SESSION", "AUTHORIZATION"):
		return "session_authorization", nil
	case p.token().Kind == scan.String && !p.atEnd(): // Flink's 'key'
		return strings.ToLower(strings.TrimSpace(p.skip().Value)), nil
	}
	name, err := p.label()
	for err == nil {
		sep := ""
		switch before := p.tokens[p.i-1]; {
		case p.acceptOp("."):
			sep = "."
		case p.op("-") && p.token().Pos == before.End && p.ahead(1).Pos == p.token().End: // execution.runtime-mode
			p.skip()
			sep = "-"
		default:
			return strings.ToLower(name), nil
		}
		var next string
		next, err = p.label()
		name += sep + next
	}
	return "", err
}
