package datatype

import "strconv"

const (
	varHeader      = 4        // VARHDRSZ, which PostgreSQL adds to the typmods of numeric and the character types
	maxAttrLength  = 10485760 // MaxAttrSize: the longest char(n) and varchar(n) that PostgreSQL can declare
	maxWireDigits  = 6        // MAX_TIMESTAMP_PRECISION: PostgreSQL's times have microseconds
	noTypmod       = -1
	variableLength = -1 // pg_type.typlen of types of variable length
)

// Typmod returns PostgreSQL's type modifier of t: precision and scale of numeric, the length of char and varchar, the digits of
// the second of times; -1 for none. An array has the modifier of its elements, as in PostgreSQL.
func (t Type) Typmod() int32 {
	switch t.Root {
	case Decimal:
		return int32(t.Precision<<16|t.Scale&0x7ff) + varHeader
	case Char, Varchar:
		if t.Length < 1 || t.Length > maxAttrLength {
			return noTypmod
		}
		return int32(t.Length) + varHeader
	case Time, Timestamp, TimestampTZ, TimestampLTZ:
		return int32(min(t.Precision, maxWireDigits))
	case Array:
		if t.Elem != nil && t.Elem.isScalar() {
			return t.Elem.Typmod()
		}
	}
	return noTypmod
}

// Size returns the length in bytes of t's PostgreSQL type (pg_type.typlen), or -1 where it varies.
func (t Type) Size() int16 {
	switch t.OID() {
	case OIDBool:
		return 1
	case OIDInt2:
		return 2
	case OIDInt4, OIDFloat4, OIDDate:
		return 4
	case OIDInt8, OIDFloat8, OIDTime, OIDTimestamp, OIDTimestamptz:
		return 8
	case OIDInterval:
		return 16
	}
	return variableLength
}

// PGName returns the name of t's PostgreSQL type as format_type(t.OID(), t.Typmod()) spells it, such as
// "character varying(8)", "timestamp(3) with time zone" or "integer[]".
func (t Type) PGName() string {
	if t.Root == Array && t.Elem != nil && t.Elem.isScalar() {
		return t.Elem.PGName() + "[]"
	}
	typmod := t.Typmod()
	switch oid := t.OID(); oid {
	case OIDNumeric:
		return "numeric(" + strconv.Itoa(t.Precision) + "," + strconv.Itoa(t.Scale) + ")"
	case OIDBpchar:
		if typmod == noTypmod { // "character" alone would mean character(1)
			return "bpchar"
		}
		return "character(" + strconv.Itoa(t.Length) + ")"
	case OIDVarchar:
		if typmod == noTypmod {
			return "character varying"
		}
		return "character varying(" + strconv.Itoa(t.Length) + ")"
	case OIDTime, OIDTimestamp:
		return oidNames[oid] + "(" + strconv.Itoa(int(typmod)) + ") without time zone"
	case OIDTimestamptz:
		return "timestamp(" + strconv.Itoa(int(typmod)) + ") with time zone"
	default:
		return oidNames[oid]
	}
}

// oidNames holds the names of types as PostgreSQL's messages and format_type spell them, without modifiers.
var oidNames = map[uint32]string{
	OIDBool: "boolean", OIDBytea: "bytea", OIDInt2: "smallint", OIDInt4: "integer", OIDInt8: "bigint", OIDText: "text",
	OIDFloat4: "real", OIDFloat8: "double precision", OIDDate: "date", OIDTime: "time", OIDTimestamp: "timestamp",
	OIDInterval: "interval", OIDJSONB: "jsonb",
}
