package datatype

import (
	"strconv"
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// dateError says why the text of a date, time or interval cannot be read (the DTERR_ values of datetime.c). The zero value is
// success.
type dateError uint8

const (
	dateOK               dateError = iota
	dateBadFormat                  // 22007
	dateOverflow                   // 22008: a field is out of range
	dateBadOrder                   // 22008: the same, and another DateStyle may help
	dateIntervalOverflow           // 22015
	zoneOverflow                   // 22009
	zoneUnknown                    // 22023
)

const invalidTimeZoneDisplacement pgerr.Code = "22009"

// report is dateError.report, with the name of an unknown zone.
func (d *dateFields) report(err dateError, typeName, text string) error {
	if err == zoneUnknown {
		return pgerr.New(pgerr.InvalidParameterValue, "time zone \"%s\" not recognized", d.unknownZone)
	}
	return err.report(typeName, text)
}

// report makes the error that PostgreSQL raises for the text (DateTimeParseError).
func (e dateError) report(typeName, text string) error {
	switch e {
	case dateOK:
		return nil
	case dateOverflow:
		return pgerr.New(pgerr.DatetimeFieldOverflow, "date/time field value out of range: \"%s\"", text)
	case dateBadOrder:
		return pgerr.New(pgerr.DatetimeFieldOverflow, "date/time field value out of range: \"%s\"", text).
			WithHint("Perhaps you need a different \"datestyle\" setting.")
	case dateIntervalOverflow:
		return pgerr.New(pgerr.IntervalFieldOverflow, "interval field value out of range: \"%s\"", text)
	case zoneOverflow:
		return pgerr.New(invalidTimeZoneDisplacement, "time zone displacement out of range: \"%s\"", text)
	}
	return pgerr.New(pgerr.InvalidDatetimeFormat, "invalid input syntax for type %s: \"%s\"", typeName, text)
}

// dateMask is the set of fields that a text has given.
type dateMask uint16

const (
	hasYear dateMask = 1 << iota
	hasMonth
	hasDay
	hasDayOfYear
	hasClock
	hasZone
	hasAMPM
	hasEra
	hasWeekday
	hasSpecial

	hasDate = hasYear | hasMonth | hasDay
)

// dateFields is what the text of a date, time or timestamp says, field by field.
type dateFields struct {
	order    DateOrder
	timeOnly bool // the text is of a time, which needs no date

	mask                   dateMask
	year, month, day       int
	dayOfYear              int
	hour, minute, second   int
	nanos                  int
	offset                 int            // seconds east of UTC, where the text gives one
	zone                   *time.Location // instead of offset
	unknownZone            string         // a name that is no zone
	special                dateSpecial
	textMonth, shortYear   bool // the month was a word; the year had at most two digits
	julian, bc, afternoon  bool
	ampm                   bool
	expectTime, expectDate bool // after the T, after a J
}

// decodeDateTime reads the text of a date, timestamp or (timeOnly) time as DecodeDateTime and DecodeTimeOnly in datetime.c do.
// Words that mean the current time are refused: a value must not depend on when it is read.
func decodeDateTime(text string, order DateOrder, timeOnly bool) (dateFields, dateError) {
	d := dateFields{order: order, timeOnly: timeOnly}
	tokens, ok := tokenizeDate(text)
	if !ok || len(tokens) == 0 {
		return d, dateBadFormat
	}
	for i := range tokens {
		given, err := d.token(tokens, i)
		if err != dateOK {
			return d, err
		}
		if given&d.mask != 0 {
			return d, dateBadFormat
		}
		d.mask |= given
	}
	if d.expectTime || d.expectDate {
		return d, dateBadFormat
	}
	return d, d.finish()
}

func (d *dateFields) token(tokens []dateToken, i int) (dateMask, dateError) {
	switch t := tokens[i]; t.kind {
	case tokenDate:
		return d.dateToken(tokens, i)
	case tokenTime:
		if d.expectDate {
			return 0, dateBadFormat
		}
		d.expectTime = false
		return hasClock, d.clock(t.text)
	case tokenZone:
		return hasZone, d.zoneOffset(t.text)
	case tokenNumber:
		return d.numberToken(tokens, i)
	default:
		return d.wordToken(tokens, i)
	}
}

// dateToken reads a date, or a zone name with punctuation, or a time run together with an offset.
func (d *dateFields) dateToken(tokens []dateToken, i int) (dateMask, dateError) {
	t := tokens[i]
	if d.expectDate { // a Julian day with an offset
		return d.julianWithZone(t.text)
	}
	isDate := !d.expectTime && d.mask&(hasMonth|hasDay) != hasMonth|hasDay
	if d.timeOnly {
		isDate = i == 0 && len(tokens) >= 2 && (tokens[len(tokens)-1].kind == tokenDate || tokens[1].kind == tokenTime)
	}
	if isDate {
		return d.date(t.text)
	}
	if !isDigit(t.text[0]) && !d.expectTime {
		return hasZone, d.zoneName(t.original)
	}
	d.expectTime = false
	dash := strings.IndexByte(t.text, '-')
	if d.mask&hasClock != 0 || dash < 0 {
		return 0, dateBadFormat
	}
	if err := d.zoneOffset(t.text[dash:]); err != dateOK {
		return 0, err
	}
	given, err := d.runTogether(t.text[:dash], d.mask|d.assumedDate())
	return given | hasZone, err
}

// assumedDate makes a time of numbers that could be a date.
func (d *dateFields) assumedDate() dateMask {
	if d.timeOnly {
		return hasDate
	}
	return 0
}

func (d *dateFields) julianWithZone(text string) (dateMask, dateError) {
	end := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 || d.julianDay(text[:end]) != dateOK {
		return 0, dateBadFormat
	}
	return hasDate | hasClock | hasZone, d.zoneOffset(text[end:])
}

const unixEpochJulian = 2440588 // the Julian day of 1970-01-01

func (d *dateFields) julianDay(text string) dateError {
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return dateOverflow
	}
	d.year, d.month, d.day = saturateDays(n - unixEpochJulian).Civil()
	d.julian, d.expectDate = true, false
	return dateOK
}

