package funcs

import (
	"math"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
)

var (
	booleanType  = datatype.Of(datatype.Boolean)
	intType      = datatype.Of(datatype.Int)
	bigintType   = datatype.Of(datatype.BigInt)
	doubleType   = datatype.Of(datatype.Double)
	dateType     = datatype.Of(datatype.Date)
	stringType   = datatype.StringType()
	bytesType    = datatype.BytesType()
	stringsType  = datatype.ArrayType(stringType)
	instantType  = datatype.TimestampLTZType(3)
	dateTimeType = datatype.TimestampType(3)
	wholeTime    = datatype.TimeType(0)
	anyArray     = datatype.Type{} // of [withElement]: the array's own type
)

// table has one line per function: its form, its type, its body. Keyword arguments come as string literals: TRIM(LEADING 'x'
// FROM y) as TRIM('LEADING', 'x', y), EXTRACT(YEAR FROM d) as EXTRACT('YEAR', d), FLOOR(t TO DAY) as FLOOR_TO(t, 'DAY').
var table = []entry{
	// strings
	{form: "UPPER(STRING)", result: likeFirst, body: text(upper)},
	{form: "LOWER(STRING)", result: likeFirst, body: text(lower)},
	{form: "INITCAP(STRING)", result: likeFirst, body: text(initcap)},
	{form: "REVERSE(STRING)", result: nullable(stringType), body: text(reverse)},
	{form: "CHAR_LENGTH(STRING)", result: fixed(intType), body: strict(charLength)},
	{form: "CHARACTER_LENGTH(STRING)", result: fixed(intType), body: strict(charLength)},
	{form: "ASCII(STRING)", result: fixed(intType), body: strict(ascii)},
	{form: "CHR(INTEGER)", result: nullable(stringType), body: strict(chr)},
	{form: "CONCAT(STRING...)", result: fixed(stringType), body: strict(concat)},
	{form: "CONCAT_WS(STRING...)", result: fixed(stringType), body: concatWS},
	{form: "SUBSTRING(STRING, INTEGER [, INTEGER])", result: orNull(varcharLike(0)), body: strict(substring)},
	{form: "SUBSTR(STRING, INTEGER [, INTEGER])", result: orNull(varcharLike(0)), body: strict(substring)},
	{form: "LEFT(STRING, INTEGER)", result: orNull(varcharLike(0)), body: strict(left)},
	{form: "RIGHT(STRING, INTEGER)", result: orNull(varcharLike(0)), body: strict(right)},
	{form: "TRIM(STRING [, STRING, STRING])", result: varcharLike(-1), body: strict(trim)},
	{form: "LTRIM(STRING [, STRING])", result: varcharLike(0), body: trimBy(strings.TrimLeft)},
	{form: "RTRIM(STRING [, STRING])", result: varcharLike(0), body: trimBy(strings.TrimRight)},
	{form: "BTRIM(STRING [, STRING])", result: fixed(stringType), body: trimBy(strings.Trim)},
	{form: "LPAD(STRING, INTEGER, STRING)", result: fixed(stringType), body: pad(true)},
	{form: "RPAD(STRING, INTEGER, STRING)", result: fixed(stringType), body: pad(false)},
	{form: "REPEAT(STRING, INTEGER)", result: fixed(stringType), body: strict(repeat)},
	{form: "REPLACE(STRING, STRING, STRING)", result: fixed(stringType), body: strict(replace)},
	{form: "OVERLAY(STRING, STRING, INTEGER [, INTEGER])", result: overlayType, body: strict(overlay)},
	{form: "POSITION(STRING, STRING)", result: fixed(intType), body: strict(positionIn)},
	{form: "LOCATE(STRING, STRING [, INTEGER])", result: fixed(intType), body: strict(locate)},
	{form: "INSTR(STRING, STRING [, INTEGER [, INTEGER]])", result: fixed(intType), body: strict(instr)},
	{form: "STARTSWITH(STRING|BYTES, STRING|BYTES)", result: sameFamily(fixed(booleanType)), body: strict(startsWith)},
	{form: "ENDSWITH(STRING|BYTES, STRING|BYTES)", result: sameFamily(fixed(booleanType)), body: strict(endsWith)},
	{form: "TRANSLATE(STRING, STRING, STRING)", result: nullsOf(0, stringType), body: translate},
	{form: "TRANSLATE3(STRING, STRING, STRING)", result: nullsOf(0, stringType), body: translate},
	{form: "ELT(INT, STRING|BYTES...)", result: eltType, body: elt},
	{form: "SPLIT_INDEX(STRING, STRING|INTEGER, INTEGER)", result: nullable(stringType), body: strict(splitIndex)},
	{form: "PRINTF(STRING [, NULLABLE...])", result: nullable(stringType), body: printf},
	{form: "IS_DECIMAL(STRING|NUMBER)", result: notNull(booleanType), body: isDecimal},
	{form: "IS_DIGIT(STRING|NUMBER)", result: notNull(booleanType), body: isDigit},
	{form: "IS_ALPHA(STRING|NUMBER)", result: notNull(booleanType), body: isAlpha},

	// regular expressions
	{form: "REGEXP(STRING, STRING)", result: fixed(booleanType), body: regexBody(false, regexpMatches)},
	{form: "REGEXP_REPLACE(STRING, STRING, STRING)", result: fixed(stringType), body: strict(regexpReplace)},
	{form: "REGEXP_EXTRACT(STRING, STRING [, INTEGER])", result: nullable(stringType), body: regexBody(nil, regexpExtract)},
	{form: "REGEXP_EXTRACT_ALL(STRING, STRING [, INTEGER])", result: nullable(stringsType), body: regexBody(nil, regexpExtractAll)},
	{form: "REGEXP_COUNT(STRING, STRING)", result: nullable(intType), body: regexBody(nil, regexpCount)},
	{form: "REGEXP_INSTR(STRING, STRING)", result: nullable(intType), body: regexBody(nil, regexpInstr)},
	{form: "REGEXP_SUBSTR(STRING, STRING)", result: nullable(stringType), body: regexBody(nil, regexpSubstr)},
	{form: "SIMILAR_TO(STRING, STRING [, STRING])", result: fixed(booleanType), body: strict(similarTo)},

	// encodings and hashes
	{form: "FROM_BASE64(STRING)", result: fixed(stringType), body: strict(fromBase64)},
	{form: "TO_BASE64(STRING|BYTES)", result: fixed(stringType), body: strict(toBase64)},
	{form: "ENCODE(STRING, STRING)", result: fixed(bytesType), body: strict(encode)},
	{form: "DECODE(BYTES, STRING)", result: fixed(stringType), body: strict(decode)},
	{form: "URL_ENCODE(STRING)", result: nullable(stringType), body: strict(urlEncode)},
	{form: "URL_DECODE(STRING)", result: nullable(stringType), body: strict(urlDecode)},
	{form: "PARSE_URL(STRING, STRING [, STRING])", result: nullable(stringType), body: strict(parseURL)},
	{form: "HEX(STRING|INTEGER)", result: fixed(stringType), body: strict(hexOf)},
	{form: "UNHEX(STRING)", result: nullable(bytesType), body: strict(unhex)},
	{form: "BIN(INTEGER)", result: fixed(stringType), body: strict(bin)},
	{form: "INET_ATON(STRING)", result: nullable(bigintType), body: strict(inetAton)},
	{form: "INET_NTOA(INTEGER)", result: nullable(stringType), body: strict(inetNtoa)},
	{form: "MD5(STRING|BYTES)", result: digestType(md5Hash), body: digest(md5Hash)},
	{form: "SHA1(STRING|BYTES)", result: digestType(sha1Hash), body: digest(sha1Hash)},
	{form: "SHA224(STRING|BYTES)", result: digestType(sha224Hash), body: digest(sha224Hash)},
	{form: "SHA256(STRING|BYTES)", result: digestType(sha256Hash), body: digest(sha256Hash)},
	{form: "SHA384(STRING|BYTES)", result: digestType(sha384Hash), body: digest(sha384Hash)},
	{form: "SHA512(STRING|BYTES)", result: digestType(sha512Hash), body: digest(sha512Hash)},
	{form: "SHA2(STRING|BYTES, INTEGER)", result: fixed(datatype.VarcharType(128)), body: strict(sha2)},

	// numbers
	{form: "ABS(NUMBER)", result: likeFirst, body: absolute},
	{form: "SIGN(NUMBER)", result: likeFirst, body: sign},
	{form: "MOD(EXACT, EXACT)", result: moduloType, body: strict(modulo)},
	{form: "POWER(NUMBER, NUMBER)", result: fixed(doubleType), body: strict(power)},
	{form: "SQRT(NUMBER)", result: fixed(doubleType), body: onFloat(math.Sqrt)},
	{form: "LN(NUMBER)", result: fixed(doubleType), body: onFloat(ln)},
	{form: "LOG(NUMBER [, NUMBER])", result: fixed(doubleType), body: strict(logarithm)},
	{form: "LOG10(NUMBER)", result: fixed(doubleType), body: onFloat(log10)},
	{form: "LOG2(NUMBER)", result: fixed(doubleType), body: onFloat(log2)},
	{form: "EXP(NUMBER)", result: fixed(doubleType), body: onFloat(exp)},
	{form: "CEIL(NUMBER)", result: wholeType, body: ceil},
	{form: "CEILING(NUMBER)", result: wholeType, body: ceil},
	{form: "FLOOR(NUMBER)", result: wholeType, body: floor},
	{form: "ROUND(NUMBER [, INT])", typeOf: roundType, body: roundBy(apd.RoundHalfUp)},
	{form: "TRUNCATE(NUMBER [, INT])", typeOf: roundType, body: roundBy(apd.RoundDown)},
	{form: "SIN(NUMBER)", result: fixed(doubleType), body: onFloat(sin)},
	{form: "COS(NUMBER)", result: fixed(doubleType), body: onFloat(cos)},
	{form: "TAN(NUMBER)", result: fixed(doubleType), body: onFloat(tan)},
	{form: "COT(NUMBER)", result: fixed(doubleType), body: onFloat(cot)},
	{form: "ASIN(NUMBER)", result: fixed(doubleType), body: onFloat(asin)},
	{form: "ACOS(NUMBER)", result: fixed(doubleType), body: onFloat(acos)},
	{form: "ATAN(NUMBER)", result: fixed(doubleType), body: onFloat(atan)},
	{form: "ATAN2(NUMBER, NUMBER)", result: atan2Type, body: strict(atan2)},
	{form: "SINH(NUMBER)", result: fixed(doubleType), body: onFloat(sinh)},
	{form: "COSH(NUMBER)", result: fixed(doubleType), body: onFloat(cosh)},
	{form: "TANH(NUMBER)", result: fixed(doubleType), body: onFloat(tanh)},
	{form: "DEGREES(NUMBER)", result: fixed(doubleType), body: onFloat(degrees)},
	{form: "RADIANS(NUMBER)", result: fixed(doubleType), body: onFloat(radians)},
	{form: "PI()", result: fixed(doubleType), body: pi},
	{form: "E()", result: fixed(doubleType), body: euler},
	{form: "RAND([INT])", result: fixed(doubleType), body: strict(random), moving: true},
	{form: "RAND_INTEGER(INT [, INT])", result: fixed(intType), body: strict(randomInteger), moving: true},
	{form: "UUID()", result: fixed(datatype.CharType(36)), body: uuid, moving: true},

	// conditions
	{form: "COALESCE(NULLABLE...)", result: coalesceType, body: coalesce},
	{form: "IFNULL(NULLABLE, NULLABLE)", result: ifNullType, body: coalesce},
	{form: "IF(BOOLEAN, ANY, ANY)", result: chooseType, body: choose},
	{form: "NULLIF(NULLABLE, NULLABLE)", result: nullIfType, body: nullIf},
	{form: "GREATEST(ANY...)", result: extremeType, body: extreme(1)},
	{form: "LEAST(ANY...)", result: extremeType, body: extreme(-1)},
	{form: "TYPEOF(NULLABLE [, BOOLEAN])", result: nullable(stringType), body: typeOf},

	// dates and times
	{form: "CURRENT_DATE()", result: fixed(dateType), body: currentDate, moving: true},
	{form: "CURRENT_TIME()", result: fixed(wholeTime), body: localTime, moving: true},
	{form: "CURRENT_TIMESTAMP()", result: fixed(instantType), body: currentTimestamp, moving: true},
	{form: "CURRENT_ROW_TIMESTAMP()", result: fixed(instantType), body: currentTimestamp, moving: true},
	{form: "NOW()", result: fixed(instantType), body: currentTimestamp, moving: true},
	{form: "LOCALTIME()", result: fixed(wholeTime), body: localTime, moving: true},
	{form: "LOCALTIMESTAMP()", result: fixed(dateTimeType), body: localTimestamp, moving: true},
	{form: "EXTRACT(STRING, TEMPORAL|INTERVAL)", result: fixed(bigintType), body: strict(extract)},
	{form: "YEAR(TEMPORAL|INTERVAL)", result: fixed(bigintType), body: part("YEAR")},
	{form: "QUARTER(TEMPORAL|INTERVAL)", result: fixed(bigintType), body: part("QUARTER")},
	{form: "MONTH(TEMPORAL|INTERVAL)", result: fixed(bigintType), body: part("MONTH")},
	{form: "WEEK(TEMPORAL|INTERVAL)", result: fixed(bigintType), body: part("WEEK")},
	{form: "DAYOFYEAR(TEMPORAL|INTERVAL)", result: fixed(bigintType), body: part("DOY")},
	{form: "DAYOFMONTH(TEMPORAL|INTERVAL)", result: fixed(bigintType), body: part("DAY")},
	{form: "DAYOFWEEK(TEMPORAL|INTERVAL)", result: fixed(bigintType), body: part("DOW")},
	{form: "HOUR(TEMPORAL|INTERVAL)", result: fixed(bigintType), body: part("HOUR")},
	{form: "MINUTE(TEMPORAL|INTERVAL)", result: fixed(bigintType), body: part("MINUTE")},
	{form: "SECOND(TEMPORAL|INTERVAL)", result: fixed(bigintType), body: part("SECOND")},
	{form: "FLOOR_TO(TEMPORAL, STRING)", result: likeFirst, body: floorTo(false)},
	{form: "CEIL_TO(TEMPORAL, STRING)", result: likeFirst, body: floorTo(true)},
	{form: "TIMESTAMPADD(STRING, INTEGER, TEMPORAL)", typeOf: timestampAddType, body: strict(timestampAdd)},
	{form: "TIMESTAMPDIFF(STRING, TEMPORAL, TEMPORAL)", typeOf: timestampDiffType, body: strict(timestampDiff)},
	{form: "DATE_FORMAT(TIMESTAMP|STRING, STRING)", result: nullable(stringType), body: strict(dateFormat)},
	{form: "TO_DATE(STRING [, STRING])", result: nullable(dateType), body: strict(toDate)},
	{form: "TO_TIMESTAMP(STRING [, STRING])", result: nullable(dateTimeType), body: strict(toTimestamp)},
	{form: "TO_TIMESTAMP_LTZ(NUMBER|STRING [, INTEGER|STRING [, STRING]])", typeOf: toTimestampLTZType, body: strict(toTimestampLTZ)},
	{form: "FROM_UNIXTIME(INTEGER [, STRING])", result: nullable(stringType), body: strict(fromUnixtime), moving: true},
	{form: "UNIX_TIMESTAMP([STRING [, STRING]])", result: fixed(bigintType), body: strict(unixTimestamp), moving: true},
	{form: "CONVERT_TZ(STRING, STRING, STRING)", result: nullable(stringType), body: strict(convertTZ)},

	// JSON
	{form: "IS_JSON(STRING, STRING)", result: notNull(booleanType), body: isJSON},
	{form: "JSON_EXISTS(STRING, STRING [, STRING])", result: nullable(booleanType), body: strict(jsonExists)},
	{form: "JSON_VALUE(STRING, STRING [, STRING])", typeOf: jsonValueType, body: strict(jsonValue)},
	{form: "JSON_QUERY(STRING, STRING [, STRING])", result: nullable(stringType), body: strict(jsonQuery)},
	{form: "JSON_STRING(ANY)", result: jsonStringType, body: strict(jsonString)},
	{form: "JSON_QUOTE(STRING)", result: fixed(stringType), body: strict(jsonQuote)},
	{form: "JSON_UNQUOTE(STRING)", result: fixed(stringType), body: strict(jsonUnquote)},

	// arrays and maps
	{form: "CARDINALITY(ARRAY|MAP|MULTISET)", result: fixed(intType), body: strict(cardinality)},
	{form: "ELEMENT(ARRAY)", result: elementType, body: strict(element)},
	{form: "SPLIT(STRING, STRING)", result: fixed(stringsType), body: strict(split)},
	{form: "STR_TO_MAP(STRING [, STRING, STRING])", result: nullable(datatype.MapType(stringType, stringType)), body: strict(strToMap)},
	{form: "ARRAY_CONTAINS(ARRAY, NULLABLE)", result: withElement(booleanType, false), body: arrayContains},
	{form: "ARRAY_POSITION(ARRAY, ANY)", result: withElement(intType, true), body: strict(arrayPosition)},
	{form: "ARRAY_JOIN(ARRAY, STRING [, STRING])", result: joinType, body: strict(arrayJoin)},
	{form: "ARRAY_MAX(ARRAY)", result: elementLike(0), body: arrayExtreme(1)},
	{form: "ARRAY_MIN(ARRAY)", result: elementLike(0), body: arrayExtreme(-1)},
	{form: "ARRAY_DISTINCT(ARRAY)", result: likeFirst, body: arrayDistinct},
	{form: "ARRAY_REVERSE(ARRAY)", result: likeFirst, body: strict(arrayReverse)},
	{form: "ARRAY_APPEND(ARRAY, NULLABLE)", result: withElement(anyArray, true), body: arrayAppend},
	{form: "ARRAY_PREPEND(ARRAY, NULLABLE)", result: withElement(anyArray, true), body: arrayPrepend},
	{form: "ARRAY_REMOVE(ARRAY, NULLABLE)", result: withElement(anyArray, false), body: arrayRemove},
	{form: "ARRAY_SLICE(ARRAY, INTEGER [, INTEGER])", result: likeFirst, body: strict(arraySlice)},
	{form: "ARRAY_SORT(ARRAY [, BOOLEAN [, BOOLEAN]])", result: likeFirst, body: strict(arraySort)},
	{form: "ARRAY_CONCAT(ARRAY...)", result: commonType, body: strict(arrayConcat)},
	{form: "ARRAY_UNION(ARRAY, ARRAY)", result: commonType, body: strict(arrayUnion)},
	{form: "ARRAY_EXCEPT(ARRAY, ARRAY)", result: commonType, body: arrayExcept},
	{form: "ARRAY_INTERSECT(ARRAY, ARRAY)", result: commonType, body: arrayIntersect},
	{form: "MAP_KEYS(MAP)", result: mapKeysType, body: entriesOf(func(e datatype.Entry) datatype.Value { return e.Key })},
	{form: "MAP_VALUES(MAP)", result: mapValuesType, body: entriesOf(func(e datatype.Entry) datatype.Value { return e.Value })},

	// the session
	{form: "CURRENT_DATABASE()", result: fixed(stringType), body: currentDatabase, moving: true},
}

var functions = func() map[string]*Func {
	m := make(map[string]*Func, len(table))
	for _, line := range table {
		f := line.build()
		m[f.Name] = f
	}
	return m
}()
