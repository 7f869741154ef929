package setting_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/session/setting"
)

// TestSet checks what SHOW prints after SET, against PostgreSQL 15.
func TestSet(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, value, shown, code string }{
		{"statement_timeout", "5000", "5s", ""},
		{"STATEMENT_TIMEOUT", "90s", "90s", ""},
		{"statement_timeout", "2min", "2min", ""},
		{"statement_timeout", "1.5s", "1500ms", ""},
		{"statement_timeout", "0", "0", ""},
		{"statement_timeout", "-1", "", "22023"},
		{"statement_timeout", "5 parsecs", "", "22023"},
		{"work_mem", "4096", "4MB", ""},
		{"work_mem", "1GB", "1GB", ""},
		{"datestyle", "German", "German, DMY", ""},
		{"DateStyle", "SQL, YMD", "SQL, YMD", ""},
		{"DateStyle", "Klingon", "", "22023"},
		{"intervalstyle", "ISO_8601", "iso_8601", ""},
		{"timezone", "europe/berlin", "Europe/Berlin", ""},
		{"timezone", "America/Port_of_Spain", "America/Port_of_Spain", ""},
		{"timezone", "utc", "UTC", ""},
		{"timezone", "-8", "<-08>+08", ""},
		{"timezone", "5.5", "<+05:30>-05:30", ""},
		{"timezone", "GMT-01:00", "GMT-01:00", ""},
		{"timezone", "Mars/Olympus", "", "22023"},
		{"client_encoding", "'utf-8'", "UTF8", ""},
		{"client_encoding", "LATIN1", "", "22023"},
		{"extra_float_digits", "3", "3", ""},
		{"extra_float_digits", "4", "", "22023"},
		{"default_transaction_read_only", "tr", "on", ""},
		{"default_transaction_read_only", "o", "", "22023"},
		{"default_transaction_isolation", "Serializable", "serializable", ""},
		{"application_name", "naïve\n", "na??ve?", ""},
		{"application_name", strings.Repeat("x", 62) + "éy", strings.Repeat("x", 62), ""},
		{"client_min_messages", "debug", "debug2", ""},
		{"client_min_messages", "INFO", "info", ""},
		{"application_name", "a\xffb", "a?b", ""},
		{"my.Y z", "1", "", "42602"},
		{"a.1", "1", "", "42602"},
		{"x.y.ü$", "1", "1", ""},
		{"standard_conforming_strings", "off", "", "0A000"},
		{"server_version", "16", "", "55P02"},
		{"shared_buffers", "1GB", "", "55P02"},
		{"callgate.semantics", "FLINK", "flink", ""},
		{"callgate.semantics", "spark", "", "22023"},
		{"callgate.catalog", "x", "", "55P02"},
		{"my.own", "any text", "any text", ""},
		{"no_such", "1", "", "42704"},
	} {
		v := setting.New()
		err := v.Set(tt.name, tt.value, false)
		if tt.code != "" {
			if err == nil || string(pgerr.From(err).Code) != tt.code {
				t.Errorf("SET %s = %q: got %v, want %s", tt.name, tt.value, err, tt.code)
			}
			continue
		}
		if got, getErr := v.Get(tt.name); err != nil || getErr != nil || got != tt.shown {
			t.Errorf("SET %s = %q shows %q, %v, %v, want %q", tt.name, tt.value, got, err, getErr, tt.shown)
		}
	}
}

