package sqlcall

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// setTimeZone parses what follows SET TIME ZONE: 'x', a word, a number of hours, INTERVAL '+02:00' [HOUR [TO MINUTE]], LOCAL, DEFAULT.
func (p *parser) setTimeZone() (Statement, error) {
	s := &SetVariable{Name: "timezone"}
	if p.oneOf("LOCAL", "DEFAULT") != "" {
		return s, nil
	}
	var value string
	var err error
	if p.word("INTERVAL") && (p.ahead(1).Kind == scan.String || p.ahead(1).Is("(")) {
		value, err = p.intervalZone()
	} else {
		value, err = p.settingValue()
	}
	s.Values = []string{value}
	return s, err
}

// intervalZone parses INTERVAL [(p)] 'x' [HOUR [TO MINUTE]] and returns the zone as PostgreSQL then names it: <+02>-02.
func (p *parser) intervalZone() (string, error) {
	p.skip()
	if p.op("(") {
		if _, err := p.balanced(); err != nil {
			return "", err
		}
	}
	t := p.token()
	text, err := p.str()
	if err != nil {
		return "", err
	}
	unit := 1
	if p.accept("HOUR") {
		unit = 3600
		if p.accept("TO") {
			unit = 60
			if err := p.expect("MINUTE"); err != nil {
				return "", err
			}
		}
	}
	seconds, ok := offsetSeconds(strings.TrimSpace(text), unit)
	if !ok {
		return "", p.refuse(t, pgerr.InvalidParameterValue, "invalid value for parameter \"TimeZone\": %q", text)
	}
	return zoneName(seconds), nil
}

// maxOffset is the largest offset of a time zone, in seconds (datetime.h, MAX_TZDISP_HOUR).
const maxOffset = 16 * 3600

// offsetSeconds reads [+|-]h:mm[:ss], or a lone number of units.
func offsetSeconds(text string, unit int) (int, bool) {
	digits, sign := text, 1
	switch {
	case strings.HasPrefix(text, "-"):
		digits, sign = text[1:], -1
	case strings.HasPrefix(text, "+"):
		digits = text[1:]
	}
	parts := strings.Split(digits, ":")
	if len(parts) > 3 {
		return 0, false
	}
	if len(parts) > 1 {
		unit = 3600
	}
	seconds := 0
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil || i > 0 && n >= 60 {
			return 0, false
		}
		seconds += int(n) * unit
		unit /= 60
	}
	return sign * seconds, seconds <= maxOffset
}

// zoneName is the name of a fixed offset, seconds east of Greenwich, in the POSIX spelling (pgtz.c, pg_tzset_offset).
func zoneName(seconds int) string {
	east, west := "+", "-"
	if seconds < 0 {
		east, west, seconds = "-", "+", -seconds
	}
	offset := fmt.Sprintf("%02d", seconds/3600)
	if seconds%3600 != 0 {
		offset += fmt.Sprintf(":%02d", seconds/60%60)
	}
	if seconds%60 != 0 {
		offset += fmt.Sprintf(":%02d", seconds%60)
	}
	return "<" + east + offset + ">" + west + offset
}
