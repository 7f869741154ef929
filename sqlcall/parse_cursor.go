package sqlcall

import "github.com/callgate/callgate/sqlcall/scan"

// declare parses DECLARE name [BINARY] [ASENSITIVE | INSENSITIVE] [[NO] SCROLL] CURSOR [(WITH | WITHOUT) HOLD] FOR query.
func (p *parser) declare() (Statement, error) {
	p.skip()
	name, err := p.name()
	if err != nil {
		return nil, err
	}
	d := &DeclareCursor{Name: name}
	for yes, no := true, false; !p.accept("CURSOR"); {
		switch {
		case p.accept("BINARY"):
			d.Binary = true
		case p.oneOf("INSENSITIVE", "ASENSITIVE") != "":
		case p.accept("SCROLL"):
			d.Scroll = &yes
		case p.accept("NO", "SCROLL"):
			d.Scroll = &no
		default:
			return nil, p.unexpected()
		}
	}
	switch {
	case p.accept("WITH", "HOLD"):
		d.Hold = true
	case p.accept("WITHOUT", "HOLD"):
	}
	if err := p.expect("FOR"); err != nil {
		return nil, err
	}
	d.Query, err = p.query(false)
	return d, err
}

// fetch parses FETCH and MOVE with all directions (gram.y, fetch_args). A word is a direction only if something follows it: FETCH
// next is of the cursor "next".
func (p *parser) fetch() (Statement, error) {
	f := &Fetch{Move: p.skip().Word("MOVE"), Count: 1}
	var err error
	if p.isLast() {
		f.Cursor, err = p.name()
		return f, err
	}
	if err := p.direction(f); err != nil {
		return nil, err
	}
	p.oneOf("FROM", "IN")
	f.Cursor, err = p.name()
	return f, err
}

func (p *parser) direction(f *Fetch) (err error) {
	switch p.oneOf("NEXT", "PRIOR", "FIRST", "LAST", "ABSOLUTE", "RELATIVE", "FORWARD", "BACKWARD", "ALL") {
	case "PRIOR":
		f.Direction = FetchBackward
	case "FIRST":
		f.Direction = FetchAbsolute
	case "LAST":
		f.Direction, f.Count = FetchAbsolute, -1
	case "ABSOLUTE":
		f.Direction = FetchAbsolute
		f.Count, err = p.integer()
	case "RELATIVE":
		f.Direction = FetchRelative
		f.Count, err = p.integer()
	case "BACKWARD":
		f.Direction = FetchBackward
		err = p.count(f)
	case "ALL":
		f.Count = FetchAll
	case "FORWARD", "":
		err = p.count(f)
	}
	return err
}

// count parses an optional number or ALL.
func (p *parser) count(f *Fetch) (err error) {
	switch {
	case p.accept("ALL"):
		f.Count = FetchAll
	case p.token().Kind == scan.Number, p.op("-"), p.op("+"):
		f.Count, err = p.integer()
	}
	return err
}

// closeCursor parses CLOSE name and CLOSE ALL.
func (p *parser) closeCursor() (Statement, error) {
	p.skip()
	if p.accept("ALL") {
		return &CloseCursor{}, nil
	}
	name, err := p.name()
	return &CloseCursor{Name: name}, err
}
