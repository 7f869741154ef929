package datatype_test

import (
	"math"
	"testing"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

func TestCivil(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{0, -719468, -719528, 146097, 2932896, math.MaxInt32, math.MinInt32} {
		for i := max(n-800, math.MinInt32); i <= min(n+800, math.MaxInt32); i++ {
			d := datatype.Days(i)
			year, month, day := d.Civil()
			if got := datatype.DaysFromCivil(year, month, day); got != d || !datatype.ValidCivil(year, month, day) {
				t.Fatalf("%d is %d-%d-%d is %d", d, year, month, day, got)
			}
			at := time.Unix(int64(d)*86400, 0).UTC()
			if at.Year() != year || int(at.Month()) != month || at.Day() != day {
				t.Fatalf("%d is %d-%d-%d, want %s", d, year, month, day, at)
			}
		}
	}
}

func TestCivilOutOfRange(t *testing.T) {
	t.Parallel()
	if got := datatype.DaysFromCivil(10_000_000, 1, 1); got != datatype.DaysInfinity {
		t.Errorf("got %d", got)
	}
	if got := datatype.DaysFromCivil(-10_000_000, 1, 1); got != datatype.DaysNegativeInfinity {
		t.Errorf("got %d", got)
	}
	for _, date := range [][3]int{{2023, 2, 29}, {1900, 2, 29}, {2024, 4, 31}, {2024, 0, 1}, {2024, 13, 1}, {2024, 1, 0}, {2024, 1, 32}} {
		if datatype.ValidCivil(date[0], date[1], date[2]) {
			t.Errorf("%v exists", date)
		}
	}
}

func TestInstantSplit(t *testing.T) {
	t.Parallel()
	for _, i := range []datatype.Instant{
		{},
		{Seconds: -1, Nanos: 999_999_999},
		{Seconds: 86399, Nanos: 1},
		{Seconds: 86400},
		{Seconds: -86400},
		{Seconds: -86401, Nanos: 5},
		datatype.InstantInfinity, datatype.InstantNegativeInfinity,
	} {
		days, nanos := i.Split()
		if got := datatype.InstantOf(days, nanos); got != i || nanos < 0 || nanos >= 86400e9 {
			t.Errorf("%v is %d, %d is %v", i, days, nanos, got)
		}
		if !i.IsInfinite() && datatype.InstantFromTime(i.Time()) != i {
			t.Errorf("%v is %s", i, i.Time())
		}
	}
	if got := datatype.InstantOf(0, 24*3600e9); got != (datatype.Instant{Seconds: 86400}) {
		t.Errorf("24:00 is %v", got)
	}
}

func TestInstantDigits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		nanos          int32
		digits         int
		round, cut     int32
		roundedSeconds int64
	}{
		{999_999_500, 6, 0, 999_999_000, -4},
		{999_999_499, 6, 999_999_000, 999_999_000, -5},
		{123_456_789, 9, 123_456_789, 123_456_789, -5},
		{123_456_789, 3, 123_000_000, 123_000_000, -5},
		{500_000_000, 0, 0, 0, -4},
		{499_999_999, 0, 0, 0, -5},
	} {
		i := datatype.Instant{Seconds: -5, Nanos: test.nanos}
		if got := i.Round(test.digits); got != (datatype.Instant{Seconds: test.roundedSeconds, Nanos: test.round}) {
			t.Errorf("%v rounded to %d digits is %v", i, test.digits, got)
		}
		if got := i.Truncate(test.digits); got != (datatype.Instant{Seconds: -5, Nanos: test.cut}) {
			t.Errorf("%v cut to %d digits is %v", i, test.digits, got)
		}
	}
}

func TestInstantAddAndCompare(t *testing.T) {
	t.Parallel()
	i := datatype.Instant{Seconds: 10, Nanos: 900_000_000}
	for d, want := range map[time.Duration]datatype.Instant{
		200 * time.Millisecond: {Seconds: 11, Nanos: 100_000_000},
		-time.Second:           {Seconds: 9, Nanos: 900_000_000},
		-950_000_000:           {Seconds: 9, Nanos: 950_000_000},
		0:                      i,
	} {
		got := i.Add(d)
		if got != want {
			t.Errorf("%v + %s = %v, want %v", i, d, got, want)
		}
		if sign := got.Compare(i); sign != min(max(int(d), -1), 1) {
			t.Errorf("%v against %v: %d", got, i, sign)
		}
	}
	if got := datatype.InstantInfinity.Add(time.Hour); got != datatype.InstantInfinity {
		t.Errorf("got %v", got)
	}
}

// TestZones checks Java's rules for wall clocks that do not exist or exist twice.
func TestZones(t *testing.T) {
	t.Parallel()
	const layout = "2006-01-02 15:04:05"
	for _, test := range []struct{ zone, wall, utc string }{
		{"America/New_York", "2024-03-10 01:59:59", "2024-03-10 06:59:59"},
		{"America/New_York", "2024-03-10 02:30:00", "2024-03-10 07:30:00"}, // skipped: 03:30 EDT
		{"America/New_York", "2024-03-10 03:00:00", "2024-03-10 07:00:00"},
		{"America/New_York", "2024-11-03 01:30:00", "2024-11-03 05:30:00"}, // twice: EDT
		{"America/New_York", "2024-11-03 02:00:00", "2024-11-03 07:00:00"},
		{"America/New_York", "1800-01-01 00:00:00", "1800-01-01 04:56:02"}, // local mean time
		{"Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30 22:00:00"},     // the whole day was skipped
		{"Asia/Tokyo", "2024-07-01 00:00:00", "2024-06-30 15:00:00"},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Skipf("no time zone data: %v", err)
		}
		wall, err := time.Parse(layout, test.wall)
		if err != nil {
			t.Fatal(err)
		}
		got := datatype.InstantFromTime(wall).FromZone(zone)
		if text := got.Time().Format(layout); text != test.utc {
			t.Errorf("%s in %s: got %s, want %s", test.wall, test.zone, text, test.utc)
		}
		if back := got.InZone(zone); back.Time().Format(layout) != got.Time().In(zone).Format(layout) {
			t.Errorf("%s in %s shows %s", test.utc, test.zone, back.Time().Format(layout))
		}
	}
	infinite := datatype.InstantInfinity
	if zone := time.FixedZone("", 3600); infinite.FromZone(zone) != infinite || infinite.InZone(zone) != infinite {
		t.Error("infinity moved")
	}
}
