package session

import (
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall"
)

// errNotWanted cancels a read-only call whose remaining rows nobody wants.
var errNotWanted = errors.New("the rows are not wanted any more")

// flushInterval is how long a row may wait in the output buffer while a call produces more: a slow procedure's rows
// should reach the client when they are made.
const flushInterval = 20 * time.Millisecond

// portalState is how far the execution of a portal has come.
type portalState uint8

const (
	portalNew portalState = iota
	portalActive
	portalDone
	portalFailed
)

// portal is a query with its parameters, ready to run or suspended between two Executes; also a cursor.
type portal struct {
	name    string
	query   *query // nil for an empty text
	params  []sqlcall.Param
	formats []int16 // result formats as bound
	columns []datatype.Field
	coders  *coders
	plan    *callPlan       // of the query when it was bound: it may be planned anew
	engine  EngineStatement // likewise
	level   int             // number of savepoints when it was made

	announce bool // the columns are still to be described, before the first row or the tag: the simple protocol
	state    portalState
	answer   answer // of the statement, once it has begun
	cursor   *cursor
	held     bool // survives the transaction
}

// answer is what the execution of a statement yields: rows that may still have to be made, and then a tag.
type answer struct {
	rows    rowSource // nil: none
	tag     string
	counted bool // the tag is followed by the number of rows
}

// keepPortal stores a portal under its name. The unnamed one replaces its predecessor.
func (s *Session) keepPortal(p *portal) error {
	if old := s.portals[p.name]; old != nil {
		if p.name != "" {
			return pgerr.New(pgerr.DuplicateCursor, "cursor %q already exists", p.name)
		}
		s.dropPortal(old)
	}
	if len(s.portals) >= s.config.Limits.Portals {
		return pgerr.New(pgerr.ConfigurationLimitExceeded, "too many open portals").
			WithHint("A session may keep %d portals and cursors.", s.config.Limits.Portals)
	}
	s.portals[p.name] = p
	return nil
}

func (s *Session) findPortal(name []byte) (*portal, error) {
	p := s.portals[string(clipBytes(name))]
	if p == nil {
		return nil, pgerr.New(pgerr.InvalidCursorName, "portal %q does not exist", name)
	}
	return p, nil
}

// dropPortal forgets a portal and ends its call.
func (s *Session) dropPortal(p *portal) {
	if s.portals[p.name] == p {
		delete(s.portals, p.name)
	}
	s.finish(p)
}

// onlyUnnamed reports whether the one portal is the unnamed one, and no cursor: so it is at the end of most transactions, which then
// need not walk over a map.
func (s *Session) onlyUnnamed() bool {
	p := s.portals[""]
	return p != nil && len(s.portals) == 1 && p.cursor == nil
}

func (s *Session) dropPortals(which func(*portal) bool) {
	for _, p := range s.portals {
		if which(p) {
			s.dropPortal(p)
		}
	}
}

// closeAll ends everything at the end of the session, whose context is cancelled.
func (s *Session) closeAll() {
	s.dropPortals(func(*portal) bool { return true })
}

// finish closes the rows of a portal.
func (s *Session) finish(p *portal) {
	if p.answer.rows != nil {
		p.answer.rows.close()
		p.answer.rows = nil
	}
	if p.cursor != nil {
		p.cursor.close()
		p.cursor = nil
	}
}

// executePortal sends up to max rows of a portal, all where max is not positive, and its tag when there are no more.
func (s *Session) executePortal(p *portal, most int64) error {
	if most <= 0 {
		most = math.MaxInt64
	}
	s.run.began = time.Now()
	err := s.advancePortal(p, most)
	if err != nil {
		p.state = portalFailed
	}
	return err
}

func (s *Session) advancePortal(p *portal, most int64) error {
	switch {
	case p.cursor != nil:
		return s.executeCursor(p, most)
	case p.state == portalFailed, p.state == portalDone && len(p.columns) == 0:
		return pgerr.New(pgerr.ObjectNotInPrerequisiteState, "portal %q cannot be run", p.name)
	case p.state == portalDone:
		s.complete(p, 0)
		return nil
	case p.state == portalNew:
		if err := s.start(p); err != nil {
			return err
		}
		p.state = portalActive
		if r, ok := p.answer.rows.(*running); ok && most == math.MaxInt64 {
			return s.push(p, r)
		}
	}
	return s.pull(p, most)
}

