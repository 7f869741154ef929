package setting

import (
	_ "embed" // the table of PostgreSQL's settings
	"maps"
	"slices"
	"strings"
	"sync"
)

// Definition is a setting that sessions know.
type Definition struct {
	Name    string // in its usual spelling: DateStyle
	Unit    string // of integers and reals: ms, s, min, B, kB, 8kB, MB; else empty
	Context string // who may change it: user, superuser, sighup, postmaster, internal
	Type    string // bool, integer, real, enum, string
	Default string // in its canonical form
	Doc     string
	Report  bool // changes are sent to the client as ParameterStatus (GUC_REPORT)

	check func(value string) (string, error) // nil: by Type
}

// key is the form under which a setting is looked up: PostgreSQL ignores the case of names.
func key(name string) string { return strings.ToLower(name) }

// postgres15 lists the settings of PostgreSQL 15 (pg_settings: name, unit, context, vartype, boot_val, short_desc).
//
//go:embed postgres15.tsv
var postgres15 string

// reported are the settings whose changes PostgreSQL reports (GUC_REPORT), search_path as PostgreSQL 18 does.
var reported = []string{
	"application_name", "client_encoding", "datestyle", "default_transaction_read_only", "in_hot_standby", "integer_datetimes",
	"intervalstyle", "search_path", "server_encoding", "server_version", "standard_conforming_strings", "timezone",
}

// presets are values that differ from PostgreSQL's boot values because callgate has no cluster that would set them.
var presets = map[string]string{
	"client_encoding": "UTF8", "server_encoding": "UTF8", "server_version": ServerVersion, "server_version_num": ServerVersionNum,
	"timezone": "UTC", "log_timezone": "UTC", "lc_collate": "C.UTF-8", "lc_ctype": "C.UTF-8", "lc_messages": "C", "lc_monetary": "C",
	"lc_numeric": "C", "lc_time": "C", "transaction_isolation": "read committed",
	"search_path": `"$user", public`, "in_hot_standby": "off", "application_name": "",
}

// Versions that callgate reports: those of the PostgreSQL whose behaviour it follows. Drivers parse them.
const (
	ServerVersion    = "15.18"
	ServerVersionNum = "150018"
)

// Names of callgate's own settings.
const (
	CatalogName   = "callgate.catalog"
	SemanticsName = "callgate.semantics"
	CallTagName   = "callgate.call_tag"
)

var own = []Definition{
	{Name: CatalogName, Context: "internal", Type: "string", Doc: "The current catalog; USE CATALOG changes it.", Report: true},
	{
		Name: SemanticsName, Context: "user", Type: "enum", Default: "callgate", check: oneOf(SemanticsName, "callgate", "flink"),
		Doc: "flink accepts a CALL exactly when Apache Flink accepts it.",
	},
	// PostgreSQL does not list these three in pg_settings; SHOW knows them.
	{Name: "session_authorization", Context: "internal", Type: "string", Default: "callgate", Doc: "The session user.", Report: true},
	{Name: "is_superuser", Context: "internal", Type: "bool", Default: "on", Doc: "Whether the current user is a superuser.", Report: true},
	{Name: "role", Context: "internal", Type: "string", Default: "none", Doc: "The current role."},
	{
		Name: CallTagName, Context: "user", Type: "enum", Default: "plain", check: oneOf(CallTagName, "plain", "count"),
		Doc: "count makes the command tag of a CALL carry the number of rows.",
	},
}

var definitions = sync.OnceValue(func() map[string]*Definition {
	defs := map[string]*Definition{}
	for line := range strings.Lines(postgres15) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		d := &Definition{Name: f[0], Unit: f[1], Context: f[2], Type: f[3], Default: f[4], Doc: f[5]}
		k := key(d.Name)
		if preset, ok := presets[k]; ok {
			d.Default = preset
		}
		d.Report = slices.Contains(reported, k)
		d.check = checks[k]
		defs[k] = d
	}
	for i := range own {
		defs[own[i].Name] = &own[i]
	}
	return defs
})

// All returns the definitions in the order of their names.
func All() []*Definition {
	return slices.SortedFunc(maps.Values(definitions()), func(a, b *Definition) int { return strings.Compare(key(a.Name), key(b.Name)) })
}
