package session

import (
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/wire"
	"github.com/callgate/callgate/sqlcall"
)

// simpleQuery handles a Query message: any number of statements, which together are one transaction where no BEGIN says otherwise.
func (s *Session) simpleQuery(body []byte) error {
	text, err := wire.DecodeQuery(body, &s.config.Wire)
	if err != nil {
		return err
	}
	s.dropStatement("")
	if p := s.portals[""]; p != nil {
		s.dropPortal(p)
	}
	queries, err := s.queries(text, nil)
	if err != nil {
		return err
	}
	if len(queries) == 0 {
		s.out.EmptyQueryResponse()
	}
	s.tx.implicit = len(queries) > 1
	for _, q := range queries {
		if err := s.simpleStatement(q); err != nil {
			return err
		}
	}
	s.tx.implicit = false
	return s.sync()
}

// simpleStatement runs one statement of a Query: as text, all rows.
func (s *Session) simpleStatement(q *query) error {
	if err := s.admit(q.Statement); err != nil {
		return err
	}
	if _, isPrepare := q.Statement.(*sqlcall.PrepareStatement); q.Params > 0 && !isPrepare {
		return pgerr.New(pgerr.UndefinedParameter, "there is no parameter $%d", q.Params)
	}
	if err := s.prepare(s.base, q); err != nil {
		return err
	}
	p := &portal{query: q, level: len(s.tx.savepoints), columns: s.columns(q)}
	if fetch, ok := q.Statement.(*sqlcall.Fetch); ok && s.fetchesBinary(fetch) {
		p.formats = []int16{wire.FormatBinary}
	}
	if err := s.bindColumns(p); err != nil {
		return err
	}
	p.announce = len(p.columns) > 0
	err := s.executePortal(p, 0)
	s.finish(p)
	return err
}

// fetchesBinary reports whether a FETCH is from a BINARY cursor, whose rows are binary by the simple protocol too.
func (s *Session) fetchesBinary(stmt *sqlcall.Fetch) bool {
	p := s.portals[clip(stmt.Cursor)]
	return p != nil && p.cursor != nil && p.cursor.binary
}
