package setting

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// checks are the settings whose values need more than their type to be checked, by key.
var checks = map[string]func(string) (string, error){
	"intervalstyle":                       oneOf("IntervalStyle", "postgres", "postgres_verbose", "sql_standard", "iso_8601"),
	"timezone":                            checkTimeZone,
	"client_encoding":                     checkEncoding,
	"bytea_output":                        oneOf("bytea_output", "hex", "escape"),
	"client_min_messages":                 checkMinMessages,
	"default_transaction_isolation":       oneOf("default_transaction_isolation", isolationLevels...),
	"transaction_isolation":               oneOf("transaction_isolation", isolationLevels...),
	"extra_float_digits":                  between("extra_float_digits", -15, 3),
	"statement_timeout":                   milliseconds("statement_timeout"),
	"lock_timeout":                        milliseconds("lock_timeout"),
	"idle_session_timeout":                milliseconds("idle_session_timeout"),
	"idle_in_transaction_session_timeout": milliseconds("idle_in_transaction_session_timeout"),
	"application_name":                    checkApplicationName,
	"standard_conforming_strings":         alwaysOn("standard_conforming_strings"),
}

var isolationLevels = []string{"serializable", "repeatable read", "read committed", "read uncommitted"}

func invalid(name, value string) *pgerr.Error {
	return pgerr.New(pgerr.InvalidParameterValue, "invalid value for parameter %q: %q", name, value)
}

// oneOf checks an enumeration, in any case.
func oneOf(name string, values ...string) func(string) (string, error) {
	return func(value string) (string, error) {
		if v := strings.ToLower(value); slices.Contains(values, v) {
			return v, nil
		}
		return "", invalid(name, value).WithHint("Available values: %s.", strings.Join(values, ", "))
	}
}

func between(name string, low, high int64) func(string) (string, error) {
	return func(value string) (string, error) {
		n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		if err != nil {
			return "", invalid(name, value)
		}
		if n < low || n > high {
			return "", pgerr.New(pgerr.InvalidParameterValue, "%d is outside the valid range for parameter %q (%d .. %d)", n, name, low, high)
		}
		return strconv.FormatInt(n, 10), nil
	}
}

// alwaysOn checks a boolean that has only one value here.
func alwaysOn(name string) func(string) (string, error) {
	return func(value string) (string, error) {
		b, ok := parseBool(value)
		if !ok {
			return "", pgerr.New(pgerr.InvalidParameterValue, "parameter %q requires a Boolean value", name)
		}
		if !b {
			return "", pgerr.New(pgerr.FeatureNotSupported, "parameter %q cannot be turned off", name)
		}
		return "on", nil
	}
}

// parseBool reads a boolean as PostgreSQL's parse_bool does: unique prefixes of the words, in any case.
func parseBool(value string) (b, ok bool) {
	v := strings.ToLower(strings.TrimSpace(value))
	switch {
	case v == "":
		return false, false
	case strings.HasPrefix("true", v), strings.HasPrefix("yes", v), v == "on", v == "1":
		return true, true
	case strings.HasPrefix("false", v), strings.HasPrefix("no", v), len(v) > 1 && strings.HasPrefix("off", v), v == "0":
		return false, true
	}
	return false, false
}

// checkType checks a value by its type alone.
func (d *Definition) checkType(value string) (string, error) {
	switch d.Type {
	case "bool":
		b, ok := parseBool(value)
		if !ok {
			return "", pgerr.New(pgerr.InvalidParameterValue, "parameter %q requires a Boolean value", d.Name)
		}
		if b {
			return "on", nil
		}
		return "off", nil
	case "integer":
		n, ok := parseQuantity(value, d.Unit)
		if !ok {
			return "", invalid(d.Name, value)
		}
		return strconv.FormatInt(n, 10), nil
	case "real":
		f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return "", invalid(d.Name, value)
		}
		return strconv.FormatFloat(f, 'g', -1, 64), nil
	case "enum":
		return strings.ToLower(value), nil
	}
	return value, nil
}

// checkDateStyle completes a value by the style or the order of now where it names one of them only.
func checkDateStyle(value string, f datatype.Format) (string, error) {
	if err := f.SetDateStyle(value); err != nil {
		return "", err
	}
	return f.DateStyleName(), nil
}

// checkMinMessages knows two more values than it names: debug is debug2, and info is above log.
func checkMinMessages(value string) (string, error) {
	switch v := strings.ToLower(value); v {
	case "debug":
		return "debug2", nil
	case "info":
		return v, nil
	}
	return oneOf("client_min_messages", "debug5", "debug4", "debug3", "debug2", "debug1", "log", "notice", "warning", "error")(value)
}

// maxName is the length of names in bytes (NAMEDATALEN - 1).
const maxName = 63

// checkApplicationName cuts a name after 63 bytes, where a character ends, and replaces every byte that is not printable ASCII, as
// PostgreSQL does (GUC_IS_NAME, pg_clean_ascii).
func checkApplicationName(value string) (string, error) {
	if end := maxName; len(value) > end {
		for end > 0 && !utf8.RuneStart(value[end]) {
			end--
		}
		value = value[:end]
	}
	clean := []byte(value)
	for i, c := range clean {
		if c < 32 || c > 126 {
			clean[i] = '?'
		}
	}
	return string(clean), nil
}

// encodings maps the spellings of encodings that need no conversion to PostgreSQL's name of them.
var encodings = map[string]string{"utf8": "UTF8", "unicode": "UTF8", "sqlascii": "SQL_ASCII"}

func checkEncoding(value string) (string, error) {
	clean := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(value))
	if name, ok := encodings[clean]; ok {
		return name, nil
	}
	return "", invalid("client_encoding", value).WithHint("Available values: UTF8, SQL_ASCII.")
}
