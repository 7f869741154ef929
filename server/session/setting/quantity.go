package setting

import (
	"math"
	"strconv"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// unit is a unit of time or memory, in the base unit of its family.
type unit struct {
	name   string
	factor float64
}

// Units as PostgreSQL's guc.c knows them, largest first: microseconds and bytes are the bases.
var (
	timeUnits   = []unit{{"d", 86400e6}, {"h", 3600e6}, {"min", 60e6}, {"s", 1e6}, {"ms", 1e3}, {"us", 1}}
	memoryUnits = []unit{{"TB", 1 << 40}, {"GB", 1 << 30}, {"MB", 1 << 20}, {"kB", 1 << 10}, {"B", 1}}
)

// family returns the units that go with a setting's unit and the size of that unit: "8kB" is 8,192 bytes.
func family(name string) ([]unit, float64) {
	number := strings.TrimRight(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	count := 1.0
	if number != "" {
		count, _ = strconv.ParseFloat(number, 64)
	}
	for _, units := range [][]unit{timeUnits, memoryUnits} {
		for _, u := range units {
			if u.name == name[len(number):] {
				return units, count * u.factor
			}
		}
	}
	return nil, 1
}

// parseQuantity reads an integer with an optional unit ("5s", "1.5 GB", "0x1F") into a count of base units.
func parseQuantity(value, base string) (int64, bool) {
	value = strings.TrimSpace(value)
	if n, err := strconv.ParseInt(value, 0, 64); err == nil {
		return n, n >= math.MinInt32 && n <= math.MaxInt32
	}
	digits := strings.TrimRight(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	f, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if err != nil {
		return 0, false
	}
	if suffix := value[len(digits):]; suffix != "" {
		units, size := family(base)
		found := false
		for _, u := range units {
			if u.name == suffix {
				f, found = f*u.factor/size, true
			}
		}
		if !found {
			return 0, false
		}
	}
	f = math.RoundToEven(f)
	return int64(f), f >= math.MinInt32 && f <= math.MaxInt32
}

// showQuantity prints a count of base units with the largest unit that divides it, as SHOW does.
func showQuantity(value, base string) string {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n <= 0 || base == "" {
		return value
	}
	units, size := family(base)
	total := float64(n) * size
	for _, u := range units {
		if q := total / u.factor; q == math.Trunc(q) {
			return strconv.FormatFloat(q, 'f', -1, 64) + u.name
		}
	}
	return value
}

// milliseconds checks a time-out: a whole number of milliseconds, 0 … 2147483647, or with a unit.
func milliseconds(name string) func(string) (string, error) {
	return func(value string) (string, error) {
		n, ok := parseQuantity(value, "ms")
		if !ok {
			return "", invalid(name, value).WithHint(`Valid units for this parameter are "us", "ms", "s", "min", "h", and "d".`)
		}
		if n < 0 {
			return "", pgerr.New(pgerr.InvalidParameterValue, "%d ms is outside the valid range for parameter %q (0 .. %d)", n, name, math.MaxInt32)
		}
		return strconv.FormatInt(n, 10), nil
	}
}
