package datatype

// dateKeyword is what a word means in the text of a date or time (datetktbl in datetime.c).
type dateKeyword struct {
	kind  dateKeywordKind
	value int
}

type dateKeywordKind uint8

const (
	keywordIgnored  dateKeywordKind = iota
	keywordMonth                    // value is the month
	keywordWeekday                  // read and not checked
	keywordAMPM                     // value 12 for PM
	keywordEra                      // value 1 for BC
	keywordSpecial                  // value is a dateSpecial
	keywordJulian                   // the next number is a Julian day
	keywordISOTime                  // the T between date and time
	keywordAllBalls                 // 00:00:00 UTC
	keywordRefused                  // a word that depends on the current time, or whose use is obsolete
)

// dateSpecial is a timestamp that has a name instead of digits.
type dateSpecial uint8

const (
	noSpecial dateSpecial = iota
	specialEpoch
	specialInfinity
	specialNegativeInfinity
)

var dateKeywords = map[string]dateKeyword{
	"at": {keywordIgnored, 0}, "on": {keywordIgnored, 0},
	"jan": {keywordMonth, 1}, "january": {keywordMonth, 1}, "feb": {keywordMonth, 2}, "february": {keywordMonth, 2},
	"mar": {keywordMonth, 3}, "march": {keywordMonth, 3}, "apr": {keywordMonth, 4}, "april": {keywordMonth, 4},
	"may": {keywordMonth, 5}, "jun": {keywordMonth, 6}, "june": {keywordMonth, 6}, "jul": {keywordMonth, 7},
	"july": {keywordMonth, 7}, "aug": {keywordMonth, 8}, "august": {keywordMonth, 8}, "sep": {keywordMonth, 9},
	"sept": {keywordMonth, 9}, "september": {keywordMonth, 9}, "oct": {keywordMonth, 10}, "october": {keywordMonth, 10},
	"nov": {keywordMonth, 11}, "november": {keywordMonth, 11}, "dec": {keywordMonth, 12}, "december": {keywordMonth, 12},
	"sun": {keywordWeekday, 0}, "sunday": {keywordWeekday, 0}, "mon": {keywordWeekday, 1}, "monday": {keywordWeekday, 1},
	"tue": {keywordWeekday, 2}, "tues": {keywordWeekday, 2}, "tuesday": {keywordWeekday, 2}, "wed": {keywordWeekday, 3},
	"weds": {keywordWeekday, 3}, "wednesday": {keywordWeekday, 3}, "thu": {keywordWeekday, 4}, "thur": {keywordWeekday, 4},
	"thurs": {keywordWeekday, 4}, "thursday": {keywordWeekday, 4}, "fri": {keywordWeekday, 5}, "friday": {keywordWeekday, 5},
	"sat": {keywordWeekday, 6}, "saturday": {keywordWeekday, 6},
	"am": {keywordAMPM, 0}, "pm": {keywordAMPM, 12}, "ad": {keywordEra, 0}, "bc": {keywordEra, 1},
	"epoch": {keywordSpecial, int(specialEpoch)}, "infinity": {keywordSpecial, int(specialInfinity)},
	"-infinity": {keywordSpecial, int(specialNegativeInfinity)},
	"j":         {keywordJulian, 0}, "jd": {keywordJulian, 0}, "julian": {keywordJulian, 0},
	"t": {keywordISOTime, 0}, "allballs": {keywordAllBalls, 0},
	"now": {keywordRefused, 0}, "today": {keywordRefused, 0}, "tomorrow": {keywordRefused, 0}, "yesterday": {keywordRefused, 0},
	"d": {keywordRefused, 0}, "dow": {keywordRefused, 0}, "doy": {keywordRefused, 0}, "dst": {keywordRefused, 0},
	"h": {keywordRefused, 0}, "isodow": {keywordRefused, 0}, "isoyear": {keywordRefused, 0}, "m": {keywordRefused, 0},
	"mm": {keywordRefused, 0}, "s": {keywordRefused, 0}, "y": {keywordRefused, 0},
}
