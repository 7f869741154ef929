package datatype

import "github.com/callgate/callgate/procedures/datatype/pgerr"

// castTargets says what SQL's CAST takes for a target, by roots: Flink 2.3's validator and its code generator together, as
// found by asking both for every pair. An untyped NULL is cast to anything.
var castTargets = map[Root]rootSet{
	Boolean:      numericRoots | characterRoots | roots(Boolean),
	TinyInt:      numericRoots | characterRoots | roots(Boolean),
	SmallInt:     numericRoots | characterRoots | roots(Boolean),
	Int:          numericRoots | characterRoots | roots(Boolean),
	BigInt:       numericRoots | characterRoots | roots(Boolean),
	Float:        numericRoots | characterRoots | roots(Boolean),
	Double:       numericRoots | characterRoots | roots(Boolean),
	Decimal:      numericRoots | characterRoots | roots(Boolean),
	Char:         toText,
	Varchar:      toText,
	Binary:       binaryRoots | characterRoots | roots(Raw),
	Varbinary:    binaryRoots | characterRoots | roots(Raw, Bitmap),
	Date:         roots(Date, Timestamp, TimestampLTZ) | characterRoots,
	Time:         roots(Time, Timestamp, TimestampLTZ) | characterRoots,
	Timestamp:    roots(Date, Time, Timestamp, TimestampLTZ) | characterRoots,
	TimestampLTZ: roots(Date, Time, Timestamp, TimestampLTZ) | characterRoots,

	IntervalYearMonth: roots(IntervalYearMonth),
	IntervalDayTime:   roots(IntervalDayTime),
}

// CastRule returns nil if CAST(… AS to) takes an expression of type from, else 42846. Nullability does not matter here.
//
// It is stricter than [SupportsExplicitCast] where Flink has the pair in its matrix but no code for it (numbers and timestamps,
// text to intervals), and where its SQL validator refuses it (intervals to numbers, which are implicit casts only). It is laxer
// for approximate numbers and decimals to BOOLEAN.
func CastRule(from, to Type) error {
	if canCast(from, to) {
		return nil
	}
	return noCast(from, to)
}

func canCast(from, to Type) bool {
	switch {
	case from.Root == Null || from.EqualIgnoringNullability(to):
		return true
	case from.holdsTypes() && to.holdsTypes():
		return supportsChildCasts(from, to, canCast)
	case exactRoots.has(from.Root) && intervalRoots.has(to.Root):
		return to.isSingleField()
	case from.Root == Bitmap && to.Root == Varbinary:
		return to.Length == MaxLength
	case from.holdsTypes() && characterRoots.has(to.Root):
		return !holdsUncastable(from, to)
	}
	return castTargets[to.Root].has(from.Root)
}

// holdsUncastable reports whether a constructed type holds something that has no text.
func holdsUncastable(from, text Type) bool {
	for _, child := range from.children() {
		if !canCast(child, text) {
			return true
		}
	}
	return false
}

// noCast is the error about a pair of types without a cast. The hints are what Flink recommends.
func noCast(from, to Type) *pgerr.Error {
	e := pgerr.New(pgerr.CannotCoerce, "cannot cast type %s to %s", from.Nullable(), to.Nullable())
	switch {
	case numericRoots.has(from.Root) && to.Root == Timestamp:
		return e.WithHint("Use TO_TIMESTAMP(FROM_UNIXTIME(number)).")
	case numericRoots.has(from.Root) && to.Root == TimestampLTZ:
		return e.WithHint("Use TO_TIMESTAMP_LTZ(number, precision).")
	case from.Root == Timestamp && numericRoots.has(to.Root):
		return e.WithHint("Use UNIX_TIMESTAMP(CAST(timestamp AS STRING)).")
	case from.Root == Variant && characterRoots.has(to.Root):
		return e.WithHint("Use JSON_STRING(variant).")
	}
	return e
}
