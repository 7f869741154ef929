// Package session is the protocol state machine of one client: simple and extended protocol, prepared statements, portals and
// cursors, transactions as far as a gateway has them, settings, cancellation and time-outs.
//
// A [Session] owns its socket: [Session.Open] greets the client, [Session.Serve] answers its messages until it leaves. Statements are
// parsed to a query, bound to a portal and executed; a portal either pushes all rows of a call into the output buffer or, where the
// client asks for some at a time, holds the call and pulls them. Only [Session.Cancel] and [Session.Terminate] may be called from
// other goroutines.
package session
