// Package server accepts connections and keeps them in order: limits, cancel requests, drain and shutdown.
//
// A [Server] owns the listener and the registry of sessions; what is said on a connection is the business of package session.
package server
