package funcs

import (
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// unit is a unit of time: a number of months or a length.
type unit struct {
	months int64
	length time.Duration
}

const day = 24 * time.Hour

// units by their names; SQL_TSI_ before the name is allowed.
var units = map[string]unit{
	"MILLENNIUM": {months: 12000}, "CENTURY": {months: 1200}, "DECADE": {months: 120}, "YEAR": {months: 12},
	"QUARTER": {months: 3}, "MONTH": {months: 1}, "WEEK": {length: 7 * day}, "DAY": {length: day}, "HOUR": {length: time.Hour},
	"MINUTE": {length: time.Minute}, "SECOND": {length: time.Second}, "MILLISECOND": {length: time.Millisecond},
	"MICROSECOND": {length: time.Microsecond}, "NANOSECOND": {length: time.Nanosecond},
}

func unitName(s string) string { return strings.TrimPrefix(strings.ToUpper(s), "SQL_TSI_") }

func unitOf(name string) (unit, error) {
	u, ok := units[unitName(name)]
	if !ok {
		return u, pgerr.New(pgerr.InvalidParameterValue, "unit %q not recognized", name)
	}
	return u, nil
}

func unsupportedUnit(name string, t datatype.Type) error {
	return pgerr.New(pgerr.InvalidParameterValue, "unit %q not supported for type %s", strings.ToLower(name), t.Nullable())
}

// clock returns a date, time or timestamp as days and nanoseconds of the day, by the session's clock.
func (c *call) clock(i int) (datatype.Days, datatype.Nanos) {
	switch v := c.args[i].Value.(type) {
	case datatype.Days:
		return v, 0
	case datatype.Nanos:
		return 0, v
	case datatype.Instant:
		return wallClock(v, c.args[i].Type, c.zone()).Split()
	}
	return 0, 0
}
