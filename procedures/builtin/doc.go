// Package builtin holds the procedures that ship with callgate, by database and name; they depend on nothing but the SDK, and
// serve as its examples of streaming, progress, errors and arguments of any type.
package builtin
