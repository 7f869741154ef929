package sqlcall

import (
	"slices"

	"github.com/callgate/callgate/sqlcall/scan"
)

// prepare parses PREPARE name [(types)] AS query, and PREPARE TRANSACTION 'id'.
func (p *parser) prepare() (Statement, error) {
	p.skip()
	if p.word("TRANSACTION") && p.ahead(1).Kind == scan.String {
		p.skip()
		id, err := p.str()
		return &Transaction{Kind: PrepareTransaction, Name: id}, err
	}
	name, err := p.name()
	if err != nil {
		return nil, err
	}
	s := &PrepareStatement{Name: name}
	if p.op("(") {
		if s.Types, err = p.typeNames(); err != nil {
			return nil, err
		}
	}
	if err := p.expect("AS"); err != nil {
		return nil, err
	}
	s.Query, err = p.query(true)
	return s, err
}

// typeNames parses a list of types in brackets and returns each as it was written.
func (p *parser) typeNames() ([]string, error) {
	inner, err := p.balanced()
	if err != nil {
		return nil, err
	}
	var types []string
	depth, start := 0, 0
	for i, t := range inner {
		if t.Is(",") && depth == 0 || i == len(inner)-1 {
			if i == start {
				return nil, scan.Unexpected(p.text, t)
			}
			types = append(types, p.text[inner[start].Pos:inner[i-1].End])
			start = i + 1
		}
		depth += bracket(t)
	}
	return types, nil
}

// execute parses EXECUTE name [(arguments)].
func (p *parser) execute() (Statement, error) {
	p.skip()
	if p.isName() && !p.isLast() && !p.ahead(1).Is("(") &&
		slices.Contains([]string{"statement", "plan", "insert"}, foldText(p.token().Value)) { // Flink's EXECUTE STATEMENT SET and its like
		p.i = len(p.tokens) - 1
		return &Unsupported{Tag: "EXECUTE"}, nil
	}
	name, err := p.name()
	if err != nil {
		return nil, err
	}
	s := &ExecuteStatement{Name: name}
	if p.op("(") {
		s.Args, err = p.arguments()
	}
	return s, err
}

// deallocate parses DEALLOCATE [PREPARE] (name | ALL).
func (p *parser) deallocate() (Statement, error) {
	p.skip()
	if !p.isLast() {
		p.accept("PREPARE")
	}
	if p.accept("ALL") {
		return &DeallocateStatement{}, nil
	}
	name, err := p.name()
	return &DeallocateStatement{Name: name}, err
}

// discard parses DISCARD (ALL | PLANS | SEQUENCES | TEMP | TEMPORARY).
func (p *parser) discard() (Statement, error) {
	p.skip()
	switch what := p.oneOf("ALL", "PLANS", "SEQUENCES", "TEMP", "TEMPORARY"); what {
	case "":
		return nil, p.unexpected()
	case "TEMPORARY":
		return &Discard{What: "TEMP"}, nil
	default:
		return &Discard{What: what}, nil
	}
}

// listen parses LISTEN channel.
func (p *parser) listen() (Statement, error) {
	p.skip()
	channel, err := p.name()
	return &Listen{Channel: channel}, err
}

// unlisten parses UNLISTEN (channel | *).
func (p *parser) unlisten() (Statement, error) {
	p.skip()
	if p.acceptOp("*") {
		return &Unlisten{}, nil
	}
	channel, err := p.name()
	return &Unlisten{Channel: channel}, err
}

// notify parses NOTIFY channel [, 'payload'].
func (p *parser) notify() (Statement, error) {
	p.skip()
	channel, err := p.name()
	n := &Notify{Channel: channel}
	if err == nil && p.acceptOp(",") {
		n.Payload, err = p.str()
	}
	return n, err
}
