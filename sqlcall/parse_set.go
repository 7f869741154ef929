package sqlcall

import (
	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/sqlcall/scan"
)

// set parses SET in PostgreSQL's spellings (gram.y, VariableSetStmt) and Flink's.
func (p *parser) set() (Statement, error) {
	p.skip()
	if p.atEnd() {
		return &SetVariable{List: true}, nil
	}
	if p.accept("CONSTRAINTS") {
		p.i = len(p.tokens) - 1
		return &Unsupported{Tag: "SET CONSTRAINTS"}, nil
	}
	if p.accept("SESSION", "CHARACTERISTICS", "AS", "TRANSACTION") {
		modes, err := p.transactionModes(true)
		return &SetTransaction{Session: true, Isolation: modes.Isolation, ReadOnly: modes.ReadOnly, Deferrable: modes.Deferrable}, err
	}
	local := p.scope()
	if p.word("TRANSACTION") && !p.assigns(1) {
		return p.setTransaction()
	}
	s, err := p.setPhrase()
	if s == nil && err == nil {
		s, err = p.setValue()
	}
	if set, ok := s.(*SetVariable); ok {
		set.Local = local
	}
	return s, err
}

// scope parses LOCAL or SESSION, where it is no part of a setting's name.
func (p *parser) scope() (local bool) {
	if p.word("SESSION", "AUTHORIZATION") || p.assigns(1) {
		return false
	}
	return p.oneOf("LOCAL", "SESSION") == "LOCAL"
}

// assigns reports whether the n-th token after this one makes what is before it a setting's name.
func (p *parser) assigns(n int) bool {
	t := p.ahead(n)
	return t.Is("=") || t.Is(".") || t.Word("TO")
}

func (p *parser) setTransaction() (Statement, error) {
	p.skip()
	if p.accept("SNAPSHOT") {
		p.i = len(p.tokens) - 1
		return &Unsupported{Tag: "SET TRANSACTION SNAPSHOT"}, nil
	}
	modes, err := p.transactionModes(true)
	return &SetTransaction{Isolation: modes.Isolation, ReadOnly: modes.ReadOnly, Deferrable: modes.Deferrable}, err
}

// setPhrase parses the spellings that name a setting by a phrase. It returns nothing where there is none.
func (p *parser) setPhrase() (Statement, error) {
	switch {
	case p.accept("TIME", "ZONE"):
		return p.setTimeZone()
	case p.accept("SESSION", "AUTHORIZATION"):
		return p.setPhraseValue("session_authorization", true)
	case p.assigns(1):
		return nil, nil
	case p.accept("SCHEMA"):
		return p.setPhraseValue("search_path", false)
	case p.accept("ROLE"):
		return p.setPhraseValue("role", true)
	case p.accept("NAMES"):
		if p.atEnd() || p.accept("DEFAULT") {
			return &SetVariable{Name: "client_encoding"}, nil
		}
		return p.setPhraseValue("client_encoding", false)
	case p.accept("CATALOG"):
		pos := p.char(p.token())
		name, err := p.str()
		return &Use{Catalog: true, Name: catalog.Name{{Text: name, Quoted: true}}, NamePos: pos}, err
	}
	return nil, nil
}

// setPhraseValue parses the one value of a phrase: a string, or where names is set a name or DEFAULT.
func (p *parser) setPhraseValue(setting string, names bool) (Statement, error) {
	s := &SetVariable{Name: setting}
	switch {
	case names && p.accept("DEFAULT"):
		return s, nil
	case names && p.isName():
		s.Values = []string{fold(p.skip())}
		return s, nil
	}
	value, err := p.str()
	s.Values = []string{value}
	return s, err
}

// setValue parses name TO|= value, …, and 'key' = 'value'.
func (p *parser) setValue() (Statement, error) {
	name, err := p.settingName()
	if err != nil {
		return nil, err
	}
	if !p.acceptOp("=") && !p.accept("TO") {
		return nil, p.unexpected()
	}
	s := &SetVariable{Name: name}
	if p.accept("DEFAULT") {
		return s, nil
	}
	for {
		value, err := p.settingValue()
		if err != nil {
			return nil, err
		}
		if s.Values = append(s.Values, value); !p.acceptOp(",") {
			return s, nil
		}
	}
}

// settingValue parses a word, name, string or number.
func (p *parser) settingValue() (string, error) {
	t := p.token()
	switch {
	case p.atEnd():
		return "", p.unexpected()
	case t.Kind == scan.Ident, t.Kind == scan.QuotedIdent, t.Kind == scan.String:
		return p.skip().Value, nil
	}
	return p.signedNumber()
}

func (p *parser) signedNumber() (string, error) {
	sign := ""
	if p.acceptOp("-") {
		sign = "-"
	} else {
		p.acceptOp("+")
	}
	if p.token().Kind != scan.Number {
		return "", p.unexpected()
	}
	return sign + p.skip().Value, nil
}

// reset parses RESET setting, RESET ALL and Flink's bare RESET.
func (p *parser) reset() (Statement, error) {
	p.skip()
	if p.atEnd() || p.accept("ALL") {
		return &ResetVariable{}, nil
	}
	name, err := p.settingName()
	return &ResetVariable{Name: name}, err
}
