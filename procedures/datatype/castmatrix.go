package datatype

// rootSet is a set of roots.
type rootSet uint32

func roots(members ...Root) rootSet {
	var set rootSet
	for _, root := range members {
		set |= 1 << root
	}
	return set
}

func (s rootSet) has(r Root) bool { return s&(1<<r) != 0 }

// The families of Flink's LogicalTypeFamily that cast rules are written in.
var (
	characterRoots   = roots(Char, Varchar)
	binaryRoots      = roots(Binary, Varbinary)
	integerRoots     = roots(TinyInt, SmallInt, Int, BigInt)
	exactRoots       = integerRoots | roots(Decimal)
	numericRoots     = exactRoots | roots(Float, Double)
	timestampRoots   = roots(Timestamp, TimestampTZ, TimestampLTZ)
	datetimeRoots    = timestampRoots | roots(Date, Time)
	intervalRoots    = roots(IntervalYearMonth, IntervalDayTime)
	predefinedRoots  = characterRoots | binaryRoots | numericRoots | datetimeRoots | intervalRoots | roots(Boolean)
	constructedRoots = roots(Array, Multiset, Map, Row)
)

// castSources says what can be cast to a root besides itself.
type castSources struct{ implicit, explicit rootSet }

var (
	toText    = predefinedRoots | constructedRoots | roots(Raw, Null, Structured, Bitmap)
	toInteger = numericRoots | characterRoots | intervalRoots | roots(Boolean, Timestamp, TimestampLTZ)
	toInstant = datetimeRoots | characterRoots | numericRoots
)

// castMatrix is the table of LogicalTypeCasts in Flink 2.3.
var castMatrix = map[Root]castSources{
	Char:         {explicit: toText},
	Varchar:      {implicit: characterRoots, explicit: toText},
	Binary:       {explicit: characterRoots | roots(Varbinary, Raw)},
	Varbinary:    {implicit: binaryRoots, explicit: characterRoots | roots(Raw)},
	TinyInt:      {explicit: toInteger},
	SmallInt:     {implicit: roots(TinyInt), explicit: toInteger},
	Int:          {implicit: roots(TinyInt, SmallInt), explicit: toInteger},
	BigInt:       {implicit: roots(TinyInt, SmallInt, Int), explicit: toInteger},
	Decimal:      {implicit: numericRoots, explicit: toInteger},
	Float:        {implicit: exactRoots, explicit: numericRoots | characterRoots | roots(Boolean, Timestamp, TimestampLTZ)},
	Double:       {implicit: numericRoots, explicit: characterRoots | roots(Boolean, Timestamp, TimestampLTZ)},
	Boolean:      {explicit: characterRoots | integerRoots},
	Date:         {implicit: roots(Timestamp), explicit: timestampRoots | characterRoots},
	Time:         {implicit: roots(Timestamp), explicit: timestampRoots | characterRoots},
	Timestamp:    {implicit: roots(TimestampLTZ), explicit: toInstant},
	TimestampLTZ: {implicit: roots(Timestamp), explicit: toInstant},
	TimestampTZ:  {explicit: datetimeRoots | characterRoots},

	IntervalYearMonth: {explicit: exactRoots | characterRoots},
	IntervalDayTime:   {explicit: exactRoots | characterRoots},
}

// SupportsImplicitCast reports whether an argument of a type may be passed to a parameter of another: Flink's
// LogicalTypeCasts.supportsImplicitCast. Only roots count, so that narrowing within a root is implicit.
func SupportsImplicitCast(from, to Type) bool { return supportsCast(from, to, false) }

// SupportsExplicitCast reports whether Flink's type system knows a cast between two types:
// LogicalTypeCasts.supportsExplicitCast. Whether SQL's CAST takes the pair is another question, which [CastRule] answers.
func SupportsExplicitCast(from, to Type) bool { return supportsCast(from, to, true) }

func supportsCast(from, to Type, explicit bool) bool {
	if !from.NotNull && to.NotNull && !explicit {
		return false
	}
	if from.EqualIgnoringNullability(to) || from.Root == Null {
		return true
	}
	switch {
	case intervalRoots.has(from.Root) && exactRoots.has(to.Root):
		return from.isSingleField()
	case exactRoots.has(from.Root) && intervalRoots.has(to.Root):
		return to.isSingleField()
	case from.holdsTypes() && to.holdsTypes():
		return supportsChildCasts(from, to, func(f, t Type) bool { return supportsCast(f, t, explicit) })
	case to.Root == Raw || from.Root == Raw && !(binaryRoots|characterRoots).has(to.Root):
		return false
	case from.Root == Bitmap && to.Root == Varbinary:
		return explicit && to.Length == MaxLength
	}
	sources := castMatrix[to.Root]
	return from.Root == to.Root || sources.implicit.has(from.Root) || explicit && sources.explicit.has(from.Root)
}

// isSingleField reports whether an interval counts units of one field.
func (t Type) isSingleField() bool {
	switch t.Resolution {
	case Year, Month, Day, Hour, Minute, Second:
		return true
	}
	return false
}

func (t Type) holdsTypes() bool { return (constructedRoots | roots(Structured)).has(t.Root) }

// children returns the types that a type holds, in Flink's order.
func (t Type) children() []Type {
	var types []Type
	if t.Key != nil {
		types = append(types, *t.Key)
	}
	if t.Elem != nil {
		types = append(types, *t.Elem)
	}
	for _, field := range t.Fields {
		types = append(types, field.Type)
	}
	return types
}

// supportsChildCasts compares what two constructed types hold, by position. ROW and STRUCTURED stand for one another; two
// structured types must be of one class.
func supportsChildCasts(from, to Type, supports func(from, to Type) bool) bool {
	records := roots(Row, Structured)
	if from.Root != to.Root && !(records.has(from.Root) && records.has(to.Root)) {
		return false
	}
	if from.Root == Structured && to.Root == Structured && from.Class != to.Class {
		return false
	}
	return allPairs(from.children(), to.children(), supports)
}

func allPairs(from, to []Type, holds func(from, to Type) bool) bool {
	if len(from) != len(to) {
		return false
	}
	for i := range from {
		if !holds(from[i], to[i]) {
			return false
		}
	}
	return true
}

// SupportsAvoidingCast reports whether a value of a type is a value of another as it is, so that an overload that takes it is
// an exact match: Flink's LogicalTypeCasts.supportsAvoidingCast.
func SupportsAvoidingCast(from, to Type) bool {
	if !from.NotNull && to.NotNull {
		return false
	}
	switch {
	case to.Root == IntervalYearMonth && from.Root == to.Root:
		return from.Precision <= to.Precision
	case to.Root == IntervalDayTime && from.Root == to.Root:
		return from.Precision <= to.Precision && from.Scale <= to.Scale
	case to.Root == Varchar && characterRoots.has(from.Root), to.Root == Varbinary && binaryRoots.has(from.Root):
		return from.Length <= to.Length
	case from.EqualIgnoringNullability(to):
		return true
	case from.holdsTypes() && to.holdsTypes() && len(from.children()) > 0:
		return supportsChildCasts(from, to, SupportsAvoidingCast)
	}
	return false
}
