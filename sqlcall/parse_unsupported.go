package sqlcall

import (
	"strings"

	"github.com/callgate/callgate/sqlcall/scan"
)

// unsupportedLeaders are the first words of statements that callgate knows and does not do, and what each is called where that is
// not the word itself.
var unsupportedLeaders = [][2]string{
	{"insert"},
	{"update"},
	{"delete"},
	{"merge"},
	{"do"},
	{"grant"},
	{"revoke"},
	{"vacuum"},
	{"analyze"},
	{"analyse", "ANALYZE"},
	{"cluster"},
	{"reindex"},
	{"comment"},
	{"checkpoint"},
	{"load"},
	{"truncate", "TRUNCATE TABLE"},
	{"lock", "LOCK TABLE"},
	{"refresh", "REFRESH MATERIALIZED VIEW"},
	{"reassign", "REASSIGN OWNED"},
	{"security", "SECURITY LABEL"},
	{"import", "IMPORT FOREIGN SCHEMA"},
	{"add", "ADD JAR"},
	{"remove", "REMOVE JAR"},
	{"unload", "UNLOAD MODULE"},
	{"stop", "STOP JOB"},
	{"compile", "COMPILE PLAN"},
}

// unsupported parses one of them: its text is not looked at.
func (p *parser) unsupported() (Statement, error) {
	word := foldText(p.token().Value)
	tag := strings.ToUpper(word)
	for _, l := range unsupportedLeaders {
		if l[0] == word && l[1] != "" {
			tag = l[1]
		}
	}
	return p.unsupportedRest(tag)
}

func (p *parser) unsupportedRest(tag string) (Statement, error) {
	p.i = len(p.tokens) - 1
	return &Unsupported{Tag: tag}, nil
}

// objectModifiers are words that stand between CREATE and the kind of object.
var objectModifiers = []string{
	"OR", "REPLACE", "TEMP", "TEMPORARY", "GLOBAL", "LOCAL", "UNLOGGED", "UNIQUE", "RECURSIVE", "CONSTRAINT", "TRUSTED", "PROCEDURAL", "DEFAULT",
}

// objectKinds are the kinds of objects that PostgreSQL and Flink create, alter and drop; where one begins with another it stands
// first. A second string is what the command tag says instead.
var objectKinds = [][2]string{
	{"ACCESS METHOD"},
	{"AGGREGATE"},
	{"CAST"},
	{"COLLATION"},
	{"CONVERSION"},
	{"DATABASE"},
	{"DOMAIN"},
	{"EVENT TRIGGER"},
	{"EXTENSION"},
	{"FOREIGN DATA WRAPPER"},
	{"FOREIGN TABLE"},
	{"FUNCTION"},
	{"GROUP", "ROLE"},
	{"INDEX"},
	{"LANGUAGE"},
	{"LARGE OBJECT"},
	{"MATERIALIZED VIEW"},
	{"MATERIALIZED TABLE"},
	{"MODEL"},
	{"CONNECTION"},
	{"OPERATOR CLASS"},
	{"OPERATOR FAMILY"},
	{"OPERATOR"},
	{"OWNED"},
	{"POLICY"},
	{"PRIVILEGES", "DEFAULT PRIVILEGES"},
	{"PROCEDURE"},
	{"PUBLICATION"},
	{"ROLE"},
	{"ROUTINE"},
	{"RULE"},
	{"SCHEMA"},
	{"SEQUENCE"},
	{"SERVER"},
	{"STATISTICS"},
	{"SUBSCRIPTION"},
	{"SYSTEM"},
	{"TABLESPACE"},
	{"TABLE"},
	{"TEXT SEARCH CONFIGURATION"},
	{"TEXT SEARCH DICTIONARY"},
	{"TEXT SEARCH PARSER"},
	{"TEXT SEARCH TEMPLATE"},
	{"TRANSFORM"},
	{"TRIGGER"},
	{"TYPE"},
	{"USER MAPPING"},
	{"USER", "ROLE"},
	{"VIEW"},
}

// unsupportedObject parses CREATE, ALTER and DROP of what callgate has none of.
func (p *parser) unsupportedObject() (Statement, error) {
	verb := p.skip()
	for p.oneOf(objectModifiers...) != "" {
	}
	for _, kind := range objectKinds {
		if !p.accept(strings.Fields(kind[0])...) {
			continue
		}
		name := kind[0]
		if kind[1] != "" {
			name = kind[1]
		}
		u := &Unsupported{Tag: strings.ToUpper(verb.Value) + " " + name}
		if verb.Word("DROP") {
			p.accept("CONCURRENTLY")
			if u.IfExists = p.accept("IF", "EXISTS"); u.IfExists {
				u.Missing = p.missing()
			}
		}
		p.i = len(p.tokens) - 1
		return u, nil
	}
	return nil, p.unexpected()
}

// missing returns the names of what is to be dropped, without the types of a function's arguments.
func (p *parser) missing() []string {
	var names []string
	for p.isName() {
		start, end := p.token().Pos, p.skip().End
		for p.op(".") && p.ahead(1).Kind != scan.EOF {
			p.skip()
			end = p.skip().End
		}
		names = append(names, p.text[start:end])
		if p.op("(") {
			if _, err := p.balanced(); err != nil {
				return names
			}
		}
		if !p.acceptOp(",") {
			return names
		}
	}
	return names
}
