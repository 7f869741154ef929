// Package setting holds the settings of a session: PostgreSQL's configuration parameters and callgate's own.
//
// [Values] is the state of one session, transactional as PostgreSQL's: SET inside a transaction that fails is undone, SET LOCAL
// lasts until its end. Values are checked and kept in PostgreSQL's canonical form; changes of reported settings are collected
// for ParameterStatus messages.
package setting
