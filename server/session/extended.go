package session

import (
	"slices"
	"strconv"
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/wire"
	"github.com/callgate/callgate/sqlcall"
)

// statement is a prepared statement, of the protocol or of PREPARE: they share their names.
type statement struct {
	name  string
	query *query // nil for an empty text
	// columns are those that the client was told; another result is an error then.
	columns   []datatype.Field
	described bool
}

// parseMessage handles Parse.
func (s *Session) parseMessage(body []byte) error {
	if err := s.parse.Decode(body, &s.config.Wire); err != nil {
		return err
	}
	name := s.clipName(s.parse.Name)
	if name == "" {
		s.dropStatement("")
	}
	queries, err := s.queries(s.parse.Text, s.parse.OIDs)
	if err != nil {
		return err
	}
	if len(queries) > 1 {
		return pgerr.New(pgerr.SyntaxError, "cannot insert multiple commands into a prepared statement")
	}
	st := &statement{name: name}
	if len(queries) == 1 {
		st.query = queries[0]
		if err := s.admit(st.query.Statement); err != nil {
			return err
		}
		if err := s.prepare(s.base, st.query); err != nil {
			return err
		}
	}
	if err := s.keepStatement(st); err != nil {
		return err
	}
	s.out.ParseComplete()
	return nil
}

// keepStatement stores a statement under its name, which must be free.
func (s *Session) keepStatement(st *statement) error {
	if s.statements[st.name] != nil {
		return pgerr.New(pgerr.DuplicatePreparedStatement, "prepared statement %q already exists", st.name)
	}
	limits := &s.config.Limits
	if len(s.statements) >= limits.Statements || s.textBytes+st.size() > limits.StatementBytes {
		return pgerr.New(pgerr.ConfigurationLimitExceeded, "too many prepared statements").
			WithHint("A session may keep %d statements with %d bytes of text.", limits.Statements, limits.StatementBytes)
	}
	s.statements[st.name] = st
	s.textBytes += st.size()
	return nil
}

// size is what a statement counts towards StatementBytes.
func (st *statement) size() int {
	if st.query == nil {
		return 0
	}
	return st.query.held
}

func (s *Session) dropStatement(name string) {
	if st := s.statements[name]; st != nil {
		s.textBytes -= st.size()
		delete(s.statements, name)
	}
}

func (s *Session) findStatement(name []byte) (*statement, error) {
	st := s.statements[string(clipBytes(name))]
	if st == nil {
		if len(name) == 0 {
			return nil, pgerr.New(pgerr.InvalidSQLStatementName, "unnamed prepared statement does not exist")
		}
		return nil, noStatement(string(name))
	}
	return st, nil
}

func noStatement(name string) error {
	return pgerr.New(pgerr.InvalidSQLStatementName, "prepared statement %q does not exist", name)
}

// bindMessage handles Bind.
func (s *Session) bindMessage(body []byte) error {
	b := &s.bind
	if err := b.Decode(body, &s.config.Wire); err != nil {
		return err
	}
	st, err := s.findStatement(b.Statement)
	if err != nil {
		return err
	}
	if err := s.checkBind(st); err != nil {
		return err
	}
	p := &portal{name: s.clipName(string(b.Portal)), query: st.query, level: len(s.tx.savepoints)}
	if st.query != nil {
		err = s.bindStatement(p, st)
	} else {
		err = s.admit(nil) // PostgreSQL parses an empty statement in a failed transaction, and does not bind it
	}
	if err != nil {
		return err
	}
	if err := s.keepPortal(p); err != nil {
		return err
	}
	s.out.BindComplete()
	return nil
}

// checkBind checks the counts of a Bind against the statement, in PostgreSQL's order (exec_bind_message).
func (s *Session) checkBind(st *statement) error {
	b := &s.bind
	formats, params := len(b.ParamFormats), len(b.Params)
	if formats > 1 && formats != params {
		return pgerr.New(pgerr.ProtocolViolation, "bind message has %d parameter formats but %d parameters", formats, params)
	}
	want := 0
	if st.query != nil {
		want = len(st.query.paramOIDs())
	}
	if params != want {
		return pgerr.New(pgerr.ProtocolViolation, "bind message supplies %d parameters, but prepared statement %q requires %d",
			params, st.name, want)
	}
	for _, f := range slices.Concat(b.ParamFormats, b.ResultFormats) {
		if f != wire.FormatText && f != wire.FormatBinary {
			return pgerr.New(pgerr.InvalidParameterValue, "unsupported format code: %d", f)
		}
	}
	return nil
}

func (s *Session) bindStatement(p *portal, st *statement) error {
	q := st.query
	if err := s.admit(q.Statement); err != nil {
		return err
	}
	if err := s.prepare(s.base, q); err != nil {
		return err
	}
	p.columns = s.columns(q)
	if st.described && !sameColumns(st.columns, p.columns) {
		return errChangedType()
	}
	if n := len(s.bind.ResultFormats); n > 1 && n != len(p.columns) {
		return pgerr.New(pgerr.ProtocolViolation, "bind message has %d result formats but query has %d columns", n, len(p.columns))
	}
	p.formats = append(p.formats, s.bind.ResultFormats...)
	var err error
	if p.params, err = s.decodeParams(q.paramOIDs()); err != nil {
		return err
	}
	return s.bindColumns(p)
}

