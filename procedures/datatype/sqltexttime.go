package datatype

import (
	"fmt"
	"strings"
	"time"
)

func formatDate(d Days) string {
	switch d {
	case DaysInfinity:
		return "infinity"
	case DaysNegativeInfinity:
		return "-infinity"
	}
	year, month, day := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// formatTime writes up to precision digits of the milliseconds, without trailing zeros but for the first digit.
func formatTime(n Nanos, precision int) string {
	seconds := int64(n) / nanosPerSecond
	text := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	if precision <= 0 {
		return text
	}
	digits := fmt.Sprintf("%09d", int64(n)%nanosPerSecond)[:min(precision, 9)]
	return text + "." + digits[:1] + strings.TrimRight(digits[1:], "0")
}

// formatTimestamp writes exactly precision digits of the second.
func formatTimestamp(i Instant, precision int) string {
	date, time := i.Split()
	if i.IsInfinite() {
		return formatDate(date)
	}
	text := formatDate(date) + " " + formatTime(time, 0)
	if precision > 0 {
		text += "." + fmt.Sprintf("%09d", i.Nanos)[:min(precision, 9)]
	}
	return text
}

func formatYearMonth(p Period) string {
	sign, months := "+", int64(p)
	if months < 0 {
		sign, months = "-", -months
	}
	return fmt.Sprintf("%s%d-%02d", sign, months/12, months%12)
}

func formatDayTime(d time.Duration) string {
	sign, millis := "+", d.Milliseconds()
	if millis < 0 {
		sign, millis = "-", -millis
	}
	return fmt.Sprintf("%s%d %02d:%02d:%02d.%03d", sign, millis/millisPerDay,
		millis/millisPerHour%24, millis/60_000%60, millis/1000%60, millis%1000)
}
