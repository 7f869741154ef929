package session

import (
	"fmt"
	"math"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/wire"
	"github.com/callgate/callgate/sqlcall"
)

// cursor is the position of a portal that is read with FETCH. Position 0 is before the first row, n on the n-th, and the number
// of rows plus one after the last.
type cursor struct {
	rows   rowSource // nil: all are kept
	kept   *spool    // rows taken so far, where the cursor can go back; else nil
	at     int64
	ended  bool // rows has no more
	binary bool
	scroll bool
	hold   bool
}

func (c *cursor) close() {
	c.ended = true
	if c.rows != nil {
		c.rows.close()
		c.rows = nil
	}
}

// declareCursor is DECLARE … CURSOR FOR a call or a SELECT.
func (s *Session) declareCursor(p *portal, stmt *sqlcall.DeclareCursor) error {
	if !stmt.Hold && !s.inBlock() {
		return onlyInBlock("DECLARE CURSOR")
	}
	query, err := s.innerQuery(p, stmt.Query)
	if err != nil {
		return err
	}
	inner := &portal{name: s.clipName(stmt.Name), query: query, params: p.params, level: p.level}
	inner.columns = s.columns(query)
	if stmt.Binary {
		inner.formats = []int16{wire.FormatBinary}
	}
	if err := s.bindColumns(inner); err != nil {
		return err
	}
	if inner.answer, err = s.answer(inner); err != nil {
		return err
	}
	c := &cursor{rows: inner.answer.rows, binary: stmt.Binary, hold: stmt.Hold, scroll: stmt.Scroll != nil && *stmt.Scroll}
	if c.scroll {
		c.kept = newSpool(inner.columns, s.config.Limits.CursorBytes)
	}
	inner.cursor, inner.answer.rows, inner.state = c, nil, portalActive
	if err := s.keepPortal(inner); err != nil {
		c.close()
		return err
	}
	return nil
}

// innerQuery is the query inside a statement that contains one; it shares what was decided for the outer one.
func (s *Session) innerQuery(p *portal, inner sqlcall.Located) (*query, error) {
	switch inner.Statement.(type) {
	case *sqlcall.Call, *sqlcall.Select:
		return &query{Located: inner, oids: p.query.oids, call: p.query.call, plan: p.plan, engine: p.engine}, nil
	}
	return nil, pgerr.New(pgerr.FeatureNotSupported, "only CALL and SELECT can stand inside DECLARE CURSOR and COPY")
}

// findCursor finds the portal that a FETCH, MOVE or CLOSE names, and makes a cursor of one that Bind made.
func (s *Session) findCursor(name string) (*portal, error) {
	p := s.portals[clip(name)]
	if p == nil || p.query == nil {
		return nil, pgerr.New(pgerr.InvalidCursorName, "cursor %q does not exist", name)
	}
	if p.cursor != nil {
		return p, nil
	}
	if p.state == portalNew && len(p.columns) > 0 {
		if err := s.start(p); err != nil {
			return nil, err
		}
		p.state = portalActive
	}
	if p.state != portalActive || p.answer.rows == nil {
		return nil, pgerr.New(pgerr.ObjectNotInPrerequisiteState, "portal %q cannot be run", name)
	}
	p.cursor, p.answer.rows = &cursor{rows: p.answer.rows}, nil
	return p, nil
}

// fetch is FETCH and MOVE.
func (s *Session) fetch(p *portal, stmt *sqlcall.Fetch) (answer, error) {
	from, err := s.findCursor(stmt.Cursor)
	if err != nil {
		return answer{}, err
	}
	if !stmt.Move && !sameColumns(p.columns, from.columns) {
		return answer{}, errChangedType()
	}
	f := &fetching{cursor: from.cursor}
	if err := f.begin(stmt.Direction, stmt.Count); err != nil {
		return answer{}, err
	}
	if !stmt.Move {
		return answer{rows: f, tag: "FETCH", counted: true}, nil
	}
	n, err := f.skipAll()
	return answer{tag: fmt.Sprintf("MOVE %d", n)}, err
}

// executeCursor is the Execute message for a cursor: it goes on from where the cursor is.
func (s *Session) executeCursor(p *portal, most int64) error {
	f := &fetching{cursor: p.cursor}
	if err := f.begin(sqlcall.FetchForward, min(most, sqlcall.FetchAll)); err != nil {
		return err
	}
	sent := int64(0)
	for {
		rows, err := f.next(math.MaxInt64)
		if err != nil {
			return err
		}
		if rows.len() == 0 {
			break
		}
		if err := s.sendRows(p.coders, rows); err != nil {
			return err
		}
		sent += int64(rows.len())
	}
	if sent == most {
		s.out.PortalSuspended()
		return nil
	}
	s.complete(p, sent)
	return nil
}

// closeCursor is CLOSE.
func (s *Session) closeCursor(stmt *sqlcall.CloseCursor) (tag string, err error) {
	if stmt.Name == "" {
		s.dropPortals(func(p *portal) bool { return p.name != "" || p.cursor != nil })
		return "CLOSE CURSOR ALL", nil
	}
	p := s.portals[clip(stmt.Name)]
	if p == nil {
		return "", pgerr.New(pgerr.InvalidCursorName, "cursor %q does not exist", stmt.Name)
	}
	s.dropPortal(p)
	return "CLOSE CURSOR", nil
}

// holdCursors takes all rows of the cursors WITH HOLD before the transaction ends, as PostgreSQL does at the commit.
func (s *Session) holdCursors() error {
	for _, p := range s.portals {
		if p.cursor == nil || !p.cursor.hold || p.held {
			continue
		}
		if err := p.cursor.materialise(newSpool(p.columns, s.config.Limits.CursorBytes)); err != nil {
			return err
		}
		p.held = true
	}
	return nil
}

// materialise takes all remaining rows. A cursor that cannot go back keeps only those, and its position is counted from them.
func (c *cursor) materialise(kept *spool) error {
	if c.kept == nil {
		c.kept, c.at = kept, 0
	}
	if err := c.keep(math.MaxInt64); err != nil {
		return err
	}
	c.close()
	return nil
}

// keep takes rows until so many are kept or there are no more.
func (c *cursor) keep(rows int64) error {
	for !c.ended && int64(c.kept.batch.Rows) < rows {
		more, err := c.rows.next(rows - int64(c.kept.batch.Rows))
		if err != nil {
			return err
		}
		c.ended = more.len() == 0
		if err := c.kept.add(more); err != nil {
			return err
		}
	}
	return nil
}