func (d *dateFields) numberToken(tokens []dateToken, i int) (dateMask, dateError) {
	text := tokens[i].text
	point := strings.IndexByte(text, '.')
	switch {
	case d.expectDate:
		return d.julianNumber(text)
	case d.expectTime:
		d.expectTime = false
		given, err := d.runTogether(text, d.mask|hasDate)
		if err == dateOK && given != hasClock {
			err = dateBadFormat
		}
		return given, err
	case d.timeOnly:
		return d.timeNumber(tokens, i)
	case point >= 0 && d.mask&hasDate == 0:
		return d.date(text)
	case point > 2:
		return d.runTogether(text, d.mask)
	case len(text) >= 6 && (d.mask&hasDate == 0 || d.mask&hasClock == 0):
		return d.runTogether(text, d.mask)
	}
	return d.number(text, d.mask)
}

// julianNumber reads a Julian day, whose fraction is the time of day.
func (d *dateFields) julianNumber(text string) (dateMask, dateError) {
	whole, fraction, fractional := strings.Cut(text, ".")
	if err := d.julianDay(whole); err != dateOK || !fractional {
		return hasDate, err
	}
	part, err := strconv.ParseFloat("0."+fraction, 64)
	if err != nil && fraction != "" {
		return 0, dateBadFormat
	}
	us := int(part*microsPerDay + 0.5)
	d.hour, d.minute, d.second = us/microsPerSecond/3600, us/microsPerSecond/60%60, us/microsPerSecond%60
	d.nanos = us % microsPerSecond * nanosPerMicro
	return hasDate | hasClock, dateOK
}

// timeNumber reads a number in the text of a time.
func (d *dateFields) timeNumber(tokens []dateToken, i int) (dateMask, dateError) {
	text := tokens[i].text
	point := strings.IndexByte(text, '.')
	switch {
	case point >= 0 && i == 0 && len(tokens) >= 2 && tokens[len(tokens)-1].kind == tokenDate:
		return d.date(text)
	case point > 2, point < 0 && len(text) > 4:
		return d.runTogether(text, d.mask|hasDate)
	case point >= 0:
		return 0, dateBadFormat
	}
	return d.number(text, d.mask|hasDate)
}