// errChangedType is PostgreSQL's answer where a client was told of other columns than there are now.
func errChangedType() error {
	return pgerr.New(pgerr.FeatureNotSupported, "cached plan must not change result type")
}

// sameColumns compares what a client was told of result columns.
func sameColumns(a, b []datatype.Field) bool {
	return slices.EqualFunc(a, b, func(x, y datatype.Field) bool {
		return x.Name == y.Name && x.Type.OID() == y.Type.OID()
	})
}

// decodeParams reads the values of $1, $2, … of the present Bind.
func (s *Session) decodeParams(oids []uint32) ([]sqlcall.Param, error) {
	if len(s.bind.Params) == 0 {
		return nil, nil
	}
	params := make([]sqlcall.Param, len(oids))
	for i, oid := range oids {
		if oid == datatype.OIDVoid {
			continue // an OUT parameter of pgJDBC, which is no argument
		}
		value, typ, err := datatype.Decode(oid, s.bind.ParamFormat(i) == wire.FormatBinary, s.bind.Params[i], s.settings.Format())
		if err != nil {
			return nil, numbered(err, i)
		}
		params[i] = sqlcall.Param{Value: value, Type: typ}
	}
	return params, nil
}

// numbered says which parameter has the wrong binary format, as PostgreSQL does.
func numbered(err error, i int) error {
	e := *pgerr.From(err)
	if e.Code == pgerr.InvalidBinaryRepresentation && strings.HasSuffix(e.Message, "in bind parameter") {
		e.Message += " " + strconv.Itoa(i+1)
	}
	return &e
}

// describeMessage handles Describe.
func (s *Session) describeMessage(body []byte) error {
	if err := s.target.Decode(body, "DESCRIBE"); err != nil {
		return err
	}
	if s.target.Kind == wire.KindPortal {
		p, err := s.findPortal(s.target.Name)
		if err != nil {
			return err
		}
		if p.query == nil {
			s.out.NoData()
			return nil
		}
		if err := s.admitDescribe(p.query, p.columns); err != nil {
			return err
		}
		s.describeColumns(p.coders.columns, p.columns)
		return nil
	}
	st, err := s.findStatement(s.target.Name)
	if err != nil {
		return err
	}
	return s.describeStatement(st)
}

// admitDescribe refuses to describe rows in a failed transaction: PostgreSQL cannot look their types up then.
func (s *Session) admitDescribe(q *query, columns []datatype.Field) error {
	if len(columns) == 0 {
		return nil
	}
	return s.admit(q.Statement)
}

func (s *Session) describeStatement(st *statement) error {
	if st.query == nil {
		s.out.ParameterDescription(nil)
		s.out.NoData()
		return nil
	}
	if err := s.prepare(s.base, st.query); err != nil {
		return err
	}
	columns := s.columns(st.query)
	if err := s.admitDescribe(st.query, columns); err != nil {
		return err
	}
	if _, isFetch := st.query.Statement.(*sqlcall.Fetch); !isFetch {
		st.columns, st.described = columns, true
	}
	s.out.ParameterDescription(st.query.paramOIDs())
	s.describeColumns(wireColumns(columns, nil), columns)
	return nil
}

func (s *Session) describeColumns(described []wire.Column, columns []datatype.Field) {
	if len(columns) == 0 {
		s.out.NoData()
		return
	}
	s.out.RowDescription(described)
}

// executeMessage handles Execute.
func (s *Session) executeMessage(body []byte) error {
	if err := s.execute.Decode(body); err != nil {
		return err
	}
	p, err := s.findPortal(s.execute.Portal)
	if err != nil {
		return err
	}
	if p.query == nil {
		s.out.EmptyQueryResponse()
		return nil
	}
	if err := s.admit(p.query.Statement); err != nil {
		return err
	}
	return s.executePortal(p, int64(s.execute.MaxRows))
}

// closeMessage handles Close; what does not exist is closed without an error.
func (s *Session) closeMessage(body []byte) error {
	if err := s.target.Decode(body, "CLOSE"); err != nil {
		return err
	}
	if s.target.Kind == wire.KindStatement {
		s.dropStatement(string(clipBytes(s.target.Name)))
	} else if p := s.portals[string(clipBytes(s.target.Name))]; p != nil {
		s.dropPortal(p)
	}
	s.out.CloseComplete()
	return nil
}

// clipName cuts a name to the length that PostgreSQL keeps, and says so.
func (s *Session) clipName(name string) string {
	clipped := clip(name)
	if len(clipped) < len(name) {
		s.notice(pgerr.SeverityNotice, pgerr.NameTooLong, "identifier %q will be truncated to %q", name, clipped)
	}
	return clipped
}

// clip cuts a name to 63 bytes, not within a character.
func clip(name string) string {
	if len(name) <= wire.MaxNameBytes {
		return name
	}
	return string(clipBytes([]byte(name)))
}

func clipBytes(name []byte) []byte {
	if len(name) <= wire.MaxNameBytes {
		return name
	}
	n := wire.MaxNameBytes
	for n > 0 && name[n]&0xc0 == 0x80 {
		n--
	}
	return name[:n]
}
