package session

import (
	"strings"
	"sync"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/session/setting"
	"github.com/callgate/callgate/sqlcall"
)

// setVariable is SET. Flink's bare SET lists what was set.
func (s *Session) setVariable(stmt *sqlcall.SetVariable) (answer, error) {
	if stmt.List {
		return s.listVariables(), nil
	}
	if stmt.Local && !s.inBlock() {
		s.notice(pgerr.SeverityWarning, pgerr.NoActiveSQLTransaction, "SET LOCAL can only be used in transaction blocks")
		return answer{tag: "SET"}, nil
	}
	s.touchSettings()
	if len(stmt.Values) == 0 {
		if isRole(stmt.Name) {
			return answer{tag: "SET"}, nil // there is no other role to come back from
		}
		return answer{tag: "SET"}, s.settings.Reset(stmt.Name)
	}
	if len(stmt.Values) > 1 && !listSettings[stmt.Name] {
		return answer{}, pgerr.New(pgerr.InvalidParameterValue, "SET %s takes only one argument", stmt.Name)
	}
	value := joinValues(stmt)
	if isRole(stmt.Name) && strings.EqualFold(value, s.show(stmt.Name)) {
		return answer{tag: "SET"}, nil
	}
	if err := s.settings.Set(stmt.Name, value, stmt.Local); err != nil {
		return answer{}, err
	}
	if stmt.Name == "transaction_read_only" {
		s.tx.readOnly = s.show(stmt.Name) == "on"
	}
	return answer{tag: "SET"}, nil
}

// listSettings are the settings whose value is a list (GUC_LIST_INPUT) and that a session may change.
var listSettings = map[string]bool{"datestyle": true, "search_path": true, "temp_tablespaces": true, "local_preload_libraries": true}

// isRole reports whether a setting says who the user is, which does not change in a session.
func isRole(name string) bool { return name == "session_authorization" || name == "role" }

// joinValues puts a list together as PostgreSQL's flatten_set_variable_args does: names of databases are quoted where they need it.
func joinValues(stmt *sqlcall.SetVariable) string {
	if stmt.Name != "search_path" {
		return strings.Join(stmt.Values, ", ")
	}
	names := make([]string, len(stmt.Values))
	for i, v := range stmt.Values {
		names[i] = sqlcall.QuoteIdent(v)
	}
	return strings.Join(names, ", ")
}

func (s *Session) listVariables() answer {
	var rows [][]datatype.Value
	for _, d := range setting.All() {
		rows = append(rows, []datatype.Value{d.Name, s.show(d.Name)})
	}
	for _, name := range s.settings.Custom() {
		rows = append(rows, []datatype.Value{name, s.show(name)})
	}
	return answer{rows: rowsOf(textColumns("key", "value"), rows), tag: "SET"}
}

func (s *Session) resetVariable(stmt *sqlcall.ResetVariable) error {
	s.touchSettings()
	switch {
	case stmt.Name == "":
		s.settings.ResetAll()
		return nil
	case isRole(stmt.Name):
		return nil
	}
	return s.settings.Reset(stmt.Name)
}

// canonicalNames maps settings in lower case to their usual spelling, which SHOW uses as the column name.
var canonicalNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, d := range setting.All() {
		names[strings.ToLower(d.Name)] = d.Name
	}
	return names
})

func showColumns(stmt *sqlcall.ShowVariable) []datatype.Field {
	if stmt.Name == "all" {
		return textColumns("name", "setting", "description")
	}
	if name, ok := canonicalNames()[strings.ToLower(stmt.Name)]; ok {
		return textColumns(name)
	}
	return textColumns(stmt.Name)
}

// variable returns what SHOW shows. Outside a block the modes are those of a new transaction.
func (s *Session) variable(name string) (string, error) {
	if name == "all" {
		return "", nil
	}
	if !s.tx.block {
		for _, mode := range s.modes().settings() {
			if strings.EqualFold(mode[0], name) {
				return mode[1], nil
			}
		}
	}
	return s.settings.Get(name)
}

func (s *Session) showVariable(stmt *sqlcall.ShowVariable) (answer, error) {
	var rows [][]datatype.Value
	if stmt.Name == "all" {
		for _, d := range setting.All() {
			rows = append(rows, []datatype.Value{d.Name, s.show(d.Name), d.Doc})
		}
	} else {
		value, err := s.variable(stmt.Name)
		if err != nil {
			return answer{}, err
		}
		rows = [][]datatype.Value{{value}}
	}
	return answer{rows: rowsOf(showColumns(stmt), rows), tag: "SHOW"}, nil
}
