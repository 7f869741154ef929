package session

import (
	"slices"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall"
)

// transaction is the state of the present transaction. Calls are not undone by a rollback; settings, cursors, LISTEN and NOTIFY are.
type transaction struct {
	block    bool // BEGIN was given
	failed   bool // an error in the block: only its end is accepted
	implicit bool // several statements of one Query, which PostgreSQL treats as a block without BEGIN
	begun    bool // the settings know of the transaction
	readOnly bool // in a block
	effects  bool // a procedure ran that may have side effects

	savepoints []string
	actions    []action // LISTEN, UNLISTEN and NOTIFY, done at the commit
	bytes      int      // what has been appended to savepoints and actions
}

// entryBytes is what a savepoint or an action takes besides its texts.
const entryBytes = 64

// grow makes sure that a savepoint or an action with so many bytes of text may be added.
func (t *transaction) grow(text, limit int) error {
	if t.bytes+text+entryBytes > limit {
		return pgerr.New(pgerr.ProgramLimitExceeded, "the transaction has too many savepoints and notifications").
			WithHint("They may take %d bytes.", limit)
	}
	t.bytes += text + entryBytes
	return nil
}

// status is the transaction status of ReadyForQuery.
func (t *transaction) status() byte {
	switch {
	case !t.block:
		return 'I'
	case t.failed:
		return 'E'
	}
	return 'T'
}

// exits reports whether a statement is accepted in a failed transaction (postgres.c, IsTransactionExitStmt).
func exits(stmt sqlcall.Statement) bool {
	t, ok := stmt.(*sqlcall.Transaction)
	if !ok {
		return false
	}
	switch t.Kind {
	case sqlcall.Commit, sqlcall.Rollback, sqlcall.RollbackToSavepoint, sqlcall.PrepareTransaction:
		return true
	}
	return false
}

// admit refuses statements in a failed transaction.
func (s *Session) admit(stmt sqlcall.Statement) error {
	if s.tx.failed && !exits(stmt) {
		return pgerr.New(pgerr.InFailedSQLTransaction, "current transaction is aborted, commands ignored until end of transaction block")
	}
	return nil
}

// inBlock reports whether statements that need a transaction block are allowed.
func (s *Session) inBlock() bool { return s.tx.block || s.tx.implicit }

// touchSettings makes the settings remember what to go back to.
func (s *Session) touchSettings() {
	if !s.tx.begun {
		s.settings.Begin()
		s.tx.begun = true
	}
}

func (s *Session) transact(t *sqlcall.Transaction) (tag string, err error) {
	switch t.Kind {
	case sqlcall.Begin:
		return "BEGIN", s.beginBlock(t)
	case sqlcall.StartTransaction:
		return "START TRANSACTION", s.beginBlock(t)
	case sqlcall.Commit:
		return s.commitBlock(t)
	case sqlcall.Rollback:
		return "ROLLBACK", s.rollbackBlock(t)
	case sqlcall.Savepoint:
		return "SAVEPOINT", s.savepoint(t.Name)
	case sqlcall.ReleaseSavepoint:
		return "RELEASE", s.releaseSavepoint(t.Name)
	case sqlcall.RollbackToSavepoint:
		return "ROLLBACK", s.rollbackTo(t.Name)
	}
	if !s.tx.block {
		return "ROLLBACK", s.rollbackBlock(t)
	}
	return "", pgerr.New(pgerr.ObjectNotInPrerequisiteState, "prepared transactions are disabled").
		WithHint("Set max_prepared_transactions to a nonzero value.")
}

func (s *Session) beginBlock(t *sqlcall.Transaction) error {
	if s.tx.block {
		s.notice(pgerr.SeverityWarning, pgerr.ActiveSQLTransaction, "there is already a transaction in progress")
	}
	s.touchSettings()
	m := s.modes()
	m.change(t.Isolation, t.ReadOnly, t.Deferrable)
	s.tx.block = true
	return s.setModes(m)
}

