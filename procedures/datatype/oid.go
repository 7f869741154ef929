package datatype

// The OIDs of PostgreSQL's built-in types that callgate sends, or reads as parameters (src/include/catalog/pg_type.dat).
const (
	OIDBool           uint32 = 16
	OIDBytea          uint32 = 17
	OIDQuotedChar     uint32 = 18 // "char", one byte
	OIDName           uint32 = 19
	OIDInt8           uint32 = 20
	OIDInt2           uint32 = 21
	OIDInt2Vector     uint32 = 22
	OIDInt4           uint32 = 23
	OIDRegproc        uint32 = 24
	OIDText           uint32 = 25
	OIDOid            uint32 = 26
	OIDTid            uint32 = 27
	OIDXid            uint32 = 28
	OIDCid            uint32 = 29
	OIDOidVector      uint32 = 30
	OIDJSON           uint32 = 114
	OIDXML            uint32 = 142
	OIDPoint          uint32 = 600
	OIDLseg           uint32 = 601
	OIDPath           uint32 = 602
	OIDBox            uint32 = 603
	OIDPolygon        uint32 = 604
	OIDLine           uint32 = 628
	OIDCidr           uint32 = 650
	OIDFloat4         uint32 = 700
	OIDFloat8         uint32 = 701
	OIDUnknown        uint32 = 705
	OIDCircle         uint32 = 718
	OIDMacaddr8       uint32 = 774
	OIDMoney          uint32 = 790
	OIDMacaddr        uint32 = 829
	OIDInet           uint32 = 869
	OIDAclitem        uint32 = 1033
	OIDBpchar         uint32 = 1042
	OIDVarchar        uint32 = 1043
	OIDDate           uint32 = 1082
	OIDTime           uint32 = 1083
	OIDTimestamp      uint32 = 1114
	OIDTimestamptz    uint32 = 1184
	OIDInterval       uint32 = 1186
	OIDTimetz         uint32 = 1266
	OIDBit            uint32 = 1560
	OIDVarbit         uint32 = 1562
	OIDNumeric        uint32 = 1700
	OIDRefcursor      uint32 = 1790
	OIDRegprocedure   uint32 = 2202
	OIDRegoper        uint32 = 2203
	OIDRegoperator    uint32 = 2204
	OIDRegclass       uint32 = 2205
	OIDRegtype        uint32 = 2206
	OIDRecord         uint32 = 2249
	OIDCstring        uint32 = 2275
	OIDVoid           uint32 = 2278
	OIDUUID           uint32 = 2950
	OIDTxidSnapshot   uint32 = 2970
	OIDPgLSN          uint32 = 3220
	OIDTsvector       uint32 = 3614
	OIDTsquery        uint32 = 3615
	OIDRegconfig      uint32 = 3734
	OIDRegdictionary  uint32 = 3769
	OIDJSONB          uint32 = 3802
	OIDInt4Range      uint32 = 3904
	OIDNumRange       uint32 = 3906
	OIDTsRange        uint32 = 3908
	OIDTstzRange      uint32 = 3910
	OIDDateRange      uint32 = 3912
	OIDInt8Range      uint32 = 3926
	OIDJSONPath       uint32 = 4072
	OIDRegnamespace   uint32 = 4089
	OIDRegrole        uint32 = 4096
	OIDRegcollation   uint32 = 4191
	OIDInt4Multirange uint32 = 4451
	OIDNumMultirange  uint32 = 4532
	OIDTsMultirange   uint32 = 4533
	OIDTstzMultirange uint32 = 4534
	OIDDateMultirange uint32 = 4535
	OIDInt8Multirange uint32 = 4536
	OIDPgSnapshot     uint32 = 5038
	OIDXid8           uint32 = 5069
)