// pull sends rows that are asked for by number.
func (s *Session) pull(p *portal, most int64) error {
	sent := int64(0)
	for p.answer.rows != nil && sent < most {
		rows, err := p.answer.rows.next(most - sent)
		if err != nil {
			return err
		}
		if rows.len() == 0 {
			break
		}
		if err := s.sendPortalRows(p, rows); err != nil {
			return err
		}
		sent += int64(rows.len())
	}
	if sent == most {
		s.out.PortalSuspended()
		return nil
	}
	p.state = portalDone
	s.finish(p)
	s.complete(p, sent)
	return nil
}

// sendPortalRows sends rows of a portal, their description before the first ones where the simple protocol wants it. PostgreSQL
// too describes them that late: a statement that fails at once has no rows to describe.
func (s *Session) sendPortalRows(p *portal, rows chunk) error {
	if p.announce {
		p.announce = false
		s.outMu.Lock()
		s.out.RowDescription(p.coders.columns)
		s.outMu.Unlock()
	}
	return s.sendRows(p.coders, rows)
}

// complete sends the tag.
func (s *Session) complete(p *portal, rows int64) {
	if p.announce {
		p.announce = false
		s.out.RowDescription(p.coders.columns)
	}
	tag := p.answer.tag
	if p.answer.counted {
		tag += " " + strconv.FormatInt(rows, 10)
	}
	s.out.CommandComplete(tag)
}

// push runs a call that is wanted whole: its rows go from the procedure's loop to the output buffer, with nothing in between.
func (s *Session) push(p *portal, r *running) error {
	sent, err := s.pushRows(p, r)
	r.done = true
	err = r.exec.because(err)
	r.exec.cancel(errNotWanted)
	if err != nil {
		return err
	}
	p.state, p.answer.rows = portalDone, nil
	s.complete(p, sent)
	return nil
}

func (s *Session) pushRows(p *portal, r *running) (sent int64, err error) {
	if r.limit == 0 {
		return 0, nil
	}
	s.enter(&r.exec)
	defer s.leave(&r.exec)
	r.notifier.enter()
	defer r.notifier.leave()
	r.portal, r.flushed = p, s.run.began
	r.seq(r.pushBatch)
	return r.sent, r.pushErr
}

// pushBatch is what a call's loop yields to; a range over the loop would cost a short call more than the rest of it.
func (r *running) pushBatch(batch *datatype.Batch, err error) bool {
	if err == nil {
		err = r.exec.Err()
	}
	if err != nil {
		r.pushErr = err
		return false
	}
	rows := chunk{batch: batch, to: batch.Rows}
	if r.limit >= 0 {
		rows.to = int(min(r.limit-r.sent, int64(batch.Rows)))
	}
	if r.pushErr = r.session.sendPortalRows(r.portal, rows); r.pushErr != nil {
		return false
	}
	if r.sent += int64(rows.len()); r.sent == r.limit && r.readOnly {
		return false
	}
	r.flushed, r.pushErr = r.session.flushOften(r.flushed)
	return r.pushErr == nil
}

// flushOften writes out rows that have waited for long. It returns when that was done last.
func (s *Session) flushOften(last time.Time) (time.Time, error) {
	now := time.Now()
	if now.Sub(last) < flushInterval {
		return last, nil
	}
	s.outMu.Lock()
	defer s.outMu.Unlock()
	return now, s.out.Flush()
}

// startCall makes a bound call ready to run.
func (s *Session) startCall(p *callPlan, call *procedures.Call, limit int64) (*running, error) {
	readOnly := call.Proc.ReadOnly
	if !readOnly {
		if s.modes().readOnly {
			return nil, pgerr.New(pgerr.ReadOnlySQLTransaction, "cannot execute CALL of procedure %q in a read-only transaction", call.Name).
				WithHint("Only procedures that are declared read-only can be called in it.")
		}
		s.tx.effects = true
	}
	r := s.newRunning(readOnly, limit)
	r.seq = call.Run(procedures.NewContext(&r.exec, s.sessionFacts(), p.logger, &r.notifier))
	return r, nil
}

// startSelect makes a SELECT ready to run.
func (s *Session) startSelect(engine EngineStatement, params []sqlcall.Param) *running {
	r := s.newRunning(true, -1)
	r.seq = engine.Run(&r.exec, params)
	return r
}

func (s *Session) newRunning(readOnly bool, limit int64) *running {
	return &running{
		session: s, exec: execution{base: s.base}, notifier: notifier{session: s}, readOnly: readOnly, limit: limit,
	}
}
