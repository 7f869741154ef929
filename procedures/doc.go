// Package procedures is the SDK: it turns Go functions into procedures that callgate can resolve, type-check and run with the
// semantics of Apache Flink's procedures.
//
// [New] extracts a [Procedure] from a Go value once, at registration; its overloads carry declared types, names and optional
// arguments. [Procedure.Resolve] chooses the overload for a list of argument types. A [Call] is the bound call: a plain value
// that names the procedure and holds typed arguments; [Call.Run] executes it and streams typed batches.
//
//	type Sequence struct{}
//
//	func (Sequence) CallInt(ctx procedures.Context, n int32) iter.Seq[int64]        { … }
//	func (Sequence) CallText(ctx procedures.Context, n string) ([]int64, error)     { … }
//
//	var sequence = procedures.MustNew(Sequence{}, procedures.ReadOnly(), procedures.Doc("the numbers 0 … n-1"))
//
// # Types
//
// Where no hint says otherwise a Go type stands for this data type. It is NOT NULL, unless the Go type can hold nil; *T and
// sql.Null[T] make it nullable.
//
//	bool                                      BOOLEAN
//	int8, int16, int32, int64 and int         TINYINT, SMALLINT, INT, BIGINT
//	float32, float64                          FLOAT, DOUBLE
//	string                                    STRING
//	[]byte                                    BYTES
//	civil.Date, civil.Time, civil.DateTime    DATE, TIME(9), TIMESTAMP(9)
//	time.Time                                 TIMESTAMP_LTZ(9)
//	time.Duration, datatype.Period            INTERVAL SECOND(9), INTERVAL YEAR(4) TO MONTH
//	[]T, map[K]V                              ARRAY<T>, MAP<K, V>
//	struct                                    ROW of its exported fields
//	json.RawMessage                           VARIANT
//	apd.Decimal                               none: a hint has to give the precision
//	any                                       none: a hint has to give the type, or the input group ANY
//
// The fields of a struct are columns in snake_case; a tag `callgate:"name,TYPE"` gives another name and a type. A row may also be
// a [Row] or a map[string]any under a ROW hint. A hint may pair a Go type with other data types than its own: a wider integer for
// an argument, a narrower one for a result, string bytes, days (int32) for DATE, milliseconds (int32) or nanoseconds (int64) for
// TIME, seconds (int32) or milliseconds (int64) since the epoch for TIMESTAMP_LTZ, datatype.Instant for every timestamp, months
// (int32) and milliseconds (int64) for intervals. An `any` holds the Go type of the table above.
//
// Results are not checked against NOT NULL, nor cut to the length of CHAR and VARCHAR. Decimals are rounded half up to the scale of
// their type; a number that does not fit is an error 22003, a date or time beyond the calendar 22008, and text that is not UTF-8 or
// holds a NUL 22021.
package procedures
