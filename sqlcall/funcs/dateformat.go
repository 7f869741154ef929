package funcs

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

const defaultPattern = "yyyy-MM-dd HH:mm:ss"

// patternArg compiles the second argument, or the default pattern.
func (c *call) patternArg(simple bool) (*javaPattern, error) {
	if len(c.args) > 1 {
		return compilePattern(c.str(1), simple)
	}
	return compilePattern(defaultPattern, simple)
}

// dateFormat is DATE_FORMAT(timestamp or text, pattern); NULL where a text is not a timestamp.
func dateFormat(c *call) (datatype.Value, error) {
	p, err := c.patternArg(false)
	if err != nil {
		return nil, err
	}
	at, ok := c.args[0].Value.(datatype.Instant)
	if !ok {
		if at, ok = parseSimple(c.str(0), defaultPattern, time.UTC, c.env.Now); !ok {
			return nil, nil
		}
	}
	return textOrError(p.format(wallClock(at, c.args[0].Type, c.zone()).Time(), false))
}

// textOrError makes a value of a string, not of "" beside an error.
func textOrError(s string, err error) (datatype.Value, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// parseSimple reads the start of a text by a pattern of SimpleDateFormat.
func parseSimple(s, pattern string, zone *time.Location, now time.Time) (datatype.Instant, bool) {
	p, err := compilePattern(pattern, true)
	if err != nil {
		return datatype.Instant{}, false
	}
	fields, _, ok := p.parse(s, now)
	if !ok {
		return datatype.Instant{}, false
	}
	return fields.lenient(zone), true
}

// fromUnixtime is FROM_UNIXTIME(seconds [, pattern]) in the session's zone.
func fromUnixtime(c *call) (datatype.Value, error) {
	p, err := c.patternArg(true)
	if err != nil {
		return nil, err
	}
	at := datatype.Instant{Seconds: c.int(0)}
	if at.Seconds > 1000*lastSecond || at.Seconds < -1000*lastSecond {
		return nil, outOfRange()
	}
	return textOrError(p.format(at.Time().In(c.zone()), true))
}

// unparsable is what UNIX_TIMESTAMP answers to a text that it cannot read (Flink's documentation says so).
const unparsable = int64(-1) << 63

// unixTimestamp is UNIX_TIMESTAMP([text [, pattern]]) in the session's zone.
func unixTimestamp(c *call) (datatype.Value, error) {
	if len(c.args) == 0 {
		return c.env.Now.Unix(), nil
	}
	p, err := c.patternArg(true)
	if err != nil {
		return nil, err
	}
	fields, _, ok := p.parse(c.str(0), c.env.Now)
	if !ok {
		return unparsable, nil
	}
	at := fields.lenient(c.zone())
	if at.Seconds < 0 && at.Nanos > 0 {
		return at.Seconds + 1, nil // Java divides milliseconds toward zero
	}
	return at.Seconds, nil
}

// toDate is TO_DATE(text [, pattern]); NULL where the text is no date.
func toDate(c *call) (datatype.Value, error) {
	if len(c.args) == 1 {
		return plainDate(c.str(0)), nil
	}
	p, err := c.patternArg(true)
	if err != nil {
		return nil, err
	}
	fields, _, ok := p.parse(c.str(0), c.env.Now)
	if !ok {
		return nil, nil
	}
	at := fields.lenient(time.UTC)
	if _, err := inRange(at); err != nil {
		return nil, nil //nolint:nilerr // what is no date is NULL
	}
	d, _ := at.Split()
	return d, nil
}

// plainDate reads y, y-m or y-m-d before the first blank (DateTimeUtils.parseDate).
func plainDate(s string) datatype.Value {
	if i := strings.IndexByte(s, ' '); i > 0 {
		s = s[:i]
	}
	parts := [3]int{0, 1, 1}
	for i, part := range strings.SplitN(s, "-", 3) {
		n, err := strconv.ParseUint(strings.TrimSpace(part), 10, 31)
		if err != nil {
			return nil
		}
		parts[i] = int(n)
	}
	if parts[0] > 9999 || !datatype.ValidCivil(parts[0], parts[1], parts[2]) {
		return nil
	}
	return datatype.DaysFromCivil(parts[0], parts[1], parts[2])
}

// toTimestamp is TO_TIMESTAMP(text [, pattern]); NULL where the text is no timestamp, or the pattern none.
func toTimestamp(c *call) (datatype.Value, error) {
	at, ok := parseTimestamp(c)
	if !ok {
		return nil, nil
	}
	return at.Truncate(c.result.Precision), nil
}

// parseTimestamp reads argument 0 by the pattern of argument 1, or else as java.sql's Timestamp.valueOf and Date.valueOf do;
// without a pattern as year-month-day [hour:minute:second[.fraction]].
func parseTimestamp(c *call) (datatype.Instant, bool) {
	s := c.str(0)
	if len(c.args) == 1 {
		return matchTimestamp(s, false)
	}
	p, err := compilePattern(c.str(1), false)
	if err != nil {
		return datatype.Instant{}, false
	}
	if fields, rest, ok := p.parse(s, c.env.Now); ok && rest == "" {
		if at, ok := fields.smart(); ok {
			return at, true
		}
	}
	return matchTimestamp(strings.TrimSpace(s), true)
}

// matchTimestamp reads "year-month-day[ hour:minute:second[.fraction]]". Overflowing is java.sql's way, in which a day or an
// hour too large carries over; else the parts must be in their ranges.
func matchTimestamp(s string, overflowing bool) (datatype.Instant, bool) {
	date, clock, timed := strings.Cut(s, " ")
	fields := dateFields{values: map[byte]int{}}
	ok := fields.read(date, "-", []byte("yMd"), overflowing)
	if year, _, _ := strings.Cut(date, "-"); len(year) != 4 {
		return datatype.Instant{}, false
	}
	if timed {
		whole, fraction, _ := strings.Cut(clock, ".")
		ok = ok && fields.read(whole, ":", []byte("Hms"), overflowing) && len(fraction) <= 9
		if fraction != "" {
			nanos, err := strconv.ParseUint(fraction, 10, 31)
			ok = ok && err == nil
			fields.values['S'] = int(nanos) * pow10(9-len(fraction))
		}
	}
	if !ok || !overflowing {
		at, inRanges := fields.smart()
		return at, ok && inRanges
	}
	nanos := fields.values['S']
	if m, d := fields.values['M'], fields.values['d']; m < 1 || m > 12 || d < 1 || d > 31 {
		return datatype.Instant{}, false
	}
	fields.values['S'] = 0
	at := fields.lenient(time.UTC)
	at.Nanos = int32(nanos)
	return at, true
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// read takes three numbers apart.
func (f *dateFields) read(s, separator string, letters []byte, long bool) bool {
	parts := strings.Split(s, separator)
	if len(parts) != len(letters) {
		return false
	}
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 15)
		if err != nil || i > 0 && len(part) > 2 && !(long && separator == ":") {
			return false
		}
		f.values[letters[i]] = int(n)
	}
	return true
}

