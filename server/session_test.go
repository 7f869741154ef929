package server_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/rs/zerolog"

	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/server"
	sessions "github.com/callgate/callgate/server/session"
	"github.com/callgate/callgate/server/session/setting"
	"github.com/callgate/callgate/server/wire"
	"github.com/callgate/callgate/sqlcall"
)

func query(sql string) *pgproto3.Query { return &pgproto3.Query{String: sql} }

// comes waits for what a procedure reports.
func comes(t *testing.T, c <-chan error) error {
	t.Helper()
	select {
	case err := <-c:
		return err
	case <-time.After(patience):
		t.Fatal("nothing came")
		return nil
	}
}

func TestCancelRequest(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	c := session(t, s.addr)
	c.send(t, query("CALL wait()"))
	_ = comes(t, s.began)
	for _, secret := range [][]byte{{1, 2, 3, 4}, c.key.SecretKey} {
		canceller, err := dial(s.addr)
		if err != nil {
			t.Fatal(err)
		}
		canceller.send(t, &pgproto3.CancelRequest{ProcessID: c.key.ProcessID, SecretKey: secret})
		if got := canceller.until("eof"); len(got) != 1 {
			t.Error("a cancel request was answered:", got)
		}
		canceller.conn.Close()
	}
	_ = comes(t, s.ended)
	got := strings.Join(brief(c.until("ReadyForQuery")), " ")
	if want := `ERROR 57014 "canceling statement due to user request" I`; got != want {
		t.Error(got)
	}
	if got := c.query(t, "CALL add(1, 2)"); !strings.Contains(got, "(3)") {
		t.Error("the session does not live:", got)
	}
}

func TestTimeouts(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for _, test := range []struct{ setting, sql, want string }{
		{"statement_timeout", "CALL wait()", `ERROR 57014 "canceling statement due to statement timeout" I`},
		{
			"statement_timeout", "COPY (CALL s.pairs(1)) TO STDOUT; CALL wait()",
			`CopyOutResponse CopyData CopyDone "COPY 1" ERROR 57014 "canceling statement due to statement timeout" I`,
		},
		{"idle_session_timeout", "", `FATAL 57P05 "terminating connection due to idle-session timeout" EOF`},
		{
			"idle_in_transaction_session_timeout", "BEGIN",
			`"BEGIN" T FATAL 25P03 "terminating connection due to idle-in-transaction timeout" EOF`,
		},
	} {
		c := session(t, s.addr, test.setting, "50ms")
		until := []string{"eof"}
		if strings.HasPrefix(test.setting, "statement") {
			until = []string{"ReadyForQuery"}
		}
		if test.sql != "" {
			c.send(t, query(test.sql))
		}
		if got := strings.Join(brief(c.until(until...)), " "); got != test.want {
			t.Errorf("%s: %s", test.setting, got)
		}
	}
}

// Also a suspended portal is reached by statement_timeout, at the Execute that waits.
func TestCancelReachesASuspendedPortal(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	c := session(t, s.addr, "statement_timeout", "50ms")
	c.send(t, query("BEGIN"), &pgproto3.Parse{Query: "CALL wait()"}, &pgproto3.Bind{DestinationPortal: "p"},
		&pgproto3.Execute{Portal: "p", MaxRows: 1}, &pgproto3.Sync{})
	got := brief(c.until("ReadyForQuery", "ReadyForQuery"))
	if want := `ERROR 57014 "canceling statement due to statement timeout"`; got[len(got)-2] != want {
		t.Error(got)
	}
}

func TestCallEndsWhenTheClientHasGone(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for _, how := range []func(*net.TCPConn){
		func(conn *net.TCPConn) { _ = conn.Close() },
		func(conn *net.TCPConn) { _ = conn.SetLinger(0); _ = conn.Close() },
	} {
		c := session(t, s.addr)
		c.send(t, query("CALL wait()"))
		_ = comes(t, s.began)
		began := time.Now()
		how(c.conn.(*net.TCPConn))
		if err := comes(t, s.ended); err == nil || time.Since(began) > 2*time.Second {
			t.Error(err, time.Since(began))
		}
	}
}

