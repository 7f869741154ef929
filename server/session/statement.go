package session

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/session/command"
	"github.com/callgate/callgate/sqlcall"
)

// start begins the execution of a portal. Statements that return no rows are done with it; calls only begin when rows are taken.
func (s *Session) start(p *portal) error {
	var err error
	p.answer, err = s.answer(p)
	return err
}

func (s *Session) answer(p *portal) (answer, error) {
	switch stmt := p.query.Statement.(type) {
	case *sqlcall.Call:
		return s.answerCall(p, stmt)
	case *sqlcall.Select:
		return answer{rows: s.startSelect(p.engine, p.params), tag: "SELECT", counted: true}, nil
	case *sqlcall.Explain:
		return s.explain(p, stmt)
	case *sqlcall.Transaction:
		return tagged(s.transact(stmt))
	case *sqlcall.SetTransaction:
		return answer{tag: "SET"}, s.setTransaction(stmt)
	case *sqlcall.SetVariable:
		return s.setVariable(stmt)
	case *sqlcall.ResetVariable:
		return answer{tag: "RESET"}, s.resetVariable(stmt)
	case *sqlcall.ShowVariable:
		return s.showVariable(stmt)
	case *sqlcall.DeclareCursor:
		return answer{tag: "DECLARE CURSOR"}, s.declareCursor(p, stmt)
	case *sqlcall.Fetch:
		return s.fetch(p, stmt)
	case *sqlcall.CloseCursor:
		return tagged(s.closeCursor(stmt))
	case *sqlcall.PrepareStatement:
		return answer{tag: "PREPARE"}, s.prepareStatement(p, stmt)
	case *sqlcall.ExecuteStatement:
		return s.executeStatement(p, stmt)
	case *sqlcall.DeallocateStatement:
		return tagged(s.deallocate(stmt))
	case *sqlcall.CopyTo:
		return s.copyTo(p, stmt)
	}
	return s.answerUtility(p)
}

func (s *Session) answerUtility(p *portal) (answer, error) {
	switch stmt := p.query.Statement.(type) {
	case *sqlcall.Discard:
		return answer{tag: "DISCARD " + stmt.What}, s.discard(stmt)
	case *sqlcall.Listen:
		return answer{tag: "LISTEN"}, s.atCommit(action{kind: actListen, channel: clip(stmt.Channel)})
	case *sqlcall.Unlisten:
		return answer{tag: "UNLISTEN"}, s.atCommit(action{kind: actUnlisten, channel: clip(stmt.Channel)})
	case *sqlcall.Notify:
		return answer{tag: "NOTIFY"}, s.notify(stmt)
	case *sqlcall.Unsupported:
		return s.unsupported(stmt)
	}
	return s.runCommand(p)
}

func tagged(tag string, err error) (answer, error) { return answer{tag: tag}, err }

func (s *Session) answerCall(p *portal, stmt *sqlcall.Call) (answer, error) {
	a := answer{tag: "CALL", counted: s.settings.CountTag()}
	limit := int64(-1)
	if stmt.Form == sqlcall.FormTable {
		a = answer{tag: "SELECT", counted: true}
		limit = stmt.Limit
	}
	call, err := p.plan.Bind(s.envNow(), p.params)
	if err != nil {
		return a, err
	}
	r, err := s.startCall(p.plan, call, limit)
	if err != nil {
		return a, err
	}
	a.rows = r
	return a, nil
}

func (s *Session) explain(p *portal, stmt *sqlcall.Explain) (answer, error) {
	if _, ok := stmt.Statement.(*sqlcall.Call); !ok {
		return answer{}, pgerr.New(pgerr.FeatureNotSupported, "EXPLAIN is supported for CALL only")
	}
	var rows [][]any
	for _, line := range p.plan.Explain() {
		rows = append(rows, []any{line})
	}
	return answer{rows: rowsOf(p.columns, rows), tag: "EXPLAIN"}, nil
}

// runCommand runs one of Flink's statements. It may wait for another system, so that it can be cancelled as a call can.
func (s *Session) runCommand(p *portal) (answer, error) {
	if _, ok := command.Columns(p.query.Statement); !ok {
		return answer{}, pgerr.New(pgerr.FeatureNotSupported, "this statement is not supported")
	}
	if changes(p.query.Statement) && s.modes().readOnly {
		words := strings.Fields(strings.ToUpper(p.query.Text))
		return answer{}, pgerr.New(pgerr.ReadOnlySQLTransaction, "cannot execute %s in a read-only transaction", strings.Join(words[:2], " "))
	}
	s.touchSettings() // USE
	exec := &execution{base: s.base}
	result, err := s.commandIn(exec, p.query.Statement)
	err = exec.because(err)
	exec.cancel(errNotWanted)
	if err != nil {
		return answer{}, err
	}
	a := answer{tag: result.Tag}
	if len(p.columns) > 0 {
		a.rows = rowsOf(p.columns, result.Rows)
	}
	return a, nil
}

func (s *Session) commandIn(exec *execution, stmt sqlcall.Statement) (*command.Result, error) {
	s.enter(exec)
	defer s.leave(exec)
	return command.Run(exec, command.Env{Catalogs: s.config.Catalogs, Settings: s.settings}, stmt)
}

// changes reports whether a statement changes catalogs.
func changes(stmt sqlcall.Statement) bool {
	switch stmt.(type) {
	case *sqlcall.CreateCatalog, *sqlcall.AlterCatalog, *sqlcall.DropCatalog, *sqlcall.CreateDatabase, *sqlcall.DropDatabase:
		return true
	}
	return false
}

// unsupported refuses what callgate does not do. DROP … IF EXISTS is what drivers and tools send to clean up: what
// callgate cannot have is gone already.
func (s *Session) unsupported(stmt *sqlcall.Unsupported) (answer, error) {
	if !stmt.IfExists {
		return answer{}, pgerr.New(pgerr.FeatureNotSupported, "%s is not supported", stmt.Tag)
	}
	kind := strings.ToLower(strings.TrimPrefix(stmt.Tag, "DROP "))
	for _, name := range stmt.Missing {
		s.notice(pgerr.SeverityNotice, pgerr.SuccessfulCompletion, "%s %q does not exist, skipping", kind, name)
	}
	return answer{tag: stmt.Tag}, nil
}

// discard is DISCARD (discard.c of PostgreSQL).
func (s *Session) discard(stmt *sqlcall.Discard) error {
	switch stmt.What {
	case "PLANS":
		s.cache.clear()
	case "ALL":
		if s.inBlock() {
			return pgerr.New(pgerr.ActiveSQLTransaction, "DISCARD ALL cannot run inside a transaction block")
		}
		s.dropPortals(func(p *portal) bool { return true })
		s.statements, s.textBytes = map[string]*statement{}, 0
		s.cache.clear()
		s.touchSettings()
		s.settings.ResetAll()
		return s.atCommit(action{kind: actUnlisten})
	}
	return nil
}