// modes are the characteristics of a transaction.
type modes struct {
	isolation            string
	readOnly, deferrable bool
}

// change sets those modes that a statement gives.
func (m *modes) change(isolation string, readOnly, deferrable *bool) {
	if isolation != "" {
		m.isolation = isolation
	}
	if readOnly != nil {
		m.readOnly = *readOnly
	}
	if deferrable != nil {
		m.deferrable = *deferrable
	}
}

// modes returns those of the present block, or those that a new transaction has.
func (s *Session) modes() modes {
	if s.tx.block {
		return modes{isolation: s.show("transaction_isolation"), readOnly: s.tx.readOnly, deferrable: s.show("transaction_deferrable") == "on"}
	}
	isolation, readOnly, deferrable := s.settings.TransactionDefaults()
	return modes{isolation: isolation, readOnly: readOnly, deferrable: deferrable}
}

// setModes sets the modes of the transaction. What does not change is not touched: plans depend on the settings' version.
func (s *Session) setModes(m modes) error {
	s.tx.readOnly = m.readOnly
	for _, mode := range m.settings() {
		if s.show(mode[0]) == mode[1] {
			continue
		}
		if err := s.settings.Set(mode[0], mode[1], true); err != nil {
			return err
		}
	}
	return nil
}

// settings are the modes as settings.
func (m modes) settings() [3][2]string {
	return [3][2]string{
		{"transaction_isolation", m.isolation},
		{"transaction_read_only", onOff(m.readOnly)},
		{"transaction_deferrable", onOff(m.deferrable)},
	}
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}

// setTransaction is SET TRANSACTION and SET SESSION CHARACTERISTICS.
func (s *Session) setTransaction(t *sqlcall.SetTransaction) error {
	if t.Session {
		return s.setCharacteristics(t)
	}
	if !s.inBlock() {
		s.notice(pgerr.SeverityWarning, pgerr.NoActiveSQLTransaction, "SET TRANSACTION can only be used in transaction blocks")
		return nil
	}
	s.touchSettings()
	m := s.modes()
	m.change(t.Isolation, t.ReadOnly, t.Deferrable)
	return s.setModes(m)
}

func (s *Session) setCharacteristics(t *sqlcall.SetTransaction) error {
	s.touchSettings()
	if t.Isolation != "" {
		if err := s.settings.Set("default_transaction_isolation", t.Isolation, false); err != nil {
			return err
		}
	}
	if t.ReadOnly != nil {
		if err := s.settings.Set("default_transaction_read_only", onOff(*t.ReadOnly), false); err != nil {
			return err
		}
	}
	if t.Deferrable != nil {
		return s.settings.Set("default_transaction_deferrable", onOff(*t.Deferrable), false)
	}
	return nil
}

func (s *Session) commitBlock(t *sqlcall.Transaction) (tag string, err error) {
	if s.tx.failed {
		return "ROLLBACK", s.endBlock(t, s.rollback)
	}
	if !s.tx.block {
		if t.Chain {
			return "", onlyInBlock("COMMIT AND CHAIN")
		}
		s.notice(pgerr.SeverityWarning, pgerr.NoActiveSQLTransaction, "there is no transaction in progress")
	}
	return "COMMIT", s.endBlock(t, s.commit)
}

func (s *Session) rollbackBlock(t *sqlcall.Transaction) error {
	if !s.tx.block {
		if t.Chain {
			return onlyInBlock("ROLLBACK AND CHAIN")
		}
		s.notice(pgerr.SeverityWarning, pgerr.NoActiveSQLTransaction, "there is no transaction in progress")
	}
	s.warnOfEffects()
	return s.endBlock(t, s.rollback)
}

// endBlock ends the transaction and, with AND CHAIN, begins another one of the same modes.
func (s *Session) endBlock(t *sqlcall.Transaction, end func() error) error {
	implicit := s.tx.implicit
	m := s.modes()
	if err := end(); err != nil {
		return err
	}
	s.tx.implicit = implicit
	if !t.Chain {
		return nil
	}
	s.touchSettings()
	s.tx.block = true
	return s.setModes(m)
}