func get(t *testing.T, v *setting.Values, name string) string {
	t.Helper()
	value, err := v.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func set(t *testing.T, v *setting.Values, name, value string, local bool) {
	t.Helper()
	if err := v.Set(name, value, local); err != nil {
		t.Fatal(err)
	}
}

func TestTransactions(t *testing.T) {
	t.Parallel()
	v := setting.New()
	set(t, v, "my.v", "session", false)
	v.Begin()
	set(t, v, "my.v", "local", true)
	if got := get(t, v, "my.v"); got != "local" {
		t.Error("SET LOCAL:", got)
	}
	v.Savepoint("a")
	set(t, v, "my.v", "inner", false)
	v.Savepoint("b")
	set(t, v, "my.v", "innermost", false)
	v.RollbackTo("b")
	if got := get(t, v, "my.v"); got != "inner" {
		t.Error("ROLLBACK TO b:", got)
	}
	v.RollbackTo("a")
	if got := get(t, v, "my.v"); got != "local" {
		t.Error("ROLLBACK TO a:", got)
	}
	v.Commit()
	if got := get(t, v, "my.v"); got != "session" {
		t.Error("COMMIT ends SET LOCAL:", got)
	}
	v.Begin()
	set(t, v, "my.v", "undone", false)
	v.Rollback()
	if got := get(t, v, "my.v"); got != "session" {
		t.Error("ROLLBACK:", got)
	}
	v.Begin()
	set(t, v, "my.v", "kept", false)
	v.Savepoint("a")
	v.Release("a")
	v.Commit()
	if got := get(t, v, "my.v"); got != "kept" {
		t.Error("COMMIT:", got)
	}
}

func TestResetGoesBackToTheStart(t *testing.T) {
	t.Parallel()
	v := setting.New()
	if err := v.SetDefault("timezone", "Asia/Tokyo", false); err != nil {
		t.Fatal(err)
	}
	v.SetInternal(setting.CatalogName, "demo")
	set(t, v, "timezone", "UTC", false)
	set(t, v, "my.v", "x", false)
	v.ResetAll()
	if got := get(t, v, "timezone"); got != "Asia/Tokyo" || v.Catalog() != "demo" {
		t.Errorf("RESET ALL: %s, catalog %s", got, v.Catalog())
	}
	if _, err := v.Get("my.v"); pgerr.From(err).Code != pgerr.UndefinedObject {
		t.Error("RESET ALL keeps a custom setting:", err)
	}
	if v.Format().Zone.String() != "Asia/Tokyo" {
		t.Error("the typed value is", v.Format().Zone)
	}
}

func TestReports(t *testing.T) {
	t.Parallel()
	v := setting.New()
	var names []string
	for _, p := range v.Reports() {
		names = append(names, p.Name)
	}
	for _, n := range []string{
		"server_version", "client_encoding", "DateStyle", "TimeZone", "integer_datetimes", "standard_conforming_strings",
		"is_superuser", "session_authorization", "application_name", "IntervalStyle", "in_hot_standby", "default_transaction_read_only",
	} {
		if !slices.Contains(names, n) {
			t.Errorf("%s is not reported at the start", n)
		}
	}
	v.Begin()
	set(t, v, "timezone", "Asia/Tokyo", false)
	set(t, v, "work_mem", "1MB", false)
	if got := v.TakeReports(); !slices.Equal(got, []setting.Pair{{Name: "TimeZone", Value: "Asia/Tokyo"}}) {
		t.Error("after SET:", got)
	}
	v.Rollback()
	if got := v.TakeReports(); !slices.Equal(got, []setting.Pair{{Name: "TimeZone", Value: "UTC"}}) {
		t.Error("after ROLLBACK:", got)
	}
	set(t, v, "timezone", "UTC", false)
	if got := v.TakeReports(); got != nil {
		t.Error("a value that did not change is reported:", got)
	}
}

func TestDateStyleKeepsWhatIsNotSet(t *testing.T) {
	t.Parallel()
	v := setting.New()
	for _, tt := range [][2]string{
		{"postgres, european", "Postgres, DMY"},
		{"US", "Postgres, MDY"},
		{"iso", "ISO, MDY"},
		{"YMD", "ISO, YMD"},
		{"german", "German, DMY"},
		{"", "German, DMY"},
	} {
		set(t, v, "DateStyle", tt[0], false)
		if got := get(t, v, "datestyle"); got != tt[1] {
			t.Errorf("SET datestyle = %q shows %q, want %q", tt[0], got, tt[1])
		}
	}
}

func TestSearchPath(t *testing.T) {
	t.Parallel()
	v := setting.New()
	if err := v.SetDefault("session_authorization", "ann", true); err != nil {
		t.Fatal(err)
	}
	set(t, v, "search_path", `"$user", "my db" , a,"quo""te",""`, false)
	if got := v.SearchPath(); !slices.Equal(got, []string{"ann", "my db", "a", `quo"te`}) {
		t.Errorf("%q", got)
	}
}
