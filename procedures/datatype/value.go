package datatype

import "math"

// Value is one value of a type; nil is NULL. The Go type follows from the root:
//
//	BOOLEAN                         bool
//	TINYINT SMALLINT INT BIGINT     int8 int16 int32 int64
//	FLOAT DOUBLE                    float32 float64
//	DECIMAL                         *apd.Decimal (treat as immutable; Exponent is minus the scale)
//	CHAR VARCHAR                    string
//	BINARY VARBINARY                []byte
//	RAW                             []byte, as its serializer wrote it
//	DATE                            Days
//	TIME                            Nanos since midnight
//	TIMESTAMP TIMESTAMP_LTZ _TZ     Instant
//	INTERVAL YEAR..MONTH            Period
//	INTERVAL DAY..SECOND            time.Duration
//	ARRAY                           []Value
//	MAP MULTISET                    []Entry, in insertion order; a multiset's values are int32 counts
//	ROW STRUCTURED                  []Value, one per field
//	VARIANT                         json.RawMessage
//	BITMAP                          []byte
type Value = any

// Entry is one entry of a MAP or a MULTISET.
type Entry struct {
	Key, Value Value
}

// Days is a date as days since 1970-01-01 in the proleptic Gregorian calendar.
type Days int32

// The infinite dates of PostgreSQL (DATEVAL_NOEND, DATEVAL_NOBEGIN).
const (
	DaysInfinity         Days = math.MaxInt32
	DaysNegativeInfinity Days = math.MinInt32
)

// Nanos is a time of day as nanoseconds since midnight, 0 … 24 h inclusive (PostgreSQL's time has 24:00:00).
type Nanos int64

// Instant is a point in time with nanoseconds: for TIMESTAMP_LTZ since the epoch in UTC, for TIMESTAMP the same count read as
// a wall clock without a zone.
type Instant struct {
	Seconds int64 // since 1970-01-01 00:00:00
	Nanos   int32 // 0 … 999,999,999
}

// The infinite timestamps of PostgreSQL (DT_NOEND, DT_NOBEGIN).
var (
	InstantInfinity         = Instant{Seconds: math.MaxInt64}
	InstantNegativeInfinity = Instant{Seconds: math.MinInt64}
)

// IsInfinite reports whether i is one of the two infinite timestamps.
func (i Instant) IsInfinite() bool { return i == InstantInfinity || i == InstantNegativeInfinity }

// Period is a year-month interval as a count of months.
type Period int32
