package command_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/procedures/builtin"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/session/command"
	"github.com/callgate/callgate/server/session/setting"
	"github.com/callgate/callgate/sqlcall"
)

func newEnv(t *testing.T) command.Env {
	t.Helper()
	registry, err := catalog.NewRegistry(memory.Factory{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := catalog.NewManager(t.Context(), registry, store.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Add(t.Context(), "demo", memory.New("demo", "system", builtin.Procedures())); err != nil {
		t.Fatal(err)
	}
	v := setting.New()
	v.SetInternal(setting.CatalogName, "demo")
	if err := v.Set("search_path", "system, public", false); err != nil {
		t.Fatal(err)
	}
	return command.Env{Catalogs: m, Settings: v}
}

// run returns the answer as text: columns, then rows, or the tag alone, or the SQLSTATE and the message.
func run(t *testing.T, env command.Env, text string) string {
	t.Helper()
	stmts, err := sqlcall.Parse(text)
	if err != nil {
		e := pgerr.From(err)
		return string(e.Code) + " " + e.Message
	}
	result, err := command.Run(t.Context(), env, stmts[0].Statement)
	if err != nil {
		e := pgerr.From(err)
		return string(e.Code) + " " + e.Message
	}
	if result.Columns == nil {
		return result.Tag
	}
	var out []string
	for _, c := range result.Columns {
		out = append(out, c.Name)
	}
	lines := []string{strings.Join(out, "|")}
	for _, row := range result.Rows {
		lines = append(lines, strings.TrimSuffix(fmt.Sprintln(row...), "\n"))
	}
	return strings.Join(lines, "; ")
}

// TestStatements runs statements in turn; names and texts are Flink's (spec/flink-procedures.md §8).
func TestStatements(t *testing.T) {
	t.Parallel()
	env := newEnv(t)
	for _, tt := range []struct{ text, want string }{
		{"SHOW PROCEDURES LIKE 'gen%'", "procedure name; generate_mixed; generate_n"},
		{"SHOW PROCEDURES IN sales", "procedure name; top_customers"},
		{"SHOW PROCEDURES FROM demo.sales NOT LIKE 'top%'", "procedure name"},
		{"SHOW PROCEDURES LIKE 'GEN%'", "procedure name"},
		{"SHOW PROCEDURES ILIKE 'GEN%_N'", "procedure name; generate_n"},
		{`SHOW PROCEDURES LIKE 'generate\_n'`, "procedure name; generate_n"},
		{`SHOW PROCEDURES LIKE 'gen\x%'`, `22025 Invalid escape sequence 'gen\x%', 3`},
		{"SHOW PROCEDURES IN nosuch", "3F000 Fail to show procedures because the Database `nosuch` to show from/in does not exist in Catalog `demo`."},
		{"SHOW PROCEDURES IN nosuch.db", "3D000 Catalog nosuch does not exist"},
		{"SHOW PROCEDURES IN a.b.c", "42601 SHOW PROCEDURES from/in identifier [ a.b.c ] format error, it should be [catalog_name.]database_name."},
		{"SHOW CATALOGS", "catalog name; demo"},
		{"SHOW DATABASES", "database name; sales; system"},
		{"SHOW DATABASES IN nosuch", "3D000 Catalog nosuch does not exist"},
		{"SHOW DATABASES IN a.b", "42601 Show databases from/in identifier [ a.b ] format error, catalog must be a single part identifier."},
		{"SHOW CURRENT CATALOG", "current catalog name; demo"},
		{"SHOW CURRENT DATABASE", "current database name; system"},
		{"SHOW CREATE CATALOG demo", "3D000 Cannot obtain metadata information from Catalog demo."},
		{"CREATE CATALOG c COMMENT 'it''s' WITH ('type'='generic_in_memory', 'default-database'='main')", "CREATE CATALOG"},
		{"CREATE CATALOG c WITH ('type'='generic_in_memory')", "42710 Catalog c already exists."},
		{"CREATE CATALOG IF NOT EXISTS c WITH ('type'='generic_in_memory')", "CREATE CATALOG"},
		{"SHOW CREATE CATALOG c", "result; CREATE CATALOG `c`\nCOMMENT 'it''s'\nWITH (\n  'default-database' = 'main',\n  'type' = 'generic_in_memory'\n)\n"},
		{"DESC CATALOG EXTENDED c", "info name|info value; name c; type generic_in_memory; comment it's; option:default-database main"},
		{"ALTER CATALOG c COMMENT 'new'", "ALTER CATALOG"},
		{"ALTER CATALOG c SET ('default-database'='other')", "ALTER CATALOG"},
		{"ALTER CATALOG c RESET ('default-database')", "ALTER CATALOG"},
		{"ALTER CATALOG c RESET ('type')", "22023 ALTER CATALOG RESET does not support changing 'type'"},
		{"ALTER CATALOG c RESET ()", "22023 ALTER CATALOG RESET does not support empty key"},
		{"ALTER CATALOG nosuch COMMENT ''", "3D000 Catalog nosuch does not exist in the catalog store."},
		{"DESCRIBE CATALOG c", "info name|info value; name c; type generic_in_memory; comment new"},
		{"CREATE DATABASE c.reports", "CREATE DATABASE"},
		{"CREATE DATABASE c.reports", "42P06 Database reports already exists in Catalog c."},
		{"CREATE DATABASE IF NOT EXISTS c.reports", "CREATE DATABASE"},
		{"CREATE DATABASE nosuch.reports", "3D000 Catalog nosuch does not exist"},
		{"SHOW DATABASES IN c", "database name; default; reports"},
		{"USE c.nosuch", "3F000 A database with name [nosuch] does not exist in the catalog: [c]."},
		{"SHOW CURRENT CATALOG", "current catalog name; demo"},
		{"USE CATALOG nosuch", "3D000 A catalog with name [nosuch] does not exist."},
		{"USE CATALOG c", "USE"},
		{"SHOW CURRENT DATABASE", "current database name; default"},
		{"SHOW PROCEDURES", "procedure name"},
		{"USE reports", "USE"},
		{"DROP DATABASE reports", "55006 Cannot drop a database which is currently in use."},
		{"DROP CATALOG c", "55006 Cannot drop a catalog which is currently in use."},
		{"USE demo.sales", "USE"},
		{"SHOW CURRENT DATABASE", "current database name; sales"},
		{"DROP DATABASE c.reports", "DROP DATABASE"},
		{"DROP DATABASE IF EXISTS c.reports", "DROP DATABASE"},
		{"DROP DATABASE c.reports", "3F000 Database reports does not exist in Catalog c."},
		{"DROP CATALOG c", "DROP CATALOG"},
		{"DROP CATALOG c", "3D000 Catalog c does not exist."},
		{"DROP CATALOG IF EXISTS c", "DROP CATALOG"},
		{"DESCRIBE PROCEDURE top_customers", "overload|mode|name|type|default; " +
			"top_customers(n INT, region STRING) in n INT <nil>; top_customers(n INT, region STRING) optional region STRING eu; " +
			"top_customers(n INT, region STRING) out id BIGINT <nil>; top_customers(n INT, region STRING) out name STRING <nil>; " +
			"top_customers(n INT, region STRING) out amount DECIMAL(12, 1) <nil>; top_customers(n INT, region STRING) out ts TIMESTAMP_LTZ(6) <nil>"},
		{"DESCRIBE PROCEDURE nosuch", "42883 procedure nosuch does not exist"},
	} {
		if got := run(t, env, tt.text); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}
