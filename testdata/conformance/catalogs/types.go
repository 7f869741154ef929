package catalogs

import (
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// echoes are the procedures of database types that answer with their one argument, by name and type.
var echoes = []struct{ name, typ string }{
	{"echo_boolean", "BOOLEAN"},
	{"echo_boolean_nn", "BOOLEAN NOT NULL"},
	{"echo_tinyint", "TINYINT"},
	{"echo_tinyint_nn", "TINYINT NOT NULL"},
	{"echo_smallint", "SMALLINT"},
	{"echo_smallint_nn", "SMALLINT NOT NULL"},
	{"echo_int", "INT"},
	{"echo_int_nn", "INT NOT NULL"},
	{"echo_bigint", "BIGINT"},
	{"echo_bigint_nn", "BIGINT NOT NULL"},
	{"echo_float", "FLOAT"},
	{"echo_float_nn", "FLOAT NOT NULL"},
	{"echo_double", "DOUBLE"},
	{"echo_double_nn", "DOUBLE NOT NULL"},
	{"echo_string", "STRING"},
	{"echo_string_nn", "STRING NOT NULL"},
	{"echo_char_3", "CHAR(3)"},
	{"echo_varchar_5", "VARCHAR(5)"},
	{"echo_varchar_5_nn", "VARCHAR(5) NOT NULL"},
	{"echo_bytes", "BYTES"},
	{"echo_binary_3", "BINARY(3)"},
	{"echo_varbinary_4", "VARBINARY(4)"},
	{"echo_decimal_10_2", "DECIMAL(10, 2)"},
	{"echo_decimal_10_2_nn", "DECIMAL(10, 2) NOT NULL"},
	{"echo_decimal_38_0", "DECIMAL(38, 0)"},
	{"echo_decimal_38_18", "DECIMAL(38, 18)"},
	{"echo_decimal_3_3", "DECIMAL(3, 3)"},
	{"echo_decimal_5_0", "DECIMAL(5, 0)"},
	{"echo_date", "DATE"},
	{"echo_date_nn", "DATE NOT NULL"},
	{"echo_date_sql", "DATE"},
	{"echo_time", "TIME(9)"},
	{"echo_time_0", "TIME(0)"},
	{"echo_time_3", "TIME(3)"},
	{"echo_time_sql", "TIME(0)"},
	{"echo_timestamp", "TIMESTAMP(9)"},
	{"echo_timestamp_nn", "TIMESTAMP(9) NOT NULL"},
	{"echo_timestamp_0", "TIMESTAMP(0)"},
	{"echo_timestamp_3", "TIMESTAMP(3)"},
	{"echo_timestamp_6", "TIMESTAMP(6)"},
	{"echo_timestamp_sql", "TIMESTAMP(9)"},
	{"echo_ltz", "TIMESTAMP_LTZ(9)"},
	{"echo_ltz_0", "TIMESTAMP_LTZ(0)"},
	{"echo_ltz_3", "TIMESTAMP_LTZ(3)"},
	{"echo_interval_day", "INTERVAL DAY(2)"},
	{"echo_interval_day_second_3", "INTERVAL DAY(3) TO SECOND(3)"},
	{"echo_interval_hour", "INTERVAL HOUR"},
	{"echo_interval_second", "INTERVAL SECOND(9)"},
	{"echo_interval_month", "INTERVAL MONTH"},
	{"echo_interval_year_month", "INTERVAL YEAR(4) TO MONTH"},
}

// nullables are the procedures that tell whether their argument, of a type that no literal has, is null.
var nullables = []struct{ name, typ string }{
	{"null_array_int", "ARRAY<INT>"},
	{"null_array_string", "ARRAY<STRING>"},
	{"null_map", "MAP<STRING, INT>"},
	{"null_multiset", "MULTISET<STRING>"},
	{"null_row", "ROW<a INT, b STRING>"},
	{"null_raw", rawBytes},
	{"null_pojo", "STRUCTURED<'callgate.oracle.procedures.SystemProcedures$Named', name STRING, id BIGINT NOT NULL>"},
	{"null_variant", "VARIANT"},
}

// rawBytes is the RAW type whose values are bytes: a java.nio.ByteBuffer with Flink's generic serializer.
const rawBytes = "RAW('java.nio.ByteBuffer', '')"

func (r *registry) addTypes() {
	const db = "types"
	for _, e := range echoes {
		r.write(db, e.name, signature{"x " + e.typ, e.typ, echo})
	}
	r.write(db, "echo_interval_year", signature{"x INTERVAL YEAR(2)", "", wholeYears})
	r.write(db, "echo_offset", signature{"x TIMESTAMP(9) WITH TIME ZONE", "", noZonedLiteral})
	for _, n := range nullables {
		r.write(db, n.name, signature{"x " + n.typ, "STRING", nullOrValue})
	}
	r.write(db, "null_array_int_nn", signature{"x ARRAY<INT> NOT NULL", "INT", arrayLength})
	r.write(db, "any", signature{"x <ANY>", "STRING", typedRows})
	r.write(db, "typed", signature{"x <ANY>", "STRING", typedRows})
	r.write(db, "any_int", signature{"x <ANY>, y INT", "STRING", typedRows})
	r.write(db, "any_two", signature{"x <ANY>, y <ANY>", "STRING", typedRows})
	r.write(db, "any_varargs", signature{"x <ANY>...", "STRING", typedRows})
	r.write(db, "varargs_bigint_nn", signature{"x BIGINT NOT NULL...", "", echo})
	r.write(db, "varargs_date", signature{"x DATE...", "", echo})
	r.write(db, "varargs_decimal", signature{"x DECIMAL(10, 2)...", "", echo})
	r.write(db, "varargs_double", signature{"x DOUBLE...", "", echo})
	r.write(db, "varargs_int", signature{"x INT...", "", echo})
	r.write(db, "varargs_int_primitive", signature{"x INT NOT NULL...", "", fails(primitiveVarArgs)})
	r.write(db, "varargs_string", signature{"x STRING...", "", label("varargs_string")})
	r.write(db, "varargs_string_int", signature{"s STRING, i INT...", "", label("varargs_string_int")})
}

// primitiveVarArgs is how every call of a Java method with int... ends: Flink cannot pack the arguments.
const primitiveVarArgs = "arraycopy: type mismatch: can not copy object array[] into int[]"

// wholeYears echoes an interval of years: the java.time.Period of an INTERVAL YEAR has no months.
func wholeYears(args arguments) ([]datatype.Value, error) {
	const monthsOfYear = 12
	months, ok := args.values[0].(datatype.Period)
	if !ok {
		return args.values, nil
	}
	return []datatype.Value{months / monthsOfYear * monthsOfYear}, nil
}

// noZonedLiteral is how every call with a TIMESTAMP WITH TIME ZONE ends: Flink has no literal of that type, not even NULL.
func noZonedLiteral(arguments) ([]datatype.Value, error) {
	return nil, pgerr.New(pgerr.FeatureNotSupported, "type is not supported: TIMESTAMP WITH TIME ZONE")
}

func nullOrValue(args arguments) ([]datatype.Value, error) {
	if args.values[0] == nil {
		return []datatype.Value{"null"}, nil
	}
	return []datatype.Value{"value"}, nil
}

func arrayLength(args arguments) ([]datatype.Value, error) {
	elements, ok := args.values[0].([]datatype.Value)
	if !ok {
		return nil, errNull
	}
	return []datatype.Value{int32(len(elements))}, nil
}
