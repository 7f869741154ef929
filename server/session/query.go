package session

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/session/command"
	"github.com/callgate/callgate/sqlcall"
	"github.com/callgate/callgate/sqlcall/expr"
)

// query is one parsed statement with what was decided about it. It is used by one session, and again whenever the same text comes.
type query struct {
	sqlcall.Located
	oids []uint32 // declared for $1, $2, …
	held int      // bytes that live as long as this: the message that its text is a part of, and oids

	call   *sqlcall.Call // the call that the statement is or contains
	plan   *callPlan     // of call
	engine EngineStatement
	coders coderCache
}

// callPlan is the plan of a call and what it depends on.
type callPlan struct {
	*sqlcall.Plan
	snapshot *catalog.Snapshot
	version  uint64 // of the settings, when the plan was last found to hold
	basis    basis
	logger   *slog.Logger
}

// basis are the settings that a plan depends on.
type basis struct {
	names  catalog.Scope
	format datatype.Format
	user   string
}

func (b *basis) equal(o *basis) bool {
	return b.names.Catalog == o.names.Catalog && slices.Equal(b.names.Path, o.names.Path) && b.names.Exact == o.names.Exact &&
		b.format == o.format && b.user == o.user
}

// queries parses a text, or finds it among those parsed lately.
func (s *Session) queries(text string, oids []uint32) ([]*query, error) {
	if found := s.cache.get(text, oids); found != nil {
		return found, nil
	}
	located, err := s.config.Texts.Parse(text)
	if err != nil {
		return nil, err
	}
	out := make([]*query, len(located))
	for i, l := range located {
		out[i] = newQuery(l, len(text), slices.Clone(oids))
	}
	s.cache.put(text, oids, out)
	return out, nil
}

// newQuery makes a query of a statement that keeps so many bytes of its message alive.
func newQuery(l sqlcall.Located, message int, oids []uint32) *query {
	return &query{Located: l, oids: oids, held: message + 4*len(oids), call: callIn(l.Statement)}
}

// callIn returns the call that a statement is or contains.
func callIn(stmt sqlcall.Statement) *sqlcall.Call {
	switch stmt := stmt.(type) {
	case *sqlcall.Call:
		return stmt
	case *sqlcall.Explain:
		return callIn(stmt.Statement)
	case *sqlcall.DeclareCursor:
		return callIn(stmt.Query.Statement)
	case *sqlcall.CopyTo:
		return callIn(stmt.Query.Statement)
	}
	return nil
}

// selectIn returns the text of the SELECT that a statement is or contains.
func selectIn(l sqlcall.Located) (text string, ok bool) {
	switch stmt := l.Statement.(type) {
	case *sqlcall.Select:
		return l.Text, true
	case *sqlcall.DeclareCursor:
		return selectIn(stmt.Query)
	case *sqlcall.CopyTo:
		return selectIn(stmt.Query)
	}
	return "", false
}

// prepare decides what can be decided without running anything: the plan of a call, the types of a SELECT.
func (s *Session) prepare(ctx context.Context, q *query) error {
	if q.call != nil {
		return s.planCall(ctx, q)
	}
	switch stmt := q.Statement.(type) {
	case *sqlcall.ShowVariable:
		_, err := s.variable(stmt.Name)
		return err
	case *sqlcall.ExecuteStatement:
		if st, err := s.executed(stmt); err == nil {
			return s.prepare(ctx, st.query)
		}
		return nil // the error comes when it is executed
	}
	text, ok := selectIn(q.Located)
	if !ok {
		return nil
	}
	if s.config.Engine == nil {
		return pgerr.New(pgerr.FeatureNotSupported, "SELECT is not supported").WithHint("callgate was built without the SQL engine.")
	}
	var err error
	q.engine, err = s.config.Engine.Prepare(ctx, s.settings, text, q.oids)
	return err
}

// planCall makes the plan of a query's call, unless it has one that still holds.
func (s *Session) planCall(ctx context.Context, q *query) error {
	snapshot, version := s.config.Catalogs.Snapshot(), s.settings.Version()
	if q.plan != nil && q.plan.snapshot == snapshot {
		if q.plan.version == version {
			return nil
		}
		if b := s.basis(); b.equal(&q.plan.basis) {
			q.plan.version = version
			return nil
		}
	}
	b := s.basis()
	scope := sqlcall.Scope{Snapshot: snapshot, Names: b.names, Env: s.env(), Format: &b.format}
	plan, err := sqlcall.NewPlan(ctx, q.call, scope, q.Params, q.oids)
	if err != nil {
		return err
	}
	logger := s.logger.With("procedure", plan.Found.Catalog+"."+plan.Found.Database+"."+plan.Found.Name)
	q.plan = &callPlan{Plan: plan, snapshot: snapshot, version: version, basis: b, logger: logger}
	q.coders = coderCache{}
	return nil
}

