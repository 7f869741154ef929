package datatype

import (
	"strings"
	"time"
)

// zoneAbbreviations maps offsets from UTC in minutes to the abbreviations that PostgreSQL reads as them
// (timezone_abbreviations = Default, src/timezone/tznames).
var zoneAbbreviations = map[int]string{
	-660: "nut",
	-600: "ckt hst taht",
	-570: "mart",
	-540: "akst gamt",
	-480: "akdt pst",
	-420: "mst pdt",
	-360: "cst galt mdt",
	-300: "act cdt cot easst east est pet",
	-240: "amt ast bot edt gyt vet",
	-210: "nft nst",
	-180: "adt arst art bra brt clst clt fkst fkt gft pmst pyst pyt uyt wgt",
	-150: "ndt",
	-120: "brst fnt pmdt uyst wgst",
	-60:  "azot egt fnst",
	0:    "azost egst gmt uct ut utc wet z zulu",
	60:   "bst cet met mez wat wetdst",
	120:  "bdst cest cetdst eet ist mest mesz metdst sast",
	180:  "eat eest eetdst fet idt msk volt",
	210:  "irt",
	240:  "amst azst azt gest get msd mut ret sct",
	270:  "aft",
	300:  "mawt must mvt pkt tft tjt tmt uzt yekt",
	330:  "lkt",
	345:  "npt",
	360:  "almt bdt btt iot kgst kgt omsst omst pkst uzst xjt yekst",
	390:  "mmt",
	420:  "almst cxt davt ict krast krat novst novt wast",
	480:  "awst bnt bort cct hkt irkst irkt myt pht sgt ulat wadt",
	525:  "acwst",
	540:  "awsst jayt jst kst pwt ulast wdt yakst yakt",
	570:  "acst cast",
	600:  "aest chut ddut kdt ligt mpt pgt trut vlast vlat yapt",
	630:  "acdt acsst cadt lhst sadt",
	660:  "aedt aesst kost lhdt magst magt pont vut",
	720:  "anast anat fjt gilt mht nzst nzt petst pett tvt wakt wft",
	765:  "chast",
	780:  "fjst nzdt tkt tot",
	825:  "chadt",
	840:  "lint",
}

// abbreviationOffsets maps a lower-case abbreviation to its offset from UTC in seconds.
var abbreviationOffsets = func() map[string]int {
	offsets := make(map[string]int)
	for minutes, names := range zoneAbbreviations {
		for name := range strings.FieldsSeq(names) {
			offsets[name] = minutes * 60
		}
	}
	return offsets
}()

// loadZone finds a time zone by its name in the tz database, in any case as far as the usual spelling allows.
func loadZone(name string) (*time.Location, bool) {
	if strings.EqualFold(name, "local") || name == "" || strings.HasPrefix(name, ".") {
		return nil, false // names of Go's own
	}
	for _, spelling := range [...]string{name, zoneSpelling(name), strings.ToUpper(name)} {
		if zone, err := time.LoadLocation(spelling); err == nil {
			return zone, true
		}
	}
	return nil, false
}

// zoneSpelling writes a zone name as the tz database does: america/new_york as America/New_York.
func zoneSpelling(name string) string {
	out := []byte(strings.ToLower(name))
	upper := true
	for i, c := range out {
		if upper && c >= 'a' && c <= 'z' {
			out[i] = c - 'a' + 'A'
		}
		upper = c == '/' || c == '_' || c == '-'
	}
	return string(out)
}

// instantIn returns the instant at which a zone shows a wall clock, as PostgreSQL decides what the zone leaves open: a wall clock
// shown twice is the second time, a skipped one is read with the offset before the change (DetermineTimeZoneOffset in
// datetime.c).
func instantIn(wall Instant, zone *time.Location) Instant {
	first := wall.FromZone(zone)
	if zone == time.UTC || wall.IsInfinite() {
		return first
	}
	_, end := time.Unix(first.Seconds, 0).In(zone).ZoneBounds()
	if end.IsZero() {
		return first
	}
	_, after := end.In(zone).Zone()
	if second := wall.Seconds - int64(after); second >= end.Unix() {
		return Instant{Seconds: second, Nanos: wall.Nanos}
	}
	return first
}