// warnOfEffects tells the client once that a rollback does not undo what procedures did.
func (s *Session) warnOfEffects() {
	if s.tx.effects && !s.warned {
		s.warned = true
		s.notice(pgerr.SeverityWarning, pgerr.Warning, "the effects of CALL cannot be rolled back")
	}
}

func onlyInBlock(what string) error {
	return pgerr.New(pgerr.NoActiveSQLTransaction, "%s can only be used in transaction blocks", what)
}

func (s *Session) savepoint(name string) error {
	if !s.tx.block {
		return onlyInBlock("SAVEPOINT")
	}
	if err := s.tx.grow(len(name), s.config.Limits.TransactionBytes); err != nil {
		return err
	}
	s.tx.savepoints = append(s.tx.savepoints, name)
	s.settings.Savepoint(name)
	return nil
}

func (s *Session) releaseSavepoint(name string) error {
	if !s.tx.block {
		return onlyInBlock("RELEASE SAVEPOINT")
	}
	i, err := s.findSavepoint(name)
	if err != nil {
		return err
	}
	s.tx.savepoints = s.tx.savepoints[:i]
	for _, p := range s.portals {
		p.level = min(p.level, i)
	}
	for j := range s.tx.actions {
		s.tx.actions[j].level = min(s.tx.actions[j].level, i)
	}
	s.settings.Release(name)
	return nil
}

func (s *Session) rollbackTo(name string) error {
	if !s.tx.block {
		return onlyInBlock("ROLLBACK TO SAVEPOINT")
	}
	i, err := s.findSavepoint(name)
	if err != nil {
		return err
	}
	s.warnOfEffects()
	s.tx.savepoints = s.tx.savepoints[:i+1]
	s.tx.failed = false
	s.tx.actions = slices.DeleteFunc(s.tx.actions, func(a action) bool { return a.level > i })
	s.dropPortals(func(p *portal) bool { return p.level > i && !p.held })
	s.settings.RollbackTo(name)
	return nil
}

// findSavepoint returns the index of the latest savepoint of a name.
func (s *Session) findSavepoint(name string) (int, error) {
	for i := len(s.tx.savepoints) - 1; i >= 0; i-- {
		if s.tx.savepoints[i] == name {
			return i, nil
		}
	}
	return 0, pgerr.New(pgerr.InvalidSavepointSpecification, "savepoint %q does not exist", name)
}

// commit ends the transaction, explicit or not, and keeps what it did. An error means that it was rolled back.
func (s *Session) commit() error {
	if s.onlyUnnamed() {
		s.dropPortal(s.portals[""])
	}
	if err := s.holdCursors(); err != nil {
		_ = s.rollback() // never fails
		return err
	}
	s.perform(s.tx.actions)
	if s.tx.begun {
		s.settings.Commit()
	}
	s.tx = transaction{}
	s.dropPortals(func(p *portal) bool { return !p.held })
	return nil
}

func (s *Session) rollback() error {
	if s.tx.begun {
		s.settings.Rollback()
	}
	s.tx = transaction{}
	s.dropPortals(func(p *portal) bool { return !p.held })
	return nil
}

// undoSettings goes back to the settings of the last savepoint, or of the beginning: PostgreSQL undoes them as soon as a
// transaction fails.
func (s *Session) undoSettings() {
	if n := len(s.tx.savepoints); n > 0 {
		s.settings.RollbackTo(s.tx.savepoints[n-1])
		return
	}
	s.settings.Rollback()
	s.settings.Begin()
}

// endImplicit commits what was done outside a block.
func (s *Session) endImplicit() error {
	if s.tx.block {
		return nil
	}
	return s.commit()
}

// abort is called after an error: a block is failed from now on, anything else is rolled back.
func (s *Session) abort() {
	s.tx.implicit = false
	if s.tx.block {
		s.tx.failed = true
		s.undoSettings()
		return
	}
	_ = s.rollback() // never fails
}
