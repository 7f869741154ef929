package procedures

import (
	"context"
	"fmt"
	"iter"
	"log/slog"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Context is what a running procedure knows of its call. It is a context.Context: it is done when the call is cancelled, times
// out or loses its client, and a procedure that works or waits for long has to watch it.
//
// This is an interface for decoupling, not for implementation by others; [NewContext] makes one.
type Context interface {
	context.Context

	// Session returns the facts of the session that calls.
	Session() Session
	// Logger returns a logger that adds the procedure's name and the connection. Never log argument values.
	Logger() *slog.Logger
	// Notice sends a NOTICE to the client at once.
	Notice(format string, args ...any)
	// Progress reports done of total units (0: unknown); the client sees it as a NOTICE.
	Progress(done, total int64, message string)
	// Environment returns the execution environment in which the procedure may run SQL as its caller.
	Environment() Environment
}

// Session holds the facts of a session that a procedure may know.
type Session struct {
	User     string
	Catalog  string // the current catalog
	Database string // the current database
	Settings map[string]string
}

// Environment executes SQL on behalf of a procedure's caller: Flink's StreamExecutionEnvironment.
type Environment interface {
	// Query runs a statement and streams its rows.
	Query(ctx context.Context, sql string, args ...datatype.Value) iter.Seq2[*datatype.Batch, error]
}

// Notifier carries notices to the client of a call.
type Notifier interface {
	// Notify sends a notice of a severity below ERROR.
	Notify(severity pgerr.Severity, code pgerr.Code, message string)
}

type callContext struct {
	context.Context
	session  Session
	logger   *slog.Logger
	notifier Notifier
}

// NewContext returns the context of one call. A nil logger discards, a nil notifier drops notices.
func NewContext(ctx context.Context, session Session, logger *slog.Logger, notifier Notifier) Context {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &callContext{Context: ctx, session: session, logger: logger, notifier: notifier}
}

// Session implements [Context].
func (c *callContext) Session() Session { return c.session }

// Logger implements [Context].
func (c *callContext) Logger() *slog.Logger { return c.logger }

// Notice implements [Context].
func (c *callContext) Notice(format string, args ...any) {
	c.notify(pgerr.SeverityNotice, pgerr.SuccessfulCompletion, fmt.Sprintf(format, args...))
}

// Progress implements [Context].
func (c *callContext) Progress(done, total int64, message string) {
	text := fmt.Sprintf("%s: %d", message, done)
	if total > 0 {
		text = fmt.Sprintf("%s: %d of %d", message, done, total)
	}
	c.notify(pgerr.SeverityNotice, pgerr.SuccessfulCompletion, text)
}

func (c *callContext) notify(severity pgerr.Severity, code pgerr.Code, message string) {
	if c.notifier != nil {
		c.notifier.Notify(severity, code, message)
	}
}

// Environment implements [Context].
func (c *callContext) Environment() Environment { return noEnvironment{} }

// noEnvironment is the environment of a callgate that has none configured.
type noEnvironment struct{}

// Query implements [Environment].
func (noEnvironment) Query(context.Context, string, ...datatype.Value) iter.Seq2[*datatype.Batch, error] {
	return func(yield func(*datatype.Batch, error) bool) {
		yield(nil, pgerr.New(pgerr.FeatureNotSupported, "no execution environment is configured"))
	}
}