func (s *Session) basis() basis {
	return basis{
		names:  catalog.Scope{Catalog: s.settings.Catalog(), Path: s.settings.SearchPath(), Exact: s.settings.Flink()},
		format: *s.settings.Format(),
		user:   s.user,
	}
}

// env is what expressions may depend on, now.
func (s *Session) env() *expr.Env {
	return &expr.Env{
		Now:      time.Now(),
		Zone:     s.settings.Format().Zone,
		Catalog:  s.settings.Catalog(),
		Database: s.settings.Database(),
		User:     s.user,
		Flink:    s.settings.Flink(),
	}
}

// envNow is env for an evaluation that is over before the next one.
func (s *Session) envNow() *expr.Env {
	if version := s.settings.Version(); s.bindEnv == nil || s.envVersion != version {
		s.bindEnv, s.envVersion = s.env(), version
	}
	s.bindEnv.Now = time.Now()
	return s.bindEnv
}

// paramOIDs are the types of $1, $2, …: those of the plan, or else the declared ones with text for the rest.
func (q *query) paramOIDs() []uint32 {
	switch {
	case q.call != nil && q.plan != nil:
		return q.plan.ParamOIDs
	case q.engine != nil:
		return q.engine.ParamOIDs()
	}
	oids := slices.Clone(q.oids)
	for len(oids) < q.Params {
		oids = append(oids, 0)
	}
	for i, oid := range oids {
		if oid == 0 || oid == oidUnknown {
			oids[i] = oidText
		}
	}
	return oids
}

// OIDs of pg_type.dat.
const (
	oidText    = 25
	oidUnknown = 705
)

// columns are the result columns of a prepared query; none where it returns no rows.
func (s *Session) columns(q *query) []datatype.Field {
	switch stmt := q.Statement.(type) {
	case *sqlcall.Call:
		return q.plan.Columns
	case *sqlcall.Select:
		return q.engine.Columns()
	case *sqlcall.Explain:
		return textColumns("QUERY PLAN")
	case *sqlcall.ShowVariable:
		return showColumns(stmt)
	case *sqlcall.SetVariable:
		if stmt.List {
			return textColumns("key", "value")
		}
	case *sqlcall.Fetch:
		if p := s.portals[clip(stmt.Cursor)]; p != nil && !stmt.Move {
			return p.columns
		}
	case *sqlcall.ExecuteStatement:
		if st, err := s.executed(stmt); err == nil {
			return s.columns(st.query)
		}
	}
	columns, _ := command.Columns(q.Statement)
	return columns
}

// textColumns returns columns of type text.
func textColumns(names ...string) []datatype.Field {
	columns := make([]datatype.Field, len(names))
	for i, name := range names {
		columns[i] = datatype.Field{Name: name, Type: datatype.StringType()}
	}
	return columns
}

// factsCache holds what procedures are told of the session, for as long as the settings stay the same.
type factsCache struct {
	version uint64
	facts   procedures.Session
}

func (s *Session) sessionFacts() procedures.Session {
	if version := s.settings.Version(); s.facts.version != version {
		s.facts = factsCache{version: version, facts: procedures.Session{
			User: s.user, Catalog: s.settings.Catalog(), Database: s.settings.Database(), Settings: s.settings.Changed(),
		}}
	}
	return s.facts.facts
}

// queryCache keeps the queries of the texts that came lately.
type queryCache struct {
	byKey map[string][]*query
	order []string
}

// What the cache keeps, types of parameters included: longer texts are not likely to come again, and would cost more.
const (
	cachedQueries  = 64
	cachedTextSize = 8 << 10
)

func cacheKey(text string, oids []uint32) string {
	if len(oids) == 0 {
		return text
	}
	var b strings.Builder
	b.WriteString(text)
	for _, oid := range oids {
		b.WriteByte(0)
		for shift := 0; shift < 32; shift += 8 {
			b.WriteByte(byte(oid >> shift))
		}
	}
	return b.String()
}

func cacheable(text string, oids []uint32) bool { return len(text)+4*len(oids) <= cachedTextSize }

func (c *queryCache) get(text string, oids []uint32) []*query {
	if !cacheable(text, oids) {
		return nil
	}
	return c.byKey[cacheKey(text, oids)]
}

func (c *queryCache) put(text string, oids []uint32, queries []*query) {
	if !cacheable(text, oids) || len(queries) == 0 {
		return
	}
	if c.byKey == nil {
		c.byKey = map[string][]*query{}
	}
	if len(c.order) == cachedQueries {
		delete(c.byKey, c.order[0])
		c.order = append(c.order[:0], c.order[1:]...)
	}
	key := cacheKey(text, oids)
	c.byKey[key] = queries
	c.order = append(c.order, key)
}

// clear forgets everything, as DISCARD PLANS asks for.
func (c *queryCache) clear() { *c = queryCache{} }