func (d *dateFields) wordToken(tokens []dateToken, i int) (dateMask, dateError) {
	t := tokens[i]
	if d.expectDate || d.expectTime {
		return 0, dateBadFormat
	}
	if offset, ok := abbreviationOffsets[t.text]; ok {
		d.offset = offset
		return hasZone, dateOK
	}
	keyword, ok := dateKeywords[t.text]
	if !ok {
		if err := d.zoneName(t.original); err != dateOK || t.kind != tokenWord {
			return 0, dateBadFormat
		}
		return hasZone, dateOK
	}
	if d.timeOnly && (keyword.kind == keywordMonth || keyword.kind == keywordWeekday) {
		return 0, dateBadFormat
	}
	switch keyword.kind {
	case keywordMonth:
		return d.monthWord(keyword.value)
	case keywordWeekday:
		return hasWeekday, dateOK
	case keywordAMPM:
		d.ampm, d.afternoon = true, keyword.value != 0
		return hasAMPM, dateOK
	case keywordEra:
		d.bc = keyword.value != 0
		return hasEra, dateOK
	case keywordSpecial:
		d.special = dateSpecial(keyword.value)
		return hasSpecial, dateOK
	case keywordAllBalls:
		return hasClock | hasZone, dateOK
	case keywordRefused:
		return 0, dateBadFormat
	case keywordJulian:
		d.expectDate = true
	case keywordISOTime:
		return 0, d.isoTime(tokens, i)
	}
	return 0, dateOK
}

// isoTime accepts the T of ISO 8601 where a time follows, and for a timestamp a date precedes.
func (d *dateFields) isoTime(tokens []dateToken, i int) dateError {
	if !d.timeOnly && d.mask&hasDate != hasDate || i+1 == len(tokens) {
		return dateBadFormat
	}
	if next := tokens[i+1].kind; next != tokenNumber && next != tokenTime && next != tokenDate {
		return dateBadFormat
	}
	d.expectTime = true
	return dateOK
}

// monthWord takes the name of a month. A number that was read as the month before is the day.
func (d *dateFields) monthWord(month int) (dateMask, dateError) {
	given := hasMonth
	if d.mask&(hasMonth|hasDay) == hasMonth && !d.textMonth && d.month >= 1 && d.month <= 31 {
		d.day, given = d.month, hasDay
	}
	d.month, d.textMonth = month, true
	return given, dateOK
}

// finish checks the fields against each other and completes them (ValidateDate and the end of DecodeDateTime).
func (d *dateFields) finish() dateError {
	if d.special != noSpecial {
		if d.mask&^(hasSpecial|hasZone) != 0 {
			return dateBadFormat
		}
		return dateOK
	}
	if err := d.finishDate(); err != dateOK {
		return err
	}
	switch {
	case d.ampm && d.hour > 12:
		return dateOverflow
	case d.ampm && !d.afternoon && d.hour == 12:
		d.hour = 0
	case d.ampm && d.afternoon && d.hour != 12:
		d.hour += 12
	}
	if d.timeOfDay() > nanosPerDay {
		return dateOverflow
	}
	if d.timeOnly && d.zone != nil && d.mask&hasDate != hasDate { // the zone's offset depends on the date
		return dateBadFormat
	}
	if d.timeOnly && d.mask&hasClock == 0 || !d.timeOnly && d.mask&hasDate != hasDate {
		return dateBadFormat
	}
	return dateOK
}

func (d *dateFields) finishDate() dateError {
	if d.mask&hasYear != 0 && !d.julian {
		switch {
		case d.bc && d.year <= 0, !d.bc && !d.shortYear && d.year <= 0:
			return dateOverflow
		case d.bc:
			d.year = 1 - d.year
		case d.shortYear && d.year < 70:
			d.year += 2000
		case d.shortYear && d.year < 100:
			d.year += 1900
		}
	}
	if d.mask&hasDayOfYear != 0 {
		d.year, d.month, d.day = (DaysFromCivil(d.year, 1, 1) + Days(d.dayOfYear-1)).Civil()
	}
	switch {
	case d.mask&hasMonth != 0 && (d.month < 1 || d.month > 12), d.mask&hasDay != 0 && (d.day < 1 || d.day > 31):
		return dateBadOrder
	case d.mask&hasDate == hasDate && !ValidCivil(d.year, d.month, d.day):
		return dateOverflow
	}
	return dateOK
}
