package datatype

// The defaults of YearMonthIntervalType and DayTimeIntervalType: digits of the leading field and of the fraction of a second.
const (
	defaultLeadingPrecision    = 2
	defaultFractionalPrecision = 6
)

// intervalFields maps "first field TO last field" to a resolution.
var intervalFields = map[string]IntervalResolution{
	"YEAR": Year, "MONTH": Month, "YEAR TO MONTH": YearToMonth,
	"DAY": Day, "DAY TO HOUR": DayToHour, "DAY TO MINUTE": DayToMinute, "DAY TO SECOND": DayToSecond,
	"HOUR": Hour, "HOUR TO MINUTE": HourToMinute, "HOUR TO SECOND": HourToSecond,
	"MINUTE": Minute, "MINUTE TO SECOND": MinuteToSecond, "SECOND": Second,
}

// parseInterval reads what follows INTERVAL. Only YEAR and DAY take a leading precision, and only a last field SECOND takes a
// fractional one.
func (p *typeParser) parseInterval() (Type, error) {
	token, err := p.expect(tokenKeyword)
	if err != nil {
		return Type{}, err
	}
	fields := token.text
	if _, ok := intervalFields[fields]; !ok {
		return Type{}, p.fail("Invalid interval resolution")
	}
	t := Type{Root: IntervalDayTime, Precision: defaultLeadingPrecision, Scale: defaultFractionalPrecision}
	if fields == "YEAR" || fields == "DAY" {
		if t.Precision, err = p.parsePrecision(t.Precision); err != nil {
			return Type{}, err
		}
	}
	last := fields
	if fields != "MONTH" && fields != "SECOND" && p.accept("TO") {
		if last, err = p.parseLastField(fields); err != nil {
			return Type{}, err
		}
		fields += " TO " + last
	}
	if last == "SECOND" {
		if t.Scale, err = p.parsePrecision(t.Scale); err != nil {
			return Type{}, err
		}
	}
	t.Resolution = intervalFields[fields]
	return t.asInterval()
}

func (p *typeParser) parseLastField(first string) (string, error) {
	if first == "YEAR" {
		return "MONTH", p.expectKeywords("MONTH")
	}
	token, err := p.expect(tokenKeyword)
	if err != nil {
		return "", err
	}
	if _, ok := intervalFields[first+" TO "+token.text]; !ok {
		return "", p.fail("Invalid day-time interval resolution")
	}
	return token.text, nil
}

// asInterval sets the root that belongs to the resolution and checks the precisions.
func (t Type) asInterval() (Type, error) {
	if t.Resolution <= YearToMonth {
		t.Root, t.Scale = IntervalYearMonth, 0
		return t, checkBounds("year precision of year-month intervals", t.Precision, 1, 4)
	}
	if err := checkBounds("day precision of day-time intervals", t.Precision, 1, 6); err != nil {
		return Type{}, err
	}
	return t, checkBounds("fractional precision of day-time intervals", t.Scale, 0, 9)
}
