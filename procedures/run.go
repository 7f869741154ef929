package procedures

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"runtime/debug"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Run executes the call and streams its rows. It checks the arguments first, so that a stored call whose procedure has changed
// is an error and nothing else. An error ends the stream: 38000 with the procedure's message, or the SQLSTATE of a *pgerr.Error
// that the procedure returned; a panic is 38000 too, and its text and stack are the error's cause, for the log only. Where ctx is
// done the error is its cause.
func (c *Call) Run(ctx Context) iter.Seq2[*datatype.Batch, error] {
	return func(yield func(*datatype.Batch, error) bool) {
		if err := c.check(); err != nil {
			yield(nil, err)
			return
		}
		if ctx.Err() != nil {
			yield(nil, context.Cause(ctx))
			return
		}
		r := &run{call: c, output: c.Signature().outputFor(c.Types), ctx: ctx, yield: yield}
		r.execute()
	}
}

// Columns are the result columns of the call.
func (c *Call) Columns() []datatype.Field { return columnsOf(c.Signature().outputFor(c.Types)) }

// outputFor is the type of a row for arguments of these types.
func (o *Overload) outputFor(types []datatype.Type) *datatype.Type {
	if o.OutputOf == nil {
		return o.Output
	}
	t := o.OutputOf(types)
	return &t
}

// fullName is the name of the procedure for errors; parts that are not known are left out.
func (c *Call) fullName() string {
	name := c.Name
	if c.Database != "" {
		name = c.Database + "." + name
	}
	if c.Catalog != "" {
		name = c.Catalog + "." + name
	}
	return name
}

// check holds a call against its procedure.
func (c *Call) check() error {
	if c.Proc == nil || c.Overload < 0 || c.Overload >= len(c.Proc.Overloads) {
		return pgerr.New(pgerr.UndefinedFunction, "procedure %s has no such signature any more", c.fullName())
	}
	o := c.Signature()
	if len(c.Args) != len(c.Types) || !o.counts(len(c.Args)) {
		return pgerr.New(pgerr.UndefinedFunction, "procedure %s does not take %d arguments", c.fullName(), len(c.Args))
	}
	for i, v := range c.Args {
		if v == nil && c.Types[i].NotNull {
			return errNull(o.param(i).Name)
		}
	}
	return nil
}

// counts reports whether the overload takes so many arguments, optional ones filled in.
func (o *Overload) counts(n int) bool {
	if o.VarArgs {
		return n >= len(o.Params)-1
	}
	return n == len(o.Params)
}

// param is the parameter that the i-th argument feeds, var-args expanded.
func (o *Overload) param(i int) *Param { return &o.Params[min(i, len(o.Params)-1)] }

// run is one execution.
type run struct {
	call      *Call
	output    *datatype.Type // of a row; nil is none
	ctx       Context
	yield     func(*datatype.Batch, error) bool
	consuming bool // the consumer has control: a panic now is its own
	done      bool
}

func (r *run) execute() {
	defer r.recover()
	r.call.Signature().Invoke(r.ctx, r.call)(r.take)
}

// take is what the procedure's loop yields to; a range over the loop would cost more than the rest of a short call.
func (r *run) take(b *datatype.Batch, err error) bool {
	switch {
	case r.done:
		panic("the loop went on after it was told to stop")
	case err != nil:
		r.send(nil, r.external(err))
		return false
	case r.ctx.Err() != nil:
		r.send(nil, context.Cause(r.ctx))
		return false
	}
	if err := r.checkBatch(b); err != nil {
		r.send(nil, err)
		return false
	}
	return r.send(b, nil)
}

func (r *run) send(b *datatype.Batch, err error) bool {
	if r.done {
		return false
	}
	r.consuming = true
	r.done = !r.yield(b, err) || err != nil
	r.consuming = false
	return !r.done
}

// recover turns a panic of the procedure into its error; one of the consumer goes on.
func (r *run) recover() {
	if r.consuming {
		return
	}
	cause := recover()
	if cause == nil {
		return
	}
	err := pgerr.New(pgerr.ExternalRoutineException, "procedure %s panicked", r.call.fullName()).
		WithCause(fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
	if r.done {
		r.ctx.Logger().Error("procedure panicked after its rows were no longer wanted", "cause", err.Unwrap())
		return
	}
	r.send(nil, err)
}

// sqlState is the shape of a code that a procedure may raise.
var sqlState = regexp.MustCompile(`^[0-9A-Z]{5}$`)

// external is what the client sees of an error that a procedure returned.
func (r *run) external(err error) error {
	if cause := context.Cause(r.ctx); r.ctx.Err() != nil && (errors.Is(err, cause) || errors.Is(err, r.ctx.Err())) {
		return cause
	}
	var raised *pgerr.Error
	if errors.As(err, &raised) {
		e := *raised
		e.Severity = pgerr.SeverityError
		e.Position = 0 // it is about a text that the client has not sent
		if !mayRaise(e.Code) {
			e.Code = pgerr.ExternalRoutineException
		}
		return e.WithCause(err)
	}
	message := err.Error()
	if message == "" {
		message = "procedure " + r.call.fullName() + " failed"
	}
	return pgerr.New(pgerr.ExternalRoutineException, "%s", message).WithCause(err)
}

// mayRaise reports whether a procedure may raise a code: none of success, warning, no data and internal errors, which are
// callgate's own to tell.
func mayRaise(code pgerr.Code) bool {
	if !sqlState.MatchString(string(code)) {
		return false
	}
	switch code[:2] {
	case "00", "01", "02", "XX":
		return false
	}
	return true
}
