package setting

import (
	"strconv"
	"strings"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

// typed are the values that statements need, computed once per change.
type typed struct {
	format           datatype.Format
	path             []string
	flink            bool
	countTag         bool
	statementTimeout time.Duration
	idleTimeout      time.Duration
	idleInTx         time.Duration
	minMessages      int
	readOnly         bool
	isolation        string
	deferrable       bool
}

// messageLevels are the values of client_min_messages, lowest first.
var messageLevels = []string{"debug5", "debug4", "debug3", "debug2", "debug1", "log", "info", "notice", "warning", "error"}

func (v *Values) compute() typed {
	on := func(name string) bool { s, _ := v.raw(name); return s == "on" }
	text := func(name string) string { s, _ := v.raw(name); return s }
	millis := func(name string) time.Duration {
		n, _ := strconv.ParseInt(text(name), 10, 64) // checked when it was set
		return time.Duration(n) * time.Millisecond
	}
	t := typed{
		path:             v.searchPath(),
		flink:            text(SemanticsName) == "flink",
		countTag:         text(CallTagName) == "count",
		statementTimeout: millis("statement_timeout"),
		idleTimeout:      millis("idle_session_timeout"),
		idleInTx:         millis("idle_in_transaction_session_timeout"),
		readOnly:         on("default_transaction_read_only"),
		isolation:        text("default_transaction_isolation"),
		deferrable:       on("default_transaction_deferrable"),
	}
	for i, name := range messageLevels {
		if name == text("client_min_messages") {
			t.minMessages = i
		}
	}
	t.format = v.format()
	return t
}

func (v *Values) format() datatype.Format {
	f := datatype.DefaultFormat()
	text := func(name string) string { s, _ := v.raw(name); return s }
	if zone, err := loadZone(text("timezone")); err == nil {
		f.Zone = zone
	}
	_ = f.SetDateStyle(text("datestyle"))         // checked when it was set
	_ = f.SetIntervalStyle(text("intervalstyle")) // checked when it was set
	f.ByteaEscape = text("bytea_output") == "escape"
	f.ExtraFloatDigits, _ = strconv.Atoi(text("extra_float_digits"))
	return f
}

// searchPath splits the search_path into names; "$user" is the session's user.
func (v *Values) searchPath() []string {
	text, _ := v.raw("search_path")
	var out []string
	for _, name := range SplitNames(text) {
		if name == "$user" {
			name, _ = v.raw("session_authorization")
		}
		out = append(out, name)
	}
	return out
}

// SplitNames splits a list of names as search_path holds them: separated by commas, quoted with double quotes where needed.
func SplitNames(text string) []string {
	var out []string
	for text != "" {
		var name string
		name, text = nextName(text)
		if name != "" {
			out = append(out, name)
		}
	}
	return out
}

// nextName reads one name up to a comma and returns what follows the comma.
func nextName(text string) (name, rest string) {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' && quoted && strings.HasPrefix(text[i+1:], `"`):
			b.WriteByte('"')
			i++
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			return b.String(), text[i+1:]
		case c == ' ' && !quoted:
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}

// Format says how values are written and read as text.
func (v *Values) Format() *datatype.Format { return &v.typed.format }

// SearchPath lists the databases in which unqualified names are looked up.
func (v *Values) SearchPath() []string { return v.typed.path }

// Catalog is the current catalog.
func (v *Values) Catalog() string { s, _ := v.raw(CatalogName); return s }

// Database is the current database: the first of the search_path.
func (v *Values) Database() string {
	if len(v.typed.path) == 0 {
		return ""
	}
	return v.typed.path[0]
}

// User is the user of the session.
func (v *Values) User() string { s, _ := v.raw("session_authorization"); return s }

// Flink reports whether callgate.semantics is flink.
func (v *Values) Flink() bool { return v.typed.flink }

// CountTag reports whether the tag of a CALL carries the number of rows.
func (v *Values) CountTag() bool { return v.typed.countTag }

// StatementTimeout is how long a statement may run; 0 is for ever.
func (v *Values) StatementTimeout() time.Duration { return v.typed.statementTimeout }

// IdleTimeout is how long a session may be idle outside a transaction; 0 is for ever.
func (v *Values) IdleTimeout() time.Duration { return v.typed.idleTimeout }

// IdleInTransactionTimeout is how long a session may be idle inside a transaction; 0 is for ever.
func (v *Values) IdleInTransactionTimeout() time.Duration { return v.typed.idleInTx }

// TransactionDefaults are the modes that a new transaction has.
func (v *Values) TransactionDefaults() (isolation string, readOnly, deferrable bool) {
	return v.typed.isolation, v.typed.readOnly, v.typed.deferrable
}

// Sends reports whether messages of a level ("notice", "warning") go to the client under client_min_messages; INFO always does.
func (v *Values) Sends(messageLevel string) bool {
	for i, name := range messageLevels {
		if name == messageLevel {
			return i >= v.typed.minMessages
		}
	}
	return true
}
