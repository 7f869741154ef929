// Package pgerr holds the one error type of callgate: an error with a SQLSTATE, as PostgreSQL's ErrorResponse carries it.
//
// An [Error] is made at the place that knows the code; callers above add context with fmt.Errorf("…: %w", err), and
// [From] finds the error again. What is not an [Error] has no text for a client: From turns it into XX000.
package pgerr

import (
	"context"
	"errors"
	"fmt"
)

// Severity is the severity field of an ErrorResponse or NoticeResponse.
type Severity string

// Severities of errors and notices. After [Error] the connection lives; after [Fatal] it is closed.
const (
	SeverityError   Severity = "ERROR"
	SeverityFatal   Severity = "FATAL"
	SeverityWarning Severity = "WARNING"
	SeverityNotice  Severity = "NOTICE"
	SeverityInfo    Severity = "INFO"
)

// Error is an error with a SQLSTATE. Every field but the cause may reach the client.
type Error struct {
	Severity Severity
	Code     Code
	Message  string // lower case, no full stop
	Detail   string
	Hint     string
	Position int // 1-based, in characters of the statement text; 0 means none

	cause error // for the log only
}

// New returns an error of severity ERROR.
func New(code Code, format string, args ...any) *Error {
	return &Error{Severity: SeverityError, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Fatal returns an error of severity FATAL, after which the connection is closed.
func Fatal(code Code, format string, args ...any) *Error {
	e := New(code, format, args...)
	e.Severity = SeverityFatal
	return e
}

// Error returns the message and its code.
func (e *Error) Error() string { return fmt.Sprintf("%s (SQLSTATE %s)", e.Message, e.Code) }

// Unwrap returns the cause, which is never sent to a client.
func (e *Error) Unwrap() error { return e.cause }

// SQLState returns the five characters of the code.
func (e *Error) SQLState() string { return string(e.Code) }

// WithCause records what led to the error, for the log only.
func (e *Error) WithCause(err error) *Error { e.cause = err; return e }

// WithDetail sets the DETAIL field.
func (e *Error) WithDetail(format string, args ...any) *Error {
	e.Detail = fmt.Sprintf(format, args...)
	return e
}

// WithHint sets the HINT field.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// At sets the position (1-based, in characters) unless an inner place has set it already.
func (e *Error) At(position int) *Error {
	if e.Position == 0 {
		e.Position = position
	}
	return e
}

// From returns the innermost-known [Error] in err's chain. A cancelled context becomes 57014, anything unknown XX000 with
// a neutral text: the original is kept as the cause.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.DeadlineExceeded):
		return New(QueryCanceled, "canceling statement due to statement timeout").WithCause(err)
	case errors.Is(err, context.Canceled):
		return New(QueryCanceled, "canceling statement due to user request").WithCause(err)
	}
	return New(InternalError, "internal error").WithCause(err)
}