// A client that has only closed its writing half gets the answer of a call that is done soon.
func TestNoticesAndRowsComeAtOnce(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	c := session(t, s.addr)
	c.send(t, query("CALL notices(2); CALL wait()"))
	_ = comes(t, s.began)
	// The first call's notices were flushed although the text is not done.
	got := strings.Join(brief(c.until("NoticeResponse", "NoticeResponse")), " ")
	if want := `NOTICE 00000 "row 0" [result] (0) NOTICE 00000 "row 1"`; got != want {
		t.Error(got)
	}
}

func TestNotifyBetweenSessions(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	a, b := session(t, s.addr), session(t, s.addr)
	a.query(t, "LISTEN c")
	b.query(t, "NOTIFY c, 'one'")
	if got := brief(a.until("NotificationResponse")); got[0] != "notified:c:one" {
		t.Error(got)
	}
	// In a transaction block they wait for its end.
	a.query(t, "BEGIN")
	b.query(t, "NOTIFY c, 'two'; NOTIFY c, 'three'")
	if got := a.query(t, "SHOW client_encoding"); strings.Contains(got, "notified") {
		t.Error(got)
	}
	if got := a.query(t, "COMMIT"); got != `"COMMIT" notified:c:two notified:c:three I` {
		t.Error(got)
	}
}

func TestNotificationsMustBeTaken(t *testing.T) {
	t.Parallel()
	s := start(t, func(c *server.Config) {
		c.Session = sessions.DefaultLimits()
		c.Session.Notifications = 2
	})
	a, b := session(t, s.addr), session(t, s.addr)
	a.query(t, "LISTEN c")
	a.query(t, "BEGIN")
	b.query(t, "NOTIFY c, '1'; NOTIFY c, '2'; NOTIFY c, '3'")
	a.send(t, query("COMMIT"))
	if got := strings.Join(brief(a.until("eof")), " "); !strings.HasSuffix(got, "EOF") || !strings.Contains(got, "FATAL 53400") {
		t.Error(got)
	}
}

func TestLimitsOfASession(t *testing.T) {
	t.Parallel()
	s := start(t, func(c *server.Config) {
		c.Session = sessions.DefaultLimits()
		c.Session.Statements, c.Session.Portals, c.Session.StatementBytes, c.Session.CursorBytes = 3, 2, 100, 1000
		c.Session.TransactionBytes = 300
		c.Wire = wire.DefaultLimits()
		c.Wire.Text = 1000
	})
	c := session(t, s.addr)
	parse := func(name, text string) string {
		c.send(t, &pgproto3.Parse{Name: name, Query: text}, &pgproto3.Sync{})
		return brief(c.until("ReadyForQuery"))[0]
	}
	for i, want := range []string{"ParseComplete", "ParseComplete", "ParseComplete", `ERROR 53400 "too many prepared statements"`} {
		if got := parse(fmt.Sprint("s", i), "SHOW client_encoding"); got != want {
			t.Errorf("statement %d: %s", i, got)
		}
	}
	c.query(t, "DEALLOCATE ALL")
	if got := parse("long", "CALL add(1, 2"+strings.Repeat(" ", 100)+")"); got != `ERROR 53400 "too many prepared statements"` {
		t.Error("bytes of texts:", got)
	}
	if got := parse("blanks", "SHOW client_encoding"+strings.Repeat(" ", 100)); got != `ERROR 53400 "too many prepared statements"` {
		t.Error("bytes around a text:", got)
	}
	if got := c.query(t, "PREPARE p AS CALL gen(1); --"+strings.Repeat("-", 100)); got != `ERROR 53400 "too many prepared statements" I` {
		t.Error("bytes around a PREPARE:", got)
	}
	c.send(t, &pgproto3.Parse{Name: "oids", Query: "CALL gen(1)", ParameterOIDs: make([]uint32, 25)}, &pgproto3.Sync{})
	if got := brief(c.until("ReadyForQuery"))[0]; got != `ERROR 53400 "too many prepared statements"` {
		t.Error("types of parameters:", got)
	}
	if got := parse("s", "CALL gen(1)"); got != "ParseComplete" {
		t.Error("after the limit:", got)
	}
	c.send(t, &pgproto3.Bind{DestinationPortal: "a", PreparedStatement: "s"}, &pgproto3.Bind{DestinationPortal: "b", PreparedStatement: "s"},
		&pgproto3.Bind{DestinationPortal: "c", PreparedStatement: "s"}, &pgproto3.Sync{})
	if got := strings.Join(brief(c.until("ReadyForQuery")), " "); got != `BindComplete BindComplete ERROR 53400 "too many open portals" I` {
		t.Error("portals:", got)
	}
	for _, stmt := range []string{"SAVEPOINT s%d", "LISTEN c%d", "UNLISTEN c%d", "NOTIFY c%d"} {
		c.query(t, "BEGIN")
		for i := range 5 {
			got := c.query(t, fmt.Sprintf(stmt, i))
			if refused := strings.HasPrefix(got, "ERROR 54000"); refused != (i == 4) {
				t.Errorf("%s, %d: %s", stmt, i, got)
			}
		}
		c.query(t, "ROLLBACK")
	}
	if got := c.query(t, "BEGIN; DECLARE c SCROLL CURSOR FOR CALL gen(200); MOVE ALL c"); !strings.Contains(got, "ERROR 53400") {
		t.Error("rows of a cursor:", got)
	}
	c.query(t, "ROLLBACK")
	for _, text := range []string{strings.Repeat("x", 1001), strings.Repeat("x", 400_000)} {
		if got := c.query(t, text); got != `ERROR 54000 "statement text is longer than 1000 bytes" I` {
			t.Error(got)
		}
		if got := parse("", text); got != `ERROR 54000 "statement text is longer than 1000 bytes"` {
			t.Error(got)
		}
	}
}

