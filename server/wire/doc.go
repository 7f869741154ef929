// Package wire reads and writes the frames of PostgreSQL's protocol 3.0 and 3.2, and is the only importer of pgproto3/v2.
//
// pgproto3/v2 panics on hostile frames and allocates what a header claims, so nothing reaches it unchecked: [ReadStartup]
// reads the packets before the session byte by byte from the raw socket; a [Reader] checks the type, the length and the body
// of every frame; the Decode functions turn bodies into small structs and never allocate more than the body holds. A [Writer]
// collects replies in one buffer, in which DataRow messages are encoded in place by the session.
package wire
