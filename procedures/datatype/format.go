package datatype

import (
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Format holds the settings of a session that decide how values are written and read as text. It is read-only while encoders
// use it.
type Format struct {
	Zone             *time.Location // TimeZone; nil means UTC
	DateStyle        DateStyle      // the first word of DateStyle
	DateOrder        DateOrder      // the second word of DateStyle
	IntervalStyle    IntervalStyle
	ByteaEscape      bool // bytea_output = escape
	ExtraFloatDigits int  // extra_float_digits, -15 … 3; above 0 floats are written as the shortest text that reads back the same
}

// DefaultFormat returns PostgreSQL's defaults, in UTC.
func DefaultFormat() Format { return Format{Zone: time.UTC, ExtraFloatDigits: 1} }

// location returns the zone of a format that may be nil.
func (f *Format) location() *time.Location {
	if f == nil || f.Zone == nil {
		return time.UTC
	}
	return f.Zone
}

// orDefault returns f, or the default format for nil.
func (f *Format) orDefault() *Format {
	if f == nil {
		d := DefaultFormat()
		return &d
	}
	return f
}

// DateStyle is the layout of dates and timestamps as text.
type DateStyle uint8

// The date styles.
const (
	DateISO      DateStyle = iota // 1997-12-17 07:37:16-08
	DateSQL                       // 12/17/1997 07:37:16 PST
	DatePostgres                  // Wed Dec 17 07:37:16 1997 PST
	DateGerman                    // 17.12.1997 07:37:16 PST
)

// DateOrder is the order in which the parts of an ambiguous date are read, and written by the styles SQL and Postgres.
type DateOrder uint8

// The date orders.
const (
	OrderMDY DateOrder = iota
	OrderDMY
	OrderYMD
)

// IntervalStyle is the layout of intervals as text.
type IntervalStyle uint8

// The interval styles.
const (
	IntervalPostgres        IntervalStyle = iota // 1 day 02:03:04
	IntervalPostgresVerbose                      // @ 1 day 2 hours 3 mins 4 secs
	IntervalSQLStandard                          // 1 2:03:04
	IntervalISO8601                              // P1DT2H3M4S
)

var (
	dateStyleNames     = [...]string{"ISO", "SQL", "Postgres", "German"}
	dateOrderNames     = [...]string{"MDY", "DMY", "YMD"}
	intervalStyleNames = [...]string{"postgres", "postgres_verbose", "sql_standard", "iso_8601"}
)

// DateStyleName returns the setting DateStyle as SHOW spells it, such as "ISO, MDY".
func (f *Format) DateStyleName() string {
	return dateStyleNames[f.DateStyle] + ", " + dateOrderNames[f.DateOrder]
}

// IntervalStyleName returns the setting IntervalStyle as SHOW spells it.
func (f *Format) IntervalStyleName() string { return intervalStyleNames[f.IntervalStyle] }

// SetDateStyle changes the parts of DateStyle that a value of the setting names, as PostgreSQL's check_datestyle does: a list of
// a style, an order, or DEFAULT. An error is 22023 and leaves f as it is.
func (f *Format) SetDateStyle(value string) error {
	next, haveStyle, haveOrder, unclear := *f, false, false, false
	setStyle := func(s DateStyle) {
		unclear = unclear || haveStyle && next.DateStyle != s
		next.DateStyle, haveStyle = s, true
	}
	setOrder := func(o DateOrder) {
		unclear = unclear || haveOrder && next.DateOrder != o
		next.DateOrder, haveOrder = o, true
	}
	for _, word := range strings.Split(value, ",") {
		word = strings.ToUpper(strings.Trim(strings.TrimSpace(word), `"`))
		switch {
		case strings.TrimSpace(value) == "": // an empty list changes nothing
		case word == "" || strings.ContainsAny(word, " \t\n"):
			return invalidSetting("DateStyle", value).WithDetail("List syntax is invalid.")
		case word == "ISO":
			setStyle(DateISO)
		case word == "SQL":
			setStyle(DateSQL)
		case strings.HasPrefix(word, "POSTGRES"):
			setStyle(DatePostgres)
		case word == "GERMAN":
			setStyle(DateGerman)
			if !haveOrder {
				next.DateOrder = OrderDMY
			}
		case word == "YMD":
			setOrder(OrderYMD)
		case word == "DMY", strings.HasPrefix(word, "EURO"):
			setOrder(OrderDMY)
		case word == "MDY", word == "US", strings.HasPrefix(word, "NONEURO"):
			setOrder(OrderMDY)
		case word == "DEFAULT":
			next.applyDefaultDateStyle(haveStyle, haveOrder)
		default:
			return invalidSetting("DateStyle", value).WithDetail("Unrecognized key word: %q.", strings.ToLower(word))
		}
	}
	if unclear {
		return invalidSetting("DateStyle", value).WithDetail("Conflicting \"datestyle\" specifications.")
	}
	*f = next
	return nil
}

// applyDefaultDateStyle sets what an earlier word of the list has not set.
func (f *Format) applyDefaultDateStyle(haveStyle, haveOrder bool) {
	if !haveStyle {
		f.DateStyle = DateISO
	}
	if !haveOrder {
		f.DateOrder = OrderMDY
	}
}

// SetIntervalStyle sets IntervalStyle by its name. An error is 22023 and leaves f as it is.
func (f *Format) SetIntervalStyle(value string) error {
	for i, name := range intervalStyleNames {
		if strings.EqualFold(value, name) {
			f.IntervalStyle = IntervalStyle(i)
			return nil
		}
	}
	return invalidSetting("IntervalStyle", value).
		WithHint("Available values: %s.", strings.Join(intervalStyleNames[:], ", "))
}

func invalidSetting(name, value string) *pgerr.Error {
	return pgerr.New(pgerr.InvalidParameterValue, "invalid value for parameter \"%s\": \"%s\"", name, value)
}
