package datatype

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// inputType is how parameters of a PostgreSQL type are read.
type inputType struct {
	static Type // the type of a parameter whose value is not known yet
	text   func(text string, f *Format) (Value, error)
	binary func(data []byte) (Value, error) // nil: text only
}

// TypeOfOID returns the type that a parameter of a PostgreSQL type has, and false for an OID that no parameter can have. The type
// of a numeric or an interval is decided by its value: see [Decode]. Types that Flink does not have are STRING.
func TypeOfOID(oid uint32) (Type, bool) {
	if element := ElementOID(oid); element != 0 {
		return ArrayType(inputTypes[element].static), true
	}
	in, ok := inputTypes[oid]
	return in.static, ok
}

// Decode reads a parameter of a PostgreSQL type in text or binary format; nil data is NULL. It returns the value and its exact
// type: a numeric is a DECIMAL of its own precision and scale (22003 beyond 38 digits), an interval of months only is
// INTERVAL MONTH, one of days and time is INTERVAL SECOND with days of 24 hours, a mixture is 0A000. A nil f means [DefaultFormat].
//
// Errors are PostgreSQL's: 22P02, 22003, 22007, 22008 for text, 22021 for text that is not UTF-8, 08P01 for too few bytes, 22P03
// for too many or wrong ones, 42704 for a type that callgate does not know.
func Decode(oid uint32, binary bool, data []byte, f *Format) (Value, Type, error) {
	t, ok := TypeOfOID(oid)
	if !ok {
		return nil, Type{}, unknownOID(oid)
	}
	if data == nil {
		return nil, t, nil
	}
	if !binary {
		if err := checkText(data); err != nil {
			return nil, t, err
		}
	}
	var v Value
	var err error
	if element := ElementOID(oid); element != 0 {
		v, t, err = decodeArray(element, binary, data, f.orDefault())
	} else {
		v, err = decodeScalar(oid, binary, data, f.orDefault())
	}
	if err != nil {
		return nil, t, err
	}
	return v, exactType(t, v), nil
}

func unknownOID(oid uint32) error {
	if oid == OIDRecord {
		return pgerr.New(pgerr.FeatureNotSupported, "input of anonymous composite types is not implemented")
	}
	return pgerr.New(pgerr.UndefinedObject, "type with OID %d does not exist", oid)
}

func decodeScalar(oid uint32, binary bool, data []byte, f *Format) (Value, error) {
	in := inputTypes[oid]
	switch {
	case !binary:
		return in.text(string(data), f)
	case in.binary == nil:
		return nil, pgerr.New(pgerr.FeatureNotSupported, "binary parameters of the type with OID %d are not supported", oid).
			WithHint("Send the parameter as text.")
	}
	return in.binary(data)
}

// decodeArray reads an array. The type of the elements is the one that holds all of them.
func decodeArray(element uint32, binary bool, data []byte, f *Format) (Value, Type, error) {
	static := inputTypes[element].static
	var values []Value
	var err error
	if binary {
		values, err = decodeArrayBinary(data, element, func(data []byte) (Value, error) {
			return decodeScalar(element, true, data, f)
		})
	} else {
		delimiter := byte(',')
		if element == OIDBox {
			delimiter = ';'
		}
		values, err = parseArray(string(data), delimiter, func(text string) (Value, error) {
			return decodeScalar(element, false, []byte(text), f)
		})
	}
	if err != nil {
		return nil, ArrayType(static), err
	}
	t, err := commonType(static, values)
	return values, ArrayType(t), err
}

// exactType narrows the static type of a parameter to that of its value.
func exactType(static Type, v Value) Type {
	switch v := v.(type) {
	case *apd.Decimal:
		scale := -int(v.Exponent)
		return DecimalType(max(int(v.NumDigits()), scale, 1), scale)
	case Period:
		return MonthInterval()
	}
	return static
}

// commonType returns the type that holds all elements of an array: the widest DECIMAL, or the kind of intervals that all of them
// are. It brings the decimals to its scale.
func commonType(static Type, values []Value) (Type, error) {
	t, first := static, true
	for _, v := range values {
		if v == nil {
			continue
		}
		exact := exactType(static, v)
		switch {
		case first:
			t = exact
		case exact.Root != t.Root:
			return static, pgerr.New(pgerr.FeatureNotSupported,
				"an array of both year-month and day-time intervals is not supported")
		case exact.Root == Decimal:
			whole := max(t.Precision-t.Scale, exact.Precision-exact.Scale)
			t.Scale = max(t.Scale, exact.Scale)
			t.Precision = whole + t.Scale
		}
		first = false
	}
	if t.Root != Decimal || first {
		return t, nil
	}
	if t.Precision > maxDecimalDigits {
		return static, pgerr.New(pgerr.NumericValueOutOfRange, "value is out of range for type numeric").
			WithDetail("No DECIMAL of %d digits holds all elements of the array.", maxDecimalDigits)
	}
	return t, rescaleDecimals(values, t.Scale)
}

