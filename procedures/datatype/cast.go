package datatype

import (
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// maxPadding is how many blanks and zeros one cast may add: CHAR(1000000000) must not cost what it claims.
const maxPadding = 256 << 10

// Cast converts a value of type from to type to, as Flink's CAST does at run time; zone is the session's (nil is UTC). NULL
// stays NULL, also where to is NOT NULL.
//
// Integers wrap, approximate numbers are cut at the ends of an integer's range, decimals are rounded half up, texts are cut or
// padded, the digits of a second are cut. It runs every pair that [SupportsImplicitCast] or [CastRule] allows.
//
// Errors: 22003 a number out of range (decimals never become NULL), 22P02 a text that is no number or boolean, 22007 and 22008 a
// text that is no date or time, 42846 a pair without a cast, 54000 more than 262144 characters or bytes of padding.
func Cast(v Value, from, to Type, zone *time.Location) (Value, error) {
	if v == nil {
		return nil, nil
	}
	if zone == nil {
		zone = time.UTC
	}
	c := caster{zone: zone}
	return c.cast(v, from, to)
}

// Coerce is the implicit cast of an argument to the type of its parameter. It does what [Cast] does, and then cuts an
// INTERVAL YEAR to whole years, as Flink's conversion to java.time.Period does. So it must be called even where
// [SupportsAvoidingCast] says that no cast is needed.
func Coerce(v Value, from, to Type, zone *time.Location) (Value, error) {
	v, err := Cast(v, from, to, zone)
	if months, ok := v.(Period); ok && to.Resolution == Year {
		return months - months%12, err
	}
	return v, err
}

// caster is one cast, with what it has padded so far.
type caster struct {
	zone   *time.Location
	padded int
}

func (c *caster) cast(v Value, from, to Type) (Value, error) {
	if v == nil {
		return nil, nil
	}
	if d, ok := v.(*apd.Decimal); ok && d.Form != apd.Finite && !characterRoots.has(to.Root) {
		return nil, outOfRange(d.String(), to)
	}
	switch to.Root {
	case Boolean:
		return castBoolean(v, from, to)
	case TinyInt, SmallInt, Int, BigInt:
		return castInteger(v, from, to)
	case Float, Double:
		return castApproximate(v, from, to)
	case Decimal:
		return castDecimal(v, from, to)
	case Char, Varchar:
		return c.castText(v, from, to)
	case Binary, Varbinary:
		return c.castBinary(v, from, to)
	case Date:
		return c.castDate(v, from, to)
	case Time:
		return c.castTime(v, from, to)
	case Timestamp, TimestampLTZ:
		return c.castTimestamp(v, from, to)
	case IntervalYearMonth, IntervalDayTime:
		return castInterval(v, from, to)
	case Array, Multiset, Map, Row, Structured:
		return c.castConstructed(v, from, to)
	}
	if from.EqualIgnoringNullability(to) {
		return v, nil
	}
	return nil, noCast(from, to)
}

// pad accounts for padding.
func (c *caster) pad(n int, to Type) error {
	if c.padded += n; c.padded > maxPadding {
		return pgerr.New(pgerr.ProgramLimitExceeded, "cast to %s would add more than %d of padding", to.Nullable(), maxPadding)
	}
	return nil
}
