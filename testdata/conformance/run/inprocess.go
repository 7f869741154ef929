package run

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/session/command"
	"github.com/callgate/callgate/server/session/setting"
	"github.com/callgate/callgate/sqlcall"
	"github.com/callgate/callgate/sqlcall/expr"
	"github.com/callgate/callgate/testdata/conformance/canonical"
	"github.com/callgate/callgate/testdata/conformance/catalogs"
	"github.com/callgate/callgate/testdata/conformance/corpus"
	"github.com/callgate/callgate/testdata/conformance/judge"
)

// Catalogs returns a manager that holds the catalogs of the corpus.
func Catalogs(ctx context.Context) (*catalog.Manager, error) {
	all, err := catalogs.New()
	if err != nil {
		return nil, err
	}
	registry, err := catalog.NewRegistry(memory.Factory{})
	if err != nil {
		return nil, err
	}
	manager, err := catalog.NewManager(ctx, registry, store.NewMemory())
	if err != nil {
		return nil, err
	}
	for _, named := range all {
		if err := manager.Add(ctx, named.Name, named.Catalog); err != nil {
			return nil, err
		}
	}
	return manager, nil
}

// InProcess runs statements without a server.
type InProcess struct{ Catalogs *catalog.Manager }

// Run runs the statement of a case in a session of its own. A panic is an answer that is never right.
func (p InProcess) Run(ctx context.Context, c *corpus.Case, mode judge.Mode) (outcome *judge.Outcome) {
	defer func() {
		if v := recover(); v != nil {
			outcome = &judge.Outcome{Err: judge.RefusalOf(fmt.Errorf("panic: %v\n%s", v, debug.Stack()))}
		}
	}()
	outcome, err := p.run(ctx, c, mode)
	if err != nil {
		return &judge.Outcome{Err: judge.RefusalOf(err)}
	}
	return outcome
}

func (p InProcess) run(ctx context.Context, c *corpus.Case, mode judge.Mode) (*judge.Outcome, error) {
	values, err := settings(c, mode)
	if err != nil {
		return nil, err
	}
	statements, err := sqlcall.Parse(c.SQL)
	if err != nil {
		return nil, err
	}
	if len(statements) != 1 {
		return nil, pgerr.New(pgerr.SyntaxError, "not one statement but %d", len(statements))
	}
	if call, ok := statements[0].Statement.(*sqlcall.Call); ok {
		return p.call(ctx, call, values)
	}
	columns, ok := command.Columns(statements[0].Statement)
	if !ok {
		return nil, pgerr.New(pgerr.SyntaxError, "neither a CALL nor a statement around it")
	}
	result, err := command.Run(ctx, command.Env{Catalogs: p.Catalogs, Settings: values}, statements[0].Statement)
	if err != nil {
		return nil, err
	}
	return answer(columns, result.Rows), nil
}

// settings are those of a session in which a case runs.
func settings(c *corpus.Case, mode judge.Mode) (*setting.Values, error) {
	values := setting.New()
	values.SetInternal(setting.CatalogName, or(c.Catalog, catalogs.DefaultCatalog))
	for name, value := range map[string]string{
		setting.SemanticsName: string(mode),
		"search_path":         sqlcall.QuoteIdent(or(c.Database, catalogs.DefaultDatabase)),
		"timezone":            or(c.TimeZone, "UTC"),
	} {
		if err := values.Set(name, value, false); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func (p InProcess) call(ctx context.Context, call *sqlcall.Call, values *setting.Values) (*judge.Outcome, error) {
	env := &expr.Env{
		Now: time.Now(), Zone: values.Format().Zone, Catalog: values.Catalog(), Database: values.Database(),
		User: "conformance", Flink: values.Flink(),
	}
	scope := sqlcall.Scope{
		Snapshot: p.Catalogs.Snapshot(),
		Names:    catalog.Scope{Catalog: values.Catalog(), Path: values.SearchPath(), Exact: values.Flink()},
		Env:      env,
		Format:   values.Format(),
	}
	plan, err := sqlcall.NewPlan(ctx, call, scope, 0, nil)
	if err != nil {
		return nil, err
	}
	bound, err := plan.Bind(env, nil)
	if err != nil {
		return nil, err
	}
	session := procedures.Session{User: env.User, Catalog: env.Catalog, Database: env.Database}
	outcome := answer(plan.Columns, nil)
	for _, t := range bound.Types {
		outcome.Inputs = append(outcome.Inputs, t.String())
	}
	for batch, err := range bound.Run(procedures.NewContext(ctx, session, nil, nil)) {
		if err != nil {
			return nil, err
		}
		outcome.Rows = append(outcome.Rows, batchTexts(batch)...)
	}
	return outcome, nil
}

// answer is an outcome with these columns and rows.
func answer(columns []datatype.Field, rows [][]datatype.Value) *judge.Outcome {
	outcome := &judge.Outcome{}
	for _, c := range columns {
		outcome.Columns = append(outcome.Columns, corpus.Column{Name: c.Name, Type: c.Type.Nullable().String(), Nullable: !c.Type.NotNull})
	}
	for _, row := range rows {
		texts := make([]*string, len(row))
		for i, v := range row {
			texts[i] = canonicalText(v, columns[i].Type)
		}
		outcome.Rows = append(outcome.Rows, texts)
	}
	return outcome
}

func batchTexts(batch *datatype.Batch) [][]*string {
	rows := make([][]*string, batch.Rows)
	for i := range rows {
		rows[i] = make([]*string, len(batch.Columns))
		for j := range batch.Columns {
			rows[i][j] = canonicalText(batch.Columns[j].Value(i), batch.Columns[j].Type)
		}
	}
	return rows
}

func canonicalText(v datatype.Value, t datatype.Type) *string {
	if v == nil {
		return nil
	}
	text := canonical.Text(v, t)
	return &text
}