func rescaleDecimals(values []Value, scale int) error {
	for i, v := range values {
		d, ok := v.(*apd.Decimal)
		if !ok || -int(d.Exponent) == scale {
			continue
		}
		n := numericText{negative: d.Negative, digits: strings.TrimLeft(d.Coeff.String(), "0"), exponent: int(d.Exponent)}
		fitted, err := n.fit(maxDecimalDigits, scale)
		if err != nil {
			return err
		}
		values[i] = fitted
	}
	return nil
}

// fixed makes a reader of values of so many bytes.
func fixed(size int, read func(data []byte) (Value, error)) func(data []byte) (Value, error) {
	return func(data []byte) (Value, error) {
		switch {
		case len(data) < size:
			return nil, insufficientData()
		case len(data) > size:
			return nil, incorrectBinary()
		}
		return read(data)
	}
}

// stringBinary reads the binary format of the string types, which is the text.
func stringBinary(data []byte) (Value, error) {
	if err := checkText(data); err != nil {
		return nil, err
	}
	return string(data), nil
}

func stringText(text string, _ *Format) (Value, error) { return text, nil }

// jsonText checks that text is JSON.
func jsonText(typeName string) func(text string, _ *Format) (Value, error) {
	return func(text string, _ *Format) (Value, error) {
		if !json.Valid([]byte(text)) {
			return nil, pgerr.New(pgerr.InvalidTextRepresentation, "invalid input syntax for type %s", typeName)
		}
		return text, nil
	}
}

func jsonBinary(data []byte) (Value, error) {
	if err := checkText(data); err != nil {
		return nil, err
	}
	return jsonText("json")(string(data), nil)
}

func jsonbBinary(data []byte) (Value, error) {
	if len(data) == 0 {
		return nil, insufficientData()
	}
	if data[0] != jsonbVersion {
		return nil, invalidBinary("unsupported jsonb version number %d", data[0])
	}
	return jsonBinary(data[1:])
}

// intText makes a reader of the text of an integer type.
func intText(bits int, typeName string, value func(n int64) Value) func(text string, _ *Format) (Value, error) {
	return func(text string, _ *Format) (Value, error) {
		n, err := parseInt(text, bits, typeName)
		if err != nil {
			return nil, err
		}
		return value(n), nil
	}
}

func int2Value(n int64) Value { return int16(n) }
func int4Value(n int64) Value { return int32(n) }
func int8Value(n int64) Value { return n }

func boolText(text string, _ *Format) (Value, error)   { return boxed(parseBool(text)) }
func oidText(text string, _ *Format) (Value, error)    { return boxed(parseOid(text)) }
func byteaText(text string, _ *Format) (Value, error)  { return boxed(parseBytea(text)) }
func uuidText(text string, _ *Format) (Value, error)   { return boxed(parseUUID(text)) }
func float8Text(text string, _ *Format) (Value, error) { return boxed(parseFloat(text, 64)) }
func dateText(text string, f *Format) (Value, error)   { return boxed(parseDate(text, f)) }

func float4Text(text string, _ *Format) (Value, error) {
	n, err := parseFloat(text, 32)
	return boxed(float32(n), err)
}

func numericTextValue(text string, _ *Format) (Value, error) {
	n, err := parseNumeric(text)
	if err != nil {
		return nil, err
	}
	d, err := n.exact()
	return boxed(d, err)
}

func timeText(typeName string) func(text string, f *Format) (Value, error) {
	return func(text string, f *Format) (Value, error) {
		n, err := parseTime(text, typeName, f)
		return boxed(roundTime(n, maxWireDigits), err)
	}
}

func timestampText(zoned bool) func(text string, f *Format) (Value, error) {
	return func(text string, f *Format) (Value, error) {
		i, err := parseTimestamp(text, zoned, f)
		return boxed(i.Round(maxWireDigits), err)
	}
}

func intervalText(text string, f *Format) (Value, error) {
	parts, err := parseInterval(text, unitSecond, f)
	if err != nil {
		return nil, err
	}
	return parts.value()
}

// boxed makes a Value of a result, and nil of a failed one.
func boxed[T any](v T, err error) (Value, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}

func decodeBool(data []byte) (Value, error) { return data[0] != 0, nil }
func decodeInt2(data []byte) (Value, error) { return int16(binary.BigEndian.Uint16(data)), nil }
func decodeInt4(data []byte) (Value, error) { return int32(binary.BigEndian.Uint32(data)), nil }
func decodeInt8(data []byte) (Value, error) { return int64(binary.BigEndian.Uint64(data)), nil }
func decodeOid(data []byte) (Value, error)  { return int64(binary.BigEndian.Uint32(data)), nil }

func decodeFloat4(data []byte) (Value, error) {
	return math.Float32frombits(binary.BigEndian.Uint32(data)), nil
}

func decodeFloat8(data []byte) (Value, error) {
	return math.Float64frombits(binary.BigEndian.Uint64(data)), nil
}

func decodeBytea(data []byte) (Value, error) { return append([]byte{}, data...), nil }
