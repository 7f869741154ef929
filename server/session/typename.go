package session

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// typeNames are PostgreSQL's names of the types that parameters may have, as PREPARE spells them.
var typeNames = map[string]uint32{
	"bool": datatype.OIDBool, "boolean": datatype.OIDBool,
	"int2": datatype.OIDInt2, "smallint": datatype.OIDInt2,
	"int": datatype.OIDInt4, "int4": datatype.OIDInt4, "integer": datatype.OIDInt4,
	"int8": datatype.OIDInt8, "bigint": datatype.OIDInt8,
	"float4": datatype.OIDFloat4, "real": datatype.OIDFloat4,
	"float8": datatype.OIDFloat8, "double precision": datatype.OIDFloat8, "float": datatype.OIDFloat8,
	"numeric": datatype.OIDNumeric, "decimal": datatype.OIDNumeric,
	"text": datatype.OIDText, "unknown": 0, "name": datatype.OIDName,
	"varchar": datatype.OIDVarchar, "character varying": datatype.OIDVarchar,
	"char": datatype.OIDBpchar, "character": datatype.OIDBpchar, "bpchar": datatype.OIDBpchar,
	"bytea": datatype.OIDBytea, "date": datatype.OIDDate, "interval": datatype.OIDInterval,
	"time": datatype.OIDTime, "time without time zone": datatype.OIDTime,
	"timestamp": datatype.OIDTimestamp, "timestamp without time zone": datatype.OIDTimestamp,
	"timestamptz": datatype.OIDTimestamptz, "timestamp with time zone": datatype.OIDTimestamptz,
	"json": datatype.OIDJSON, "jsonb": datatype.OIDJSONB, "uuid": datatype.OIDUUID, "oid": datatype.OIDOid,
}

// oidOfName finds a type by a name of PostgreSQL or of Flink. Lengths and precisions do not matter for a parameter.
func oidOfName(name string) (uint32, error) {
	key := strings.ToLower(strings.Join(strings.Fields(stripParens(name)), " "))
	key = strings.TrimPrefix(key, "pg_catalog.")
	key, isArray := strings.CutSuffix(key, "[]")
	oid, ok := typeNames[strings.Trim(key, ` "`)]
	if ok && isArray {
		oid = datatype.ArrayOID(oid)
	}
	if ok {
		return oid, nil
	}
	t, err := datatype.Parse(name)
	if err != nil {
		return 0, pgerr.New(pgerr.UndefinedObject, "type %q does not exist", name)
	}
	return t.OID(), nil
}

// stripParens removes what stands in parentheses.
func stripParens(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}
