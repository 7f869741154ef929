package expr

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// intervalShape is how the text of an interval is written, and what its fields count: months, or milliseconds.
type intervalShape struct {
	pattern *regexp.Regexp
	units   []int64
	limits  []int64 // of all fields but the first
}

const (
	second = 1000
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

var intervalShapes = map[datatype.IntervalResolution]intervalShape{
	datatype.Year:           {shape(`(\d+)`), []int64{12}, nil},
	datatype.Month:          {shape(`(\d+)`), []int64{1}, nil},
	datatype.YearToMonth:    {shape(`(\d+)-(\d{1,2})`), []int64{12, 1}, []int64{11}},
	datatype.Day:            {shape(`(\d+)`), []int64{day}, nil},
	datatype.DayToHour:      {shape(`(\d+) (\d{1,2})`), []int64{day, hour}, []int64{23}},
	datatype.DayToMinute:    {shape(`(\d+) (\d{1,2}):(\d{1,2})`), []int64{day, hour, minute}, []int64{23, 59}},
	datatype.DayToSecond:    {shape(`(\d+) (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d+))?`), []int64{day, hour, minute, second}, []int64{23, 59, 59}},
	datatype.Hour:           {shape(`(\d+)`), []int64{hour}, nil},
	datatype.HourToMinute:   {shape(`(\d+):(\d{1,2})`), []int64{hour, minute}, []int64{59}},
	datatype.HourToSecond:   {shape(`(\d+):(\d{1,2}):(\d{1,2})(?:\.(\d+))?`), []int64{hour, minute, second}, []int64{59, 59}},
	datatype.Minute:         {shape(`(\d+)`), []int64{minute}, nil},
	datatype.MinuteToSecond: {shape(`(\d+):(\d{1,2})(?:\.(\d+))?`), []int64{minute, second}, []int64{59}},
	datatype.Second:         {shape(`(\d+)(?:\.(\d+))?`), []int64{second}, nil},
}

func shape(pattern string) *regexp.Regexp { return regexp.MustCompile(`^([+-]?)` + pattern + `$`) }

// maxDayPrecision is the most digits of the leading field that Flink supports in a day-time interval
// (FlinkTypeFactory.toLogicalType: DAY_INTERVAL_TYPES precision is not supported).
const maxDayPrecision = 3

// setInterval reads the text of an interval literal (SqlIntervalQualifier.evaluateIntervalLiteral). scale is 7 for WEEK, 3 for QUARTER.
func (n *node) setInterval(text string, typ datatype.Type, scale int64, negative bool) {
	n.typ = typ.NonNull()
	count, err := readInterval(text, typ)
	if err != nil {
		n.err = pgerr.From(err).At(n.pos)
		return
	}
	if negative {
		scale = -scale
	}
	if n.value, err = intervalOf(big.NewInt(0).Mul(count, big.NewInt(scale)), typ); err != nil {
		n.err = pgerr.From(err).At(n.pos)
	}
}

// readInterval returns the months or milliseconds of an interval.
func readInterval(text string, typ datatype.Type) (*big.Int, error) {
	if err := checkPrecision(typ); err != nil {
		return nil, err
	}
	s := intervalShapes[typ.Resolution]
	m := s.pattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return nil, badInterval(text, typ)
	}
	sum := new(big.Int)
	for i, unit := range s.units {
		field, ok := new(big.Int).SetString(m[i+2], 10)
		if !ok || i > 0 && field.Cmp(big.NewInt(s.limits[i-1])) > 0 {
			return nil, badInterval(text, typ)
		}
		if digits := len(field.String()); i == 0 && digits > typ.Precision {
			return nil, pgerr.New(pgerr.IntervalFieldOverflow, "interval field value %s has more than %d digits", m[i+2], typ.Precision).
				WithHint("The precision of the leading field can be written: DAY(3).")
		}
		sum.Add(sum, field.Mul(field, big.NewInt(unit)))
	}
	if fraction := m[len(m)-1]; len(m) > len(s.units)+2 && fraction != "" {
		if len(fraction) > typ.Scale {
			return nil, badInterval(text, typ)
		}
		millis, _ := strconv.ParseInt((fraction + "000")[:3], 10, 64)
		sum.Add(sum, big.NewInt(millis))
	}
	if m[1] == "-" {
		sum.Neg(sum)
	}
	return sum, nil
}

func checkPrecision(typ datatype.Type) error {
	most := maxDayPrecision
	if typ.Root == datatype.IntervalYearMonth {
		most = 10
	}
	switch {
	case typ.Precision < 1 || typ.Precision > 10:
		return pgerr.New(pgerr.InvalidParameterValue, "precision %d of an interval is out of range", typ.Precision)
	case typ.Precision > most:
		return pgerr.New(pgerr.FeatureNotSupported, "precision %d of an interval is not supported", typ.Precision)
	case typ.Root == datatype.IntervalDayTime && (typ.Scale < 1 || typ.Scale > 9):
		return pgerr.New(pgerr.InvalidParameterValue, "fractional precision %d of an interval is out of range", typ.Scale)
	}
	return nil
}

func badInterval(text string, typ datatype.Type) error {
	return pgerr.New(pgerr.InvalidDatetimeFormat, "invalid text %q of an interval", text).WithDetail("Its type is %s.", typ.Nullable())
}

// intervalOf returns the interval of so many months or milliseconds.
func intervalOf(count *big.Int, typ datatype.Type) (datatype.Value, error) {
	if typ.Root == datatype.IntervalYearMonth {
		if !count.IsInt64() || count.Int64() > math.MaxInt32 || count.Int64() < math.MinInt32 {
			return nil, intervalOverflow()
		}
		return datatype.Period(count.Int64()), nil
	}
	if !count.IsInt64() {
		return nil, intervalOverflow()
	}
	return milliseconds(count.Int64())
}

func milliseconds(n int64) (datatype.Value, error) {
	if n > math.MaxInt64/int64(time.Millisecond) || n < math.MinInt64/int64(time.Millisecond) {
		return nil, intervalOverflow()
	}
	return time.Duration(n) * time.Millisecond, nil
}

func intervalOverflow() error {
	return pgerr.New(pgerr.IntervalFieldOverflow, "interval is out of range")
}

// folded is the type that Flink gives an interval once it is folded; other types stay.
func folded(t datatype.Type) datatype.Type {
	f := t
	switch t.Root {
	case datatype.IntervalYearMonth:
		f = datatype.MonthInterval()
	case datatype.IntervalDayTime:
		f = datatype.SecondInterval()
	}
	f.NotNull = t.NotNull
	return f
}
