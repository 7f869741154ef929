package setting

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones are there on machines without a zone database
)

// posixZone is a zone in POSIX form without daylight saving time: a name, which may be missing, and an offset west of Greenwich.
var posixZone = regexp.MustCompile(`^(?:[A-Za-z]*|<[^<>]*>)([+-]?)(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?$`)

// checkTimeZone checks a TimeZone and gives it PostgreSQL's form: a number is hours east of Greenwich, shown as "<+02>-02".
func checkTimeZone(value string) (string, error) {
	v := strings.TrimSpace(value)
	if hours, err := strconv.ParseFloat(v, 64); err == nil && math.Abs(hours) <= 15.9 {
		return zoneFromSeconds(int(math.Round(hours * 3600))), nil
	}
	loc, err := loadZone(v)
	if err != nil {
		return "", invalid("TimeZone", value)
	}
	if name := loc.String(); strings.EqualFold(name, v) {
		return name, nil
	}
	return v, nil
}

// zoneFromSeconds writes an offset east of Greenwich as a POSIX zone.
func zoneFromSeconds(east int) string {
	sign, back := "+", "-"
	if east < 0 {
		sign, back, east = "-", "+", -east
	}
	digits := fmt.Sprintf("%02d", east/3600)
	if east%3600 != 0 {
		digits += fmt.Sprintf(":%02d", east/60%60)
	}
	return "<" + sign + digits + ">" + back + digits
}

// loadZone reads a zone: a name of the zone database in any case, or a POSIX zone of a fixed offset.
func loadZone(value string) (*time.Location, error) {
	if m := posixZone.FindStringSubmatch(value); m != nil {
		return fixedZone(value, m), nil
	}
	if value == "" || strings.EqualFold(value, "local") {
		return nil, fmt.Errorf("no zone")
	}
	for _, name := range []string{value, strings.ToUpper(value), titleZone(value)} {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc, nil
		}
	}
	return nil, fmt.Errorf("unknown zone")
}

func fixedZone(name string, m []string) *time.Location {
	seconds := 0
	for i, unit := range []int{3600, 60, 1} {
		n, _ := strconv.Atoi(m[2+i]) // digits or nothing, by the expression
		seconds += n * unit
	}
	if m[1] != "-" {
		seconds = -seconds
	}
	return time.FixedZone(name, seconds)
}

// titleZone writes a zone name as the zone database does: europe/berlin is Europe/Berlin, america/port_of_spain is America/Port_of_Spain.
func titleZone(name string) string {
	b := []byte(strings.ToLower(name))
	for i := range b {
		start := i == 0 || b[i-1] == '/' || b[i-1] == '_' || b[i-1] == '-'
		if start && b[i] >= 'a' && b[i] <= 'z' && !strings.HasPrefix(string(b[i:]), "of_") {
			b[i] -= 'a' - 'A'
		}
	}
	return string(b)
}