// arrayOIDs maps a type to the type of its arrays (pg_type.typarray).
var arrayOIDs = map[uint32]uint32{
	OIDBool: 1000, OIDBytea: 1001, OIDQuotedChar: 1002, OIDName: 1003, OIDInt8: 1016, OIDInt2: 1005, OIDInt2Vector: 1006,
	OIDInt4: 1007, OIDRegproc: 1008, OIDText: 1009, OIDOid: 1028, OIDTid: 1010, OIDXid: 1011, OIDCid: 1012,
	OIDOidVector: 1013, OIDJSON: 199, OIDXML: 143, OIDPoint: 1017, OIDLseg: 1018, OIDPath: 1019, OIDBox: 1020,
	OIDPolygon: 1027, OIDLine: 629, OIDCidr: 651, OIDFloat4: 1021, OIDFloat8: 1022, OIDCircle: 719, OIDMacaddr8: 775,
	OIDMoney: 791, OIDMacaddr: 1040, OIDInet: 1041, OIDAclitem: 1034, OIDBpchar: 1014, OIDVarchar: 1015, OIDDate: 1182,
	OIDTime: 1183, OIDTimestamp: 1115, OIDTimestamptz: 1185, OIDInterval: 1187, OIDTimetz: 1270, OIDBit: 1561,
	OIDVarbit: 1563, OIDNumeric: 1231, OIDRefcursor: 2201, OIDRegprocedure: 2207, OIDRegoper: 2208, OIDRegoperator: 2209,
	OIDRegclass: 2210, OIDRegtype: 2211, OIDCstring: 1263, OIDUUID: 2951, OIDTxidSnapshot: 2949, OIDPgLSN: 3221,
	OIDTsvector: 3643, OIDTsquery: 3645, OIDRegconfig: 3735, OIDRegdictionary: 3770, OIDJSONB: 3807, OIDInt4Range: 3905,
	OIDNumRange: 3907, OIDTsRange: 3909, OIDTstzRange: 3911, OIDDateRange: 3913, OIDInt8Range: 3927, OIDJSONPath: 4073,
	OIDRegnamespace: 4090, OIDRegrole: 4097, OIDRegcollation: 4192, OIDInt4Multirange: 6150, OIDNumMultirange: 6151,
	OIDTsMultirange: 6152, OIDTstzMultirange: 6153, OIDDateMultirange: 6155, OIDInt8Multirange: 6157, OIDPgSnapshot: 5039,
	OIDXid8: 271,
}

// elementOIDs is arrayOIDs the other way round.
var elementOIDs = func() map[uint32]uint32 {
	elements := make(map[uint32]uint32, len(arrayOIDs))
	for element, array := range arrayOIDs {
		elements[array] = element
	}
	return elements
}()

// ArrayOID returns the OID of the type of arrays of a built-in type, or 0 where PostgreSQL has none.
func ArrayOID(element uint32) uint32 { return arrayOIDs[element] }

// ElementOID returns the OID of the elements of a built-in array type, or 0 where oid is not one.
func ElementOID(oid uint32) uint32 { return elementOIDs[oid] }

// OID returns the OID of the PostgreSQL type under which values of t travel.
func (t Type) OID() uint32 {
	if t.Root == Array {
		if t.Elem == nil || !t.Elem.isScalar() {
			return OIDJSONB
		}
		return ArrayOID(t.Elem.OID())
	}
	if t.Root == Varchar && t.Length == MaxLength || int(t.Root) >= len(rootOIDs) {
		return OIDText
	}
	return rootOIDs[t.Root]
}

// rootOIDs holds what each root but ARRAY is on the wire; VARCHAR without a limit is text.
var rootOIDs = [...]uint32{
	Null:              OIDText, // a result column of an untyped NULL is text in PostgreSQL
	Char:              OIDBpchar,
	Varchar:           OIDVarchar,
	Boolean:           OIDBool,
	Binary:            OIDBytea,
	Varbinary:         OIDBytea,
	Decimal:           OIDNumeric,
	TinyInt:           OIDInt2,
	SmallInt:          OIDInt2,
	Int:               OIDInt4,
	BigInt:            OIDInt8,
	Float:             OIDFloat4,
	Double:            OIDFloat8,
	Date:              OIDDate,
	Time:              OIDTime,
	Timestamp:         OIDTimestamp,
	TimestampTZ:       OIDTimestamptz,
	TimestampLTZ:      OIDTimestamptz,
	IntervalYearMonth: OIDInterval,
	IntervalDayTime:   OIDInterval,
	Multiset:          OIDJSONB,
	Map:               OIDJSONB,
	Row:               OIDJSONB,
	Structured:        OIDJSONB,
	Raw:               OIDBytea,
	Variant:           OIDJSONB,
	Bitmap:            OIDBytea,
	Descriptor:        OIDText,
}

// isScalar reports whether arrays of t are arrays in PostgreSQL too; arrays of anything else are jsonb.
func (t Type) isScalar() bool {
	switch t.Root {
	case Array, Multiset, Map, Row, Structured, Variant:
		return false
	}
	return true
}