func TestTooManyConnections(t *testing.T) {
	t.Parallel()
	s := start(t, func(c *server.Config) { c.Connections = 1 })
	session(t, s.addr)
	c, said, err := connect(s.addr, map[string]string{"user": "u"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.conn.Close()
	if got := strings.Join(brief(said), " "); got != `FATAL 53300 "sorry, too many clients already" EOF` {
		t.Error(got)
	}
}

func TestShutdownDrains(t *testing.T) {
	t.Parallel()
	began, release := make(chan error, 1), make(chan struct{})
	s := start(t, func(c *server.Config) {
		p := memory.Procedures{"s": {"held": procedures.MustNew(func(procedures.Context) []int32 {
			began <- nil
			<-release
			return []int32{7}
		})}}
		if err := c.Catalogs.Add(context.Background(), "drain", memory.New("drain", "s", p)); err != nil {
			t.Fatal(err)
		}
	})
	idle, busy := session(t, s.addr), session(t, s.addr)
	half, err := dial(s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer half.conn.Close()
	busy.send(t, query("CALL drain.s.held()"))
	_ = comes(t, began)
	done := make(chan error, 1)
	go func() { done <- s.Shutdown(context.Background()) }()
	fatal := `FATAL 57P01 "terminating connection due to administrator command" EOF`
	if got := strings.Join(brief(idle.until("eof")), " "); got != fatal {
		t.Error("idle:", got)
	}
	if got := half.until("eof"); got[0] != "EOF" {
		t.Error("half open:", got)
	}
	if c, err := dial(s.addr); err == nil {
		c.conn.Close()
		t.Error("a late client was let in")
	}
	close(release)
	if got := strings.Join(brief(busy.until("eof")), " "); got != `[result] (7) "CALL" I `+fatal {
		t.Error("busy:", got)
	}
	if err := comes(t, done); err != nil {
		t.Error(err)
	}
}

func TestShutdownCancels(t *testing.T) {
	t.Parallel()
	s := start(t, func(c *server.Config) { c.DrainTimeout = time.Millisecond })
	c := session(t, s.addr)
	c.send(t, query("CALL wait()"))
	_ = comes(t, s.began)
	if err := s.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
	if got := strings.Join(brief(c.until("eof")), " "); got != `FATAL 57P01 "terminating connection due to administrator command" EOF` {
		t.Error(got)
	}
}

// A client in the middle of a message does not hold the end up for ever.
func TestShutdownCuts(t *testing.T) {
	t.Parallel()
	s := start(t, func(c *server.Config) {
		c.DrainTimeout = time.Millisecond
		c.Wire = wire.DefaultLimits()
		c.Wire.Message = time.Hour
	})
	c := session(t, s.addr)
	// The answer to the first message is written only when the server waits for the rest of the second.
	if _, err := c.conn.Write([]byte{'Q', 0, 0, 0, 6, ';', 0, 'Q', 0, 0, 0, 100, 'x'}); err != nil {
		t.Fatal(err)
	}
	c.until("ReadyForQuery")
	if err := s.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
	if got := c.until("eof"); got[0] != "EOF" {
		t.Error(got)
	}
}

// counted is a procedure that tells how many rows it was asked for, and whether it was cancelled.
type counted struct {
	mu        sync.Mutex
	rows      int
	cancelled bool
}

func (c *counted) run(ctx procedures.Context, n int64) iter.Seq2[int64, error] {
	return func(yield func(int64, error) bool) {
		for i := range n {
			c.mu.Lock()
			c.rows++
			c.cancelled = ctx.Err() != nil
			c.mu.Unlock()
			if ctx.Err() != nil || !yield(i, nil) {
				return
			}
		}
	}
}

func (c *counted) take() (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	rows, cancelled := c.rows, c.cancelled
	c.rows, c.cancelled = 0, false
	return rows, cancelled
}

// A call whose rows nobody wants any more is finished, as in PostgreSQL; a read-only one is cancelled.
func TestAbandonedCalls(t *testing.T) {
	t.Parallel()
	const all = 100_000
	effect, pure := &counted{}, &counted{}
	s := start(t, func(c *server.Config) {
		p := memory.Procedures{"s": {
			"effect": procedures.MustNew(effect.run), "pure": procedures.MustNew(pure.run, procedures.ReadOnly()),
		}}
		if err := c.Catalogs.Add(context.Background(), "counted", memory.New("counted", "s", p)); err != nil {
			t.Fatal(err)
		}
	})
	c := session(t, s.addr, "database", "counted")
	for _, test := range []struct {
		name string
		run  func(procedure string)
	}{
		{"Execute with a limit", func(procedure string) {
			c.send(t, &pgproto3.Parse{Query: fmt.Sprintf("CALL %s(%d)", procedure, all)}, &pgproto3.Bind{}, &pgproto3.Execute{MaxRows: 1}, &pgproto3.Sync{})
			c.until("ReadyForQuery")
		}},
		{"LIMIT", func(procedure string) { c.query(t, fmt.Sprintf("SELECT * FROM %s(%d) LIMIT 1", procedure, all)) }},
		{"cursor", func(procedure string) {
			c.query(t, fmt.Sprintf("BEGIN; DECLARE c CURSOR FOR CALL %s(%d); FETCH c; COMMIT", procedure, all))
		}},
	} {
		test.run("effect")
		if rows, _ := effect.take(); rows != all {
			t.Errorf("%s: a call with effects was stopped after %d rows", test.name, rows)
		}
		test.run("pure")
		if rows, _ := pure.take(); rows >= all {
			t.Errorf("%s: a read-only call was finished", test.name)
		}
	}
	if got := c.query(t, "SELECT * FROM effect(5) LIMIT 0"); got != `[result] "SELECT 0" I` {
		t.Error(got)
	}
	if rows, _ := effect.take(); rows != 0 {
		t.Error("LIMIT 0 ran the procedure")
	}
}

func TestPlansFollowTheCatalogs(t *testing.T) {
	t.Parallel()
	var config *server.Config
	s := start(t, func(c *server.Config) { config = c })
	manager := config.Catalogs
	replace := func(fn any) {
		ctx := context.Background()
		if err := manager.Drop(ctx, "moving", true); err != nil {
			t.Fatal(err)
		}
		p := memory.Procedures{"s": {"p": procedures.MustNew(fn)}}
		if err := manager.Add(ctx, "moving", memory.New("moving", "s", p)); err != nil {
			t.Fatal(err)
		}
	}
	replace(func(procedures.Context) []int32 { return []int32{1} })
	c := session(t, s.addr)
	execute := func(messages ...pgproto3.FrontendMessage) string {
		c.send(t, append(messages, &pgproto3.Bind{PreparedStatement: "s"}, &pgproto3.Execute{}, &pgproto3.Sync{})...)
		return strings.Join(brief(c.until("ReadyForQuery")), " ")
	}
	got := execute(&pgproto3.Parse{Name: "s", Query: "CALL moving.s.p()"}, &pgproto3.Describe{ObjectType: 'S', Name: "s"})
	if !strings.Contains(got, `(1) "CALL"`) {
		t.Fatal(got)
	}
	replace(func(procedures.Context) []int32 { return []int32{2} })
	if got := execute(); !strings.Contains(got, `(2) "CALL"`) {
		t.Error("another procedure of the same type:", got)
	}
	replace(func(procedures.Context) []string { return []string{"x"} })
	if got := execute(); got != `ERROR 0A000 "cached plan must not change result type" I` {
		t.Error("another type:", got)
	}
	if got := c.query(t, "CALL moving.s.p()"); !strings.Contains(got, "(x)") {
		t.Error("by the simple protocol:", got)
	}
}

func TestProtocol32(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for version, want := range map[uint32]string{3<<16 | 2: "", 3<<16 | 9999: "NegotiateProtocolVersion"} {
		c, err := dial(s.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.conn.Close()
		c.send(t, &pgproto3.StartupMessage{ProtocolVersion: version, Parameters: map[string]string{"user": "u", "_pq_.nothing": "1"}})
		var key *pgproto3.BackendKeyData
		negotiated := ""
		for key == nil {
			m, err := c.receive()
			if err != nil {
				t.Fatal(err)
			}
			switch m := m.(type) {
			case *pgproto3.BackendKeyData:
				key = m
			case *pgproto3.NegotiateProtocolVersion:
				negotiated = "NegotiateProtocolVersion"
				if m.NewestMinorProtocol != 3<<16|2 || len(m.UnrecognizedOptions) != 1 {
					t.Errorf("%+v", m)
				}
			}
		}
		if len(key.SecretKey) != 32 || want != "" && negotiated != want {
			t.Errorf("version %x: key of %d bytes, %q", version, len(key.SecretKey), negotiated)
		}
	}
}

// The answers do not depend on how the bytes are cut.
func TestAnswersDoNotDependOnPackets(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	var input []byte
	for _, m := range []pgproto3.FrontendMessage{
		&pgproto3.Parse{Name: "s", Query: "CALL gen($1)"}, &pgproto3.Describe{ObjectType: 'S', Name: "s"},
		&pgproto3.Bind{PreparedStatement: "s", Parameters: [][]byte{[]byte("3")}}, &pgproto3.Execute{MaxRows: 2}, &pgproto3.Execute{}, &pgproto3.Sync{},
		query("CALL add(1, 2); SHOW nope"), &pgproto3.Bind{PreparedStatement: "nope"}, &pgproto3.Execute{}, &pgproto3.Sync{}, &pgproto3.Terminate{},
	} {
		var err error
		if input, err = m.Encode(input); err != nil {
			t.Fatal(err)
		}
	}
	var want []string
	for _, step := range []int{len(input), 1, 3, 64} {
		c := session(t, s.addr)
		for rest := input; len(rest) > 0; {
			n := min(step, len(rest))
			if _, err := c.conn.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		got := c.until("eof")
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in steps of %d:\n%s", step, diff)
		}
	}
	if len(want) < 15 {
		t.Error(want)
	}
}

// engine is a stand-in for the SQL engine.
type engine struct{ panics bool }

func (e engine) Prepare(_ context.Context, _ *setting.Values, text string, _ []uint32) (sessions.EngineStatement, error) {
	if e.panics {
		panic("S3CRET")
	}
	return engineStatement(text), nil
}

type engineStatement string

func (engineStatement) Columns() []datatype.Field {
	return []datatype.Field{{Name: "text", Type: datatype.StringType()}}
}
func (engineStatement) ParamOIDs() []uint32 { return nil }
func (e engineStatement) Run(context.Context, []sqlcall.Param) iter.Seq2[*datatype.Batch, error] {
	return func(yield func(*datatype.Batch, error) bool) {
		b := datatype.NewBatch([]datatype.Type{datatype.StringType()})
		b.Columns[0].Append(string(e))
		b.Rows = 1
		yield(b, nil)
	}
}

func TestEngine(t *testing.T) {
	t.Parallel()
	s := start(t, func(c *server.Config) { c.Engine = engine{} })
	c := session(t, s.addr)
	if got := c.query(t, "SELECT 1 + 1"); got != `[text] (SELECT 1 + 1) "SELECT 1" I` {
		t.Error(got)
	}
	if got := c.query(t, "BEGIN; DECLARE c CURSOR FOR SELECT 2; FETCH c; COMMIT"); !strings.Contains(got, `(SELECT 2) "FETCH 1"`) {
		t.Error(got)
	}
	if got := c.query(t, "COPY (SELECT 3) TO STDOUT"); got != `CopyOutResponse CopyData CopyDone "COPY 1" I` {
		t.Error(got)
	}
}

// A panic in a message handler is an error of that message, and neither its text nor any argument gets out.
func TestPanicAndSecrets(t *testing.T) {
	t.Parallel()
	var log safeBuffer
	s := start(t, func(c *server.Config) {
		c.Engine = engine{panics: true}
		c.Log = zerolog.New(&log)
	})
	c := session(t, s.addr)
	got := c.query(t, "SELECT 1") + c.query(t, "CALL panics()") + c.query(t, "CALL boom('gr33n'); CALL add('bl0e', 1)")
	if !strings.Contains(got, `ERROR XX000 "internal error" I`) || strings.Contains(got, "S3CRET") {
		t.Error(got)
	}
	if got := c.query(t, "CALL add(1, 2)"); !strings.Contains(got, "(3)") {
		t.Error("the session does not live:", got)
	}
	text := log.String()
	for _, canary := range []string{"gr33n", "bl0e", "CALL add"} {
		if strings.Contains(text, canary) {
			t.Errorf("%s is in the log:\n%s", canary, text)
		}
	}
	if !strings.Contains(text, `"ref":`) {
		t.Error("no reference in the log:", text)
	}
}

// safeBuffer is a buffer for several goroutines.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestCheckListen(t *testing.T) {
	t.Parallel()
	for address, ok := range map[string]bool{
		"127.0.0.1:5433": true, "localhost:5433": true, "[::1]:0": true, "127.1.2.3:1": true,
		"0.0.0.0:5433": false, ":5433": false, "[::]:1": false, "192.168.0.1:1": false, "example.com:1": false, "nonsense": false,
	} {
		if err := server.CheckListen(address); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// FuzzServer sends any bytes to a session: the server must neither fall nor hang, and must not answer more than it was asked.
func FuzzServer(f *testing.F) {
	for _, messages := range [][]pgproto3.FrontendMessage{
		{query("CALL gen(3)"), query("BEGIN; DECLARE c SCROLL CURSOR FOR CALL pairs(3); FETCH LAST c; FETCH PRIOR c"), query("ROLLBACK")},
		{
			&pgproto3.Parse{Name: "s", Query: "CALL gen($1)"}, &pgproto3.Bind{PreparedStatement: "s", Parameters: [][]byte{[]byte("3")}},
			&pgproto3.Execute{MaxRows: 1}, &pgproto3.Sync{},
		},
		{&pgproto3.Parse{Query: "EXECUTE s"}, &pgproto3.Describe{ObjectType: 'S'}, &pgproto3.Close{ObjectType: 'P'}, &pgproto3.Flush{}},
		{query("PREPARE a AS CALL gen($1)"), query("EXECUTE a(2)"), query("COPY (CALL pairs(2)) TO STDOUT (FORMAT csv)"), query("LISTEN a; NOTIFY a")},
	} {
		var input []byte
		for _, m := range messages {
			input, _ = m.Encode(input)
		}
		f.Add(input)
	}
	s := start(f, func(c *server.Config) {
		c.Wire = wire.DefaultLimits()
		c.Wire.Message = time.Second
	})
	f.Fuzz(func(t *testing.T, input []byte) {
		if bytes.Contains(bytes.ToLower(input), []byte("wait")) || bytes.Contains(input, []byte("99")) {
			return // would take long, as it should
		}
		c, said, err := connect(s.addr, map[string]string{"user": "u", "database": "test", "statement_timeout": "1000"})
		if err != nil || len(said) > 0 {
			t.Fatal(said, err)
		}
		defer c.conn.Close()
		_, _ = c.conn.Write(input)
		_ = c.conn.(*net.TCPConn).CloseWrite()
		_ = c.conn.SetReadDeadline(time.Now().Add(patience))
		if _, err := io.Copy(io.Discard, c.conn); err != nil && end(err) != "EOF" {
			t.Error(err)
		}
	})
}