// toTimestampLTZType is TIMESTAMP_LTZ(3), or more digits where a literal precision or pattern has them.
func toTimestampLTZType(args []Arg, f *form) (datatype.Type, error) {
	types := argTypes(args)
	numeric := classHas(numbers, types[0].Root)
	precision := int64(3)
	switch {
	case numeric && len(args) > 2, len(args) > 1 && classHas(integers, types[1].Root) != numeric:
		return datatype.Type{}, f.mismatch(types)
	case len(args) > 1 && numeric && args[1].Value != nil:
		precision = toInt(args[1].Value)
	case len(args) > 1:
		pattern, _ := args[1].Value.(string)
		precision = int64(strings.Count(pattern, "S"))
	}
	if precision < 0 || numeric && precision > 9 {
		return datatype.Type{}, pgerr.New(pgerr.InvalidParameterValue, "precision of TO_TIMESTAMP_LTZ must be between 0 and 9")
	}
	return datatype.TimestampLTZType(int(min(max(precision, 3), 9))), nil
}

// toTimestampLTZ is TO_TIMESTAMP_LTZ(number [, precision]) and TO_TIMESTAMP_LTZ(text [, pattern [, zone]]): the zone is UTC
// unless it is named.
func toTimestampLTZ(c *call) (datatype.Value, error) {
	if classHas(numbers, c.args[0].Type.Root) {
		return fromEpoch(c)
	}
	zone := time.UTC
	if len(c.args) > 2 {
		var ok bool
		if zone, ok = javaZone(c.str(2)); !ok {
			return nil, pgerr.New(pgerr.InvalidParameterValue, "time zone %q not recognized", c.str(2))
		}
	}
	at, ok := parseTimestamp(c)
	switch {
	case ok:
		return at.FromZone(zone).Truncate(c.result.Precision), nil
	case len(c.args) == 1:
		return nil, pgerr.New(pgerr.InvalidDatetimeFormat, "invalid input syntax for type timestamp: %q", c.str(0))
	}
	return nil, nil
}

