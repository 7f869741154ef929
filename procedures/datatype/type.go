package datatype

// Root is the root of a logical type: what is left of it without lengths, precisions and components.
// The names are Flink's (org.apache.flink.table.types.logical.LogicalTypeRoot).
type Root uint8

// The roots.
const (
	Null Root = iota // the type of an untyped NULL
	Char
	Varchar // STRING is VARCHAR(MaxLength)
	Boolean
	Binary
	Varbinary // BYTES is VARBINARY(MaxLength)
	Decimal
	TinyInt
	SmallInt
	Int
	BigInt
	Float
	Double
	Date
	Time         // TIME(p) WITHOUT TIME ZONE
	Timestamp    // TIMESTAMP(p) WITHOUT TIME ZONE
	TimestampTZ  // TIMESTAMP(p) WITH TIME ZONE
	TimestampLTZ // TIMESTAMP(p) WITH LOCAL TIME ZONE
	IntervalYearMonth
	IntervalDayTime
	Array
	Multiset
	Map
	Row
	Structured
	Raw
	Variant
	Bitmap
	Descriptor
)

// MaxLength is the length of STRING and BYTES (VarCharType.MAX_LENGTH).
const MaxLength = 1<<31 - 1

// Type is a logical type. The zero value is the type of an untyped NULL. A Type is immutable: share it freely, change only copies.
// Types are nullable unless NotNull is set.
type Type struct {
	Root    Root
	NotNull bool

	Length     int                // CHAR, VARCHAR, BINARY, VARBINARY; CHAR(0) is the type of the literal ''
	Precision  int                // DECIMAL 1..38; TIME, TIMESTAMP…: digits of the second 0..9; intervals: years 1..4 or days 1..6
	Scale      int                // DECIMAL 0..Precision; day-time intervals: digits of the second 0..9
	Resolution IntervalResolution // intervals

	Elem   *Type   // ARRAY, MULTISET: the element; MAP: the value
	Key    *Type   // MAP
	Fields []Field // ROW, STRUCTURED
	Class  string  // STRUCTURED, RAW: the class name
	Extra  string  // RAW: the serializer snapshot
}

// Field is a field of a ROW or an attribute of a STRUCTURED type.
type Field struct {
	Name    string
	Type    Type
	Comment string
}

// IntervalResolution is the range of fields of an interval type.
type IntervalResolution uint8

// The resolutions of year-month and day-time intervals.
const (
	Year IntervalResolution = iota + 1
	Month
	YearToMonth
	Day
	DayToHour
	DayToMinute
	DayToSecond
	Hour
	HourToMinute
	HourToSecond
	Minute
	MinuteToSecond
	Second
)

// Nullable returns t or its nullable form.
func (t Type) Nullable() Type { t.NotNull = false; return t }

// NonNull returns t NOT NULL.
func (t Type) NonNull() Type { t.NotNull = true; return t }

// Of returns the nullable type of a root that takes no parameters, such as [Int] or [Date].
func Of(root Root) Type { return Type{Root: root} }

// StringType returns STRING, which is VARCHAR(2147483647).
func StringType() Type { return Type{Root: Varchar, Length: MaxLength} }

// BytesType returns BYTES, which is VARBINARY(2147483647).
func BytesType() Type { return Type{Root: Varbinary, Length: MaxLength} }

// CharType returns CHAR(n).
func CharType(n int) Type { return Type{Root: Char, Length: n} }

// VarcharType returns VARCHAR(n).
func VarcharType(n int) Type { return Type{Root: Varchar, Length: n} }

// BinaryType returns BINARY(n).
func BinaryType(n int) Type { return Type{Root: Binary, Length: n} }

// VarbinaryType returns VARBINARY(n).
func VarbinaryType(n int) Type { return Type{Root: Varbinary, Length: n} }

// DecimalType returns DECIMAL(precision, scale).
func DecimalType(precision, scale int) Type {
	return Type{Root: Decimal, Precision: precision, Scale: scale}
}

// TimeType returns TIME(precision).
func TimeType(precision int) Type { return Type{Root: Time, Precision: precision} }

// TimestampType returns TIMESTAMP(precision).
func TimestampType(precision int) Type { return Type{Root: Timestamp, Precision: precision} }

// TimestampLTZType returns TIMESTAMP_LTZ(precision).
func TimestampLTZType(precision int) Type { return Type{Root: TimestampLTZ, Precision: precision} }

// MonthInterval returns INTERVAL MONTH, the type of every folded year-month interval.
func MonthInterval() Type { return Type{Root: IntervalYearMonth, Precision: 2, Resolution: Month} }

// SecondInterval returns INTERVAL SECOND(3), the type of every folded day-time interval.
func SecondInterval() Type {
	return Type{Root: IntervalDayTime, Precision: 2, Scale: 3, Resolution: Second}
}

// ArrayType returns ARRAY<elem>.
func ArrayType(elem Type) Type { return Type{Root: Array, Elem: &elem} }

// MultisetType returns MULTISET<elem>.
func MultisetType(elem Type) Type { return Type{Root: Multiset, Elem: &elem} }

// MapType returns MAP<key, value>.
func MapType(key, value Type) Type { return Type{Root: Map, Key: &key, Elem: &value} }

// RowType returns ROW<fields>.
func RowType(fields ...Field) Type { return Type{Root: Row, Fields: fields} }

// AsDecimal returns the DECIMAL that holds all values of an exact numeric type (LogicalTypeMerging.asDecimal); another type as it is.
func AsDecimal(t Type) Type {
	switch t.Root {
	case TinyInt:
		return DecimalType(3, 0)
	case SmallInt:
		return DecimalType(5, 0)
	case Int:
		return DecimalType(10, 0)
	case BigInt:
		return DecimalType(19, 0)
	}
	return t
}
