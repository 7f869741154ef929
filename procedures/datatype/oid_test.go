package datatype_test

import (
	"testing"

	"github.com/callgate/callgate/procedures/datatype"
)

// allTypes has at least one type of every root.
func allTypes() []datatype.Type {
	of := datatype.Of
	types := []datatype.Type{
		of(datatype.Boolean), of(datatype.TinyInt), of(datatype.SmallInt), of(datatype.Int), of(datatype.BigInt), of(datatype.Float), of(datatype.Double),
		datatype.DecimalType(10, 2), datatype.DecimalType(38, 38), datatype.DecimalType(38, 0), datatype.CharType(5), datatype.CharType(0),
		datatype.VarcharType(8), datatype.VarcharType(20_000_000), datatype.StringType(), datatype.BinaryType(3), datatype.VarbinaryType(3),
		datatype.BytesType(), of(datatype.Date), datatype.TimeType(0), datatype.TimeType(9), datatype.TimestampType(3), datatype.TimestampLTZType(3),
		datatype.TimestampLTZType(9),
		{Root: datatype.TimestampTZ, Precision: 2},
		datatype.MonthInterval(), datatype.SecondInterval(),
		datatype.MapType(of(datatype.Int), of(datatype.Int)), datatype.MultisetType(of(datatype.Int)), datatype.RowType(),
		{Root: datatype.Structured},
		{Root: datatype.Raw},
		of(datatype.Variant), of(datatype.Bitmap), of(datatype.Null),
	}
	for _, t := range append([]datatype.Type{}, types...) {
		types = append(types, datatype.ArrayType(t))
	}
	return append(types, datatype.ArrayType(datatype.ArrayType(of(datatype.Int))))
}

func TestTypeOnTheWire(t *testing.T) {
	t.Parallel()
	of := datatype.Of
	for _, tt := range []struct {
		typ    datatype.Type
		oid    uint32
		typmod int32
		size   int16
		name   string
	}{
		{of(datatype.Null), 25, -1, -1, "text"},
		{of(datatype.TinyInt), 21, -1, 2, "smallint"},
		{datatype.StringType(), 25, -1, -1, "text"},
		{datatype.VarcharType(8), 1043, 12, -1, "character varying(8)"},
		{datatype.VarcharType(20_000_000), 1043, -1, -1, "character varying"},
		{datatype.CharType(3), 1042, 7, -1, "character(3)"},
		{datatype.CharType(0), 1042, -1, -1, "bpchar"},
		{datatype.DecimalType(10, 2), 1700, 10<<16 | 2 + 4, -1, "numeric(10,2)"},
		{datatype.TimestampType(9), 1114, 6, 8, "timestamp(6) without time zone"},
		{datatype.TimestampLTZType(3), 1184, 3, 8, "timestamp(3) with time zone"},
		{datatype.TimeType(0), 1083, 0, 8, "time(0) without time zone"},
		{datatype.SecondInterval(), 1186, -1, 16, "interval"},
		{of(datatype.Bitmap), 17, -1, -1, "bytea"},
		{datatype.ArrayType(of(datatype.Int)), 1007, -1, -1, "integer[]"},
		{datatype.ArrayType(datatype.DecimalType(10, 2)), 1231, 10<<16 | 2 + 4, -1, "numeric(10,2)[]"},
		{datatype.ArrayType(datatype.ArrayType(of(datatype.Int))), 3802, -1, -1, "jsonb"},
		{datatype.ArrayType(of(datatype.Variant)), 3802, -1, -1, "jsonb"},
		{datatype.MapType(of(datatype.Int), of(datatype.Int)), 3802, -1, -1, "jsonb"},
		{datatype.RowType(), 3802, -1, -1, "jsonb"},
	} {
		if oid, typmod, size, name := tt.typ.OID(), tt.typ.Typmod(), tt.typ.Size(), tt.typ.PGName(); oid != tt.oid ||
			typmod != tt.typmod || size != tt.size || name != tt.name {
			t.Errorf("%v: %d %d %d %q, want %d %d %d %q", tt.typ, oid, typmod, size, name, tt.oid, tt.typmod, tt.size, tt.name)
		}
	}
}

func TestTypeOfOID(t *testing.T) {
	t.Parallel()
	for oid, want := range map[uint32]datatype.Type{
		0: datatype.StringType(), 16: datatype.Of(datatype.Boolean), 21: datatype.Of(datatype.SmallInt), 23: datatype.Of(datatype.Int),
		20: datatype.Of(datatype.BigInt), 26: datatype.Of(datatype.BigInt), 1700: datatype.DecimalType(38, 18), 1266: datatype.TimeType(6),
		705: datatype.StringType(), 3802: datatype.StringType(), 2950: datatype.StringType(), 600: datatype.StringType(),
		1007: datatype.ArrayType(datatype.Of(datatype.Int)), 1015: datatype.ArrayType(datatype.StringType()),
	} {
		if got, ok := datatype.TypeOfOID(oid); !ok || !got.Equal(want) {
			t.Errorf("TypeOfOID(%d) is %v, %v, want %v", oid, got, ok, want)
		}
	}
	for _, oid := range []uint32{2278, 2249, 2276, 16384} {
		if got, ok := datatype.TypeOfOID(oid); ok {
			t.Errorf("TypeOfOID(%d) is %v", oid, got)
		}
	}
}