// fromEpoch counts units of 10^-precision seconds from 1970; NULL beyond the years 0 to 9999. A DECIMAL loses its fraction, a
// DOUBLE keeps it.
func fromEpoch(c *call) (datatype.Value, error) {
	precision := 3
	if len(c.args) > 1 {
		precision = min(max(c.length(1), 0), 9)
	}
	perSecond := int64(pow10(precision))
	n := c.int(0)
	at := datatype.Instant{Seconds: floorDiv(n, perSecond), Nanos: int32(floorMod(n, perSecond) * (1e9 / perSecond))}
	if isFloat(c.args[0].Value) {
		fraction := (c.float(0) - float64(n)) * 1e9 / float64(perSecond)
		at = at.Add(time.Duration(fraction))
	}
	if at.Seconds < firstSecond || at.Seconds > lastSecond {
		return nil, nil
	}
	return at.Truncate(c.result.Precision), nil
}

// oldZones are Java's three-letter names that the tz database does not have (sun.util.calendar.ZoneInfoFile).
var oldZones = map[string]string{
	"ACT": "Australia/Darwin", "AET": "Australia/Sydney", "AGT": "America/Argentina/Buenos_Aires", "ART": "Africa/Cairo",
	"AST": "America/Anchorage", "BET": "America/Sao_Paulo", "BST": "Asia/Dhaka", "CAT": "Africa/Harare", "CNT": "America/St_Johns",
	"CST": "America/Chicago", "CTT": "Asia/Shanghai", "EAT": "Africa/Addis_Ababa", "ECT": "Europe/Paris", "IET": "America/Indiana/Indianapolis",
	"IST": "Asia/Kolkata", "JST": "Asia/Tokyo", "MIT": "Pacific/Apia", "NET": "Asia/Yerevan", "NST": "Pacific/Auckland", "PLT": "Asia/Karachi",
	"PNT": "America/Phoenix", "PRT": "America/Puerto_Rico", "PST": "America/Los_Angeles", "SST": "Pacific/Guadalcanal", "VST": "Asia/Ho_Chi_Minh",
}

// javaZone finds a zone as java.util.TimeZone does: a name of the tz database, GMT±h[:mm] or an old three-letter name.
func javaZone(name string) (*time.Location, bool) {
	if name == "UTC" || name == "GMT" || name == "Z" {
		return time.UTC, true
	}
	if offset, ok := strings.CutPrefix(name, "GMT"); ok && len(offset) > 1 && strings.Contains("+-", offset[:1]) {
		return fixedZone(offset)
	}
	if full, ok := oldZones[name]; ok {
		name = full
	}
	if name == "" || name == "Local" {
		return nil, false // names of Go's own
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

func fixedZone(offset string) (*time.Location, bool) {
	hours, minutes, _ := strings.Cut(offset[1:], ":")
	if minutes == "" && len(hours) > 2 {
		hours, minutes = hours[:len(hours)-2], hours[len(hours)-2:]
	}
	h, err := strconv.ParseUint(hours, 10, 8)
	m, minuteErr := strconv.ParseUint("0"+minutes, 10, 8)
	if err != nil || minuteErr != nil || h > 23 || m > 59 {
		return nil, false
	}
	seconds := int(h)*3600 + int(m)*60
	if offset[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone(fmt.Sprintf("GMT%s", offset), seconds), true
}

// convertTZ is CONVERT_TZ(text, from, to); unknown zones are GMT, as to java.util.TimeZone.
func convertTZ(c *call) (datatype.Value, error) {
	var zones [2]*time.Location
	for i := range zones {
		var ok bool
		if zones[i], ok = javaZone(c.str(i + 1)); !ok {
			zones[i] = time.UTC
		}
	}
	at, ok := parseSimple(c.str(0), defaultPattern, zones[0], c.env.Now)
	if !ok {
		return nil, nil
	}
	if _, err := inRange(at); err != nil {
		return nil, err
	}
	p, err := compilePattern(defaultPattern, true)
	if err != nil {
		return nil, err
	}
	return textOrError(p.format(at.Time().In(zones[1]), true))
}
