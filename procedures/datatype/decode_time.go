package datatype

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// The ranges of PostgreSQL's date and timestamp types (IS_VALID_DATE, IS_VALID_TIMESTAMP).
var (
	minPGDate      = DaysFromCivil(-4713, 11, 24)
	endPGDate      = DaysFromCivil(5874898, 1, 1)
	minPGTimestamp = InstantOf(minPGDate, 0)
	endPGTimestamp = InstantOf(DaysFromCivil(294277, 1, 1), 0)
)

func datetimeOutOfRange(typeName string) error {
	return pgerr.New(pgerr.DatetimeFieldOverflow, "%s out of range", typeName)
}

func datetimeOutOfRangeText(typeName, text string) error {
	return pgerr.New(pgerr.DatetimeFieldOverflow, "%s out of range: \"%s\"", typeName, text)
}

// parseDate reads a date as date_in does; a time of day in the text is read and forgotten.
func parseDate(text string, f *Format) (Days, error) {
	d, err := decodeDateTime(text, f.DateOrder, false)
	if err != dateOK {
		return 0, d.report(err, "date", text)
	}
	switch d.special {
	case specialEpoch:
		return 0, nil
	case specialInfinity:
		return DaysInfinity, nil
	case specialNegativeInfinity:
		return DaysNegativeInfinity, nil
	}
	days := DaysFromCivil(d.year, d.month, d.day)
	if days < minPGDate || days >= endPGDate {
		return 0, datetimeOutOfRangeText("date", text)
	}
	return days, nil
}

// parseTime reads a time as time_in does; a date and a zone in the text are read and forgotten.
func parseTime(text, typeName string, f *Format) (Nanos, error) {
	d, err := decodeDateTime(text, f.DateOrder, true)
	if err == dateOK && d.special != noSpecial {
		err = dateBadFormat
	}
	if err != dateOK {
		return 0, d.report(err, typeName, text)
	}
	return d.timeOfDay(), nil
}

func (d *dateFields) timeOfDay() Nanos {
	return Nanos(int64(d.hour*3600+d.minute*60+d.second)*nanosPerSecond + int64(d.nanos))
}

// parseTimestamp reads a timestamp as timestamp_in does, or (zoned) as timestamptz_in: then a text without a zone is in the zone
// of the session. Without zoned, a zone in the text is read and forgotten.
func parseTimestamp(text string, zoned bool, f *Format) (Instant, error) {
	name := "timestamp"
	if zoned {
		name = "timestamp with time zone"
	}
	d, err := decodeDateTime(text, f.DateOrder, false)
	if err != dateOK {
		return Instant{}, d.report(err, name, text)
	}
	switch d.special {
	case specialEpoch:
		return Instant{}, nil
	case specialInfinity:
		return InstantInfinity, nil
	case specialNegativeInfinity:
		return InstantNegativeInfinity, nil
	}
	i := InstantOf(DaysFromCivil(d.year, d.month, d.day), d.timeOfDay())
	if zoned {
		i = d.inZone(i, f.location())
	}
	if i.Compare(minPGTimestamp) < 0 || i.Compare(endPGTimestamp) >= 0 {
		return Instant{}, datetimeOutOfRangeText("timestamp", text)
	}
	return i, nil
}

// inZone turns a wall clock into an instant by the zone of the text, else of the session.
func (d *dateFields) inZone(wall Instant, session *time.Location) Instant {
	switch {
	case wall.IsInfinite():
		return wall
	case d.mask&hasZone == 0:
		return instantIn(wall, session)
	case d.zone != nil:
		return instantIn(wall, d.zone)
	}
	wall.Seconds -= int64(d.offset)
	return wall
}

// roundTime rounds a time of day half up to 0 … 9 digits of the second.
func roundTime(n Nanos, digits int) Nanos {
	unit := int64(fractionUnit(digits))
	return Nanos(floorDiv(int64(n)+unit/2, unit) * unit)
}

func decodePGDate(data []byte) (Value, error) {
	n := int32(binary.BigEndian.Uint32(data))
	switch n {
	case math.MaxInt32:
		return DaysInfinity, nil
	case math.MinInt32:
		return DaysNegativeInfinity, nil
	}
	days := int64(n) + pgEpochDays
	if days < int64(minPGDate) || days >= int64(endPGDate) {
		return nil, datetimeOutOfRange("date")
	}
	return Days(days), nil
}

func decodePGTime(data []byte) (Value, error) {
	us := int64(binary.BigEndian.Uint64(data))
	if us < 0 || us > microsPerDay {
		return nil, datetimeOutOfRange("time")
	}
	return Nanos(us * nanosPerMicro), nil
}

// decodePGTimetz reads time with time zone, whose zone is dropped as PostgreSQL's cast to time does.
func decodePGTimetz(data []byte) (Value, error) {
	const maxZone = 16 * 3600 // exclusive: MAX_TZDISP_HOUR + 1
	if zone := int32(binary.BigEndian.Uint32(data[8:])); zone <= -maxZone || zone >= maxZone {
		return nil, pgerr.New(invalidTimeZoneDisplacement, "time zone displacement out of range")
	}
	return decodePGTime(data[:8])
}

func decodePGTimestamp(data []byte) (Value, error) {
	us := int64(binary.BigEndian.Uint64(data))
	switch us {
	case math.MaxInt64:
		return InstantInfinity, nil
	case math.MinInt64:
		return InstantNegativeInfinity, nil
	}
	seconds := floorDiv(us, microsPerSecond)
	i := Instant{Seconds: seconds + pgEpochSeconds, Nanos: int32(us-seconds*microsPerSecond) * nanosPerMicro}
	if i.Compare(minPGTimestamp) < 0 || i.Compare(endPGTimestamp) >= 0 {
		return nil, datetimeOutOfRange("timestamp")
	}
	return i, nil
}
