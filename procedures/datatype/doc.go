// Package datatype is callgate's type system: the logical types of Apache Flink, their values, the casts between them, and
// their mapping to PostgreSQL's types and wire formats.
//
// A [Type] is parsed from a type string ([Parse]) and printed back; a [Value] is one Go value of a type (nil is NULL); a
// [Batch] carries many rows as typed columns. Casts follow Flink's two matrices ([SupportsImplicitCast],
// [SupportsExplicitCast]) and fail on overflow. Encoders and decoders ([NewEncoder], [Decode]) speak PostgreSQL's text and
// binary formats.
//
// The package depends on the standard library and value libraries only.
package datatype
