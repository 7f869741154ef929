package datatype

import (
	"math"
	"strconv"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// plainTypes are the keywords that are a whole type.
var plainTypes = map[string]Type{
	"STRING": StringType(), "BYTES": BytesType(), "BOOLEAN": Of(Boolean), "TINYINT": Of(TinyInt), "SMALLINT": Of(SmallInt),
	"INT": Of(Int), "INTEGER": Of(Int), "BIGINT": Of(BigInt), "FLOAT": Of(Float), "DATE": Of(Date), "NULL": Of(Null),
	"DESCRIPTOR": Of(Descriptor), "VARIANT": Of(Variant), "BITMAP": Of(Bitmap),
}

// parseKeywordType reads a type that begins with a keyword, without its nullability.
func (p *typeParser) parseKeywordType(depth int) (Type, error) {
	token, err := p.expect(tokenKeyword)
	if err != nil {
		return Type{}, err
	}
	if t, ok := plainTypes[token.text]; ok {
		return t, nil
	}
	switch token.text {
	case "CHAR":
		return p.parseLength(Char, "character string")
	case "VARCHAR":
		return p.parseLength(Varchar, "variable character string")
	case "BINARY":
		return p.parseLength(Binary, "binary string")
	case "VARBINARY":
		return p.parseLength(Varbinary, "variable binary string")
	case "DECIMAL", "NUMERIC", "DEC":
		return p.parseDecimal()
	case "DOUBLE":
		p.accept("PRECISION")
		return Of(Double), nil
	case "TIME":
		return p.parseTime()
	case "TIMESTAMP":
		return p.parseTimestamp()
	case "TIMESTAMP_LTZ":
		return p.parseSecondPrecision(TimestampLTZ, 6)
	case "INTERVAL":
		return p.parseInterval()
	case "ARRAY", "MULTISET", "MAP", "ROW", "STRUCTURED":
		return p.parseConstructed(token.text, depth)
	case "RAW":
		return p.parseRaw()
	case "LEGACY":
		return Type{}, pgerr.New(pgerr.FeatureNotSupported, "LEGACY types are not supported")
	}
	return Type{}, p.fail("Unsupported type: %s", token.text)
}

// parseParameters reads up to most integers in parentheses, or none.
func (p *typeParser) parseParameters(most int) ([]int, error) {
	if !p.peek(tokenBeginParameter) {
		return nil, nil
	}
	if _, err := p.next(); err != nil {
		return nil, err
	}
	var numbers []int
	for {
		token, err := p.expect(tokenInt)
		if err != nil {
			return nil, err
		}
		n, err := strconv.ParseInt(token.text, 10, 32)
		if err != nil {
			return nil, p.fail("Invalid integer value")
		}
		numbers = append(numbers, int(n))
		if len(numbers) == most || !p.peek(tokenListSeparator) {
			_, err := p.expect(tokenEndParameter)
			return numbers, err
		}
		if _, err := p.next(); err != nil {
			return nil, err
		}
	}
}

func (p *typeParser) parseLength(root Root, name string) (Type, error) {
	t := Type{Root: root, Length: 1}
	numbers, err := p.parseParameters(1)
	if err != nil {
		return Type{}, err
	}
	if len(numbers) > 0 {
		t.Length = numbers[0]
	}
	return t, checkBounds(name+" length", t.Length, 1, MaxLength)
}

func (p *typeParser) parseDecimal() (Type, error) {
	t := DecimalType(10, 0)
	numbers, err := p.parseParameters(2)
	if err != nil {
		return Type{}, err
	}
	if len(numbers) > 0 {
		t.Precision = numbers[0]
	}
	if len(numbers) > 1 {
		t.Scale = numbers[1]
	}
	if err := checkBounds("decimal precision", t.Precision, 1, 38); err != nil {
		return Type{}, err
	}
	if t.Scale > t.Precision {
		return Type{}, pgerr.New(pgerr.InvalidParameterValue,
			"decimal scale must be between 0 and the precision %d (both inclusive)", t.Precision)
	}
	return t, nil
}

// secondPrecisionNames are the words of errors about the digits of a second.
var secondPrecisionNames = map[Root]string{
	Time: "time precision", Timestamp: "timestamp precision", TimestampTZ: "timestamp with time zone precision",
	TimestampLTZ: "timestamp with local time zone precision",
}

func (p *typeParser) parseSecondPrecision(root Root, preset int) (Type, error) {
	precision, err := p.parsePrecision(preset)
	if err != nil {
		return Type{}, err
	}
	return Type{Root: root, Precision: precision}, checkBounds(secondPrecisionNames[root], precision, 0, 9)
}

func (p *typeParser) parsePrecision(preset int) (int, error) {
	numbers, err := p.parseParameters(1)
	if err != nil || len(numbers) == 0 {
		return preset, err
	}
	return numbers[0], nil
}

func (p *typeParser) parseTime() (Type, error) {
	precision, err := p.parsePrecision(0)
	if err != nil {
		return Type{}, err
	}
	if p.accept("WITHOUT") {
		if err := p.expectKeywords("TIME", "ZONE"); err != nil {
			return Type{}, err
		}
	}
	return TimeType(precision), checkBounds(secondPrecisionNames[Time], precision, 0, 9)
}

func (p *typeParser) parseTimestamp() (Type, error) {
	precision, err := p.parsePrecision(6)
	if err != nil {
		return Type{}, err
	}
	root := Timestamp
	switch {
	case p.accept("WITHOUT"):
		err = p.expectKeywords("TIME", "ZONE")
	case p.accept("WITH"):
		root = TimestampTZ
		if p.accept("LOCAL") {
			root = TimestampLTZ
		}
		err = p.expectKeywords("TIME", "ZONE")
	}
	if err != nil {
		return Type{}, err
	}
	return Type{Root: root, Precision: precision}, checkBounds(secondPrecisionNames[root], precision, 0, 9)
}

func (p *typeParser) parseRaw() (Type, error) {
	if _, err := p.expect(tokenBeginParameter); err != nil {
		return Type{}, err
	}
	class, err := p.expect(tokenString)
	if err != nil {
		return Type{}, err
	}
	if _, err := p.expect(tokenListSeparator); err != nil {
		return Type{}, err
	}
	snapshot, err := p.expect(tokenString)
	if err != nil {
		return Type{}, err
	}
	_, err = p.expect(tokenEndParameter)
	return Type{Root: Raw, Class: class.text, Extra: snapshot.text}, err
}

// checkBounds is the error of Flink's type classes about a parameter out of its range.
func checkBounds(name string, n, low, high int) error {
	if n >= low && n <= high {
		return nil
	}
	return pgerr.New(pgerr.InvalidParameterValue, "%s must be between %d and %d (both inclusive)", name, low, min(high, math.MaxInt32))
}

// checkFieldNames refuses blank and repeated names of fields.
func checkFieldNames(fields []Field) error {
	seen := make(map[string]bool, len(fields))
	for _, field := range fields {
		if strings.TrimFunc(field.Name, isTypeSpace) == "" {
			return pgerr.New(pgerr.InvalidParameterValue, "field names must contain at least one non-whitespace character")
		}
		if seen[field.Name] {
			return pgerr.New(pgerr.InvalidParameterValue, "field names must be unique, found duplicates: [%s]", field.Name)
		}
		seen[field.Name] = true
	}
	return nil
}
