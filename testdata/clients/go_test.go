package clients_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/lib/pq"
)

func day() time.Time { return time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC) }

func moment() time.Time { return time.Date(2024, 2, 29, 12, 34, 56, 123456000, time.UTC) }

const boundCall = "CALL demo.test.bound($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"

func TestPgx(t *testing.T) {
	t.Parallel()
	port := startServer(t)
	modes := map[string]pgx.QueryExecMode{
		"cache_statement": pgx.QueryExecModeCacheStatement, "cache_describe": pgx.QueryExecModeCacheDescribe,
		"describe_exec": pgx.QueryExecModeDescribeExec, "exec": pgx.QueryExecModeExec, "simple_protocol": pgx.QueryExecModeSimpleProtocol,
	}
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config, err := pgx.ParseConfig("host=127.0.0.1 user=tester dbname=demo port=" + port)
			if err != nil {
				t.Fatal(err)
			}
			config.DefaultQueryExecMode = mode
			conn, err := pgx.ConnectConfig(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close(context.WithoutCancel(t.Context()))
			check(t, pgxSteps(t, conn))
		})
	}
}

func pgxSteps(t *testing.T, conn *pgx.Conn) string {
	t.Helper()
	ctx := t.Context()
	var b strings.Builder
	query := func(step, sql string, args ...any) {
		fmt.Fprintln(&b, step)
		rows, err := conn.Query(ctx, sql, args...)
		if err != nil {
			t.Fatal(step, err)
		}
		for rows.Next() {
			values, err := rows.Values()
			if err != nil {
				t.Fatal(step, err)
			}
			fmt.Fprintln(&b, line(values))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(step, err)
		}
	}
	query("position", "CALL demo.test.typed($1, $2)", int32(5), "row ")
	query("named", "CALL demo.test.typed(prefix => $1, n => $2)", "row ", int32(5))
	var price pgtype.Numeric
	if err := price.Scan("12345678901234.567890"); err != nil {
		t.Fatal(err)
	}
	query("bound", boundCall, true, int16(-32768), int32(2147483647), int64(-9223372036854775808), float32(0.1), 0.30000000000000004, price,
		"naïve 日本 'quoted'", "code", []byte{0, 1, 255}, pgtype.Date{Time: day(), Valid: true}, pgtype.Timestamp{Time: moment(), Valid: true}, moment())
	query("nulls", boundCall, make([]any, 13)...)
	fmt.Fprintln(&b, "transaction")
	tx, err := conn.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	rows, err := tx.Query(ctx, "CALL demo.test.typed(5, 'row ')")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		n++
	}
	if err := errors.Join(rows.Err(), tx.Commit(ctx)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "%d\nlimit\n", n)
	fmt.Fprintf(&b, "%d\ncancelled\n", pgxLimit(t, conn))
	fmt.Fprintf(&b, "%s\nfailing\n", pgxCancel(t, conn))
	_, err = conn.Exec(ctx, "CALL demo.system.fail('boom')")
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	fmt.Fprintln(&b, e.Code, e.Message)
	var zero int64
	if err := conn.QueryRow(ctx, "CALL demo.system.generate_n(1)").Scan(&zero); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(&b, zero)
	return b.String()
}

// pgxLimit reads a cursor in part: pgx itself never limits the rows of an Execute.
func pgxLimit(t *testing.T, conn *pgx.Conn) int {
	t.Helper()
	ctx := t.Context()
	results := conn.PgConn().Exec(ctx, "BEGIN; DECLARE c CURSOR FOR CALL demo.test.typed(5, 'row '); FETCH 2 FROM c; CLOSE c; COMMIT")
	all, err := results.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(all[2].Rows)
}

// pgxCancel cancels a call once it has said that it runs.
func pgxCancel(t *testing.T, conn *pgx.Conn) string {
	t.Helper()
	stop := make(chan struct{})
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
				_ = conn.PgConn().CancelRequest(context.WithoutCancel(t.Context())) // the answer is what the test looks at
			}
		}
	}()
	_, err := conn.PgConn().Exec(t.Context(), "CALL demo.system.sleep(30)").ReadAll()
	close(stop)
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	return e.Code
}

func TestLibPQ(t *testing.T) {
	t.Parallel()
	for _, binary := range []string{"no", "yes"} {
		t.Run("binary_parameters="+binary, func(t *testing.T) {
			t.Parallel()
			db, err := sql.Open("postgres", "host=127.0.0.1 user=tester dbname=demo sslmode=disable binary_parameters="+binary+" port="+startServer(t))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			db.SetMaxOpenConns(1)
			check(t, pqSteps(t, db), "limit")
		})
	}
}

func pqSteps(t *testing.T, db *sql.DB) string {
	t.Helper()
	ctx := t.Context()
	var b strings.Builder
	query := func(step, q string, args ...any) {
		fmt.Fprintln(&b, step)
		rows, err := db.QueryContext(ctx, q, args...)
		if err != nil {
			t.Fatal(step, err)
		}
		defer rows.Close()
		for rows.Next() {
			values, refs := make([]any, 13), make([]any, 13)
			for i := range values {
				refs[i] = &values[i]
			}
			if err := rows.Scan(refs...); err != nil {
				t.Fatal(step, err)
			}
			if text, ok := values[6].([]byte); ok { // lib/pq knows no numeric
				values[6] = string(text)
			}
			fmt.Fprintln(&b, line(values))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(step, err)
		}
	}
	query("position", "CALL demo.test.typed($1, $2)", 5, "row ")
	query("named", "CALL demo.test.typed(prefix => $1, n => $2)", "row ", 5)
	query("bound", boundCall, true, -32768, 2147483647, int64(-9223372036854775808), 0.1, 0.30000000000000004, "12345678901234.567890",
		"naïve 日本 'quoted'", "code", []byte{0, 1, 255}, "2024-02-29", "2024-02-29 12:34:56.123456", moment())
	query("nulls", boundCall, make([]any, 13)...)
	fmt.Fprintln(&b, "transaction")
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	rows, err := tx.QueryContext(ctx, "CALL demo.test.typed(5, 'row ')")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		n++
	}
	if err := errors.Join(rows.Err(), rows.Close(), tx.Commit()); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "%d\ncancelled\n", n)
	short, stop := context.WithTimeout(ctx, 100*time.Millisecond)
	defer stop()
	_, err = db.ExecContext(short, "CALL demo.system.sleep(30)")
	fmt.Fprintf(&b, "%s\nfailing\n", pqCode(t, err))
	_, err = db.ExecContext(ctx, "CALL demo.system.fail('boom')")
	var e *pq.Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	var zero int64
	fmt.Fprintln(&b, e.Code, e.Message)
	if err := db.QueryRowContext(ctx, "CALL demo.system.generate_n(1)").Scan(&zero); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(&b, zero)
	return b.String()
}

// pqCode is the SQLSTATE of a statement whose context ended: database/sql may report the context's error instead of the server's.
func pqCode(t *testing.T, err error) string {
	t.Helper()
	var e *pq.Error
	switch {
	case errors.As(err, &e):
		return string(e.Code)
	case errors.Is(err, context.DeadlineExceeded):
		return "57014"
	}
	t.Fatal(err)
	return ""
}

// line prints a row as every client program does.
func line(values []any) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = text(i, v)
	}
	return strings.Join(texts, "|")
}

func text(column int, v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case []byte:
		return fmt.Sprintf("\\x%x", v)
	case pgtype.Numeric:
		s, _ := v.Value()
		return fmt.Sprint(s)
	case time.Time:
		if column == 10 {
			return v.Format("2006-01-02")
		}
		return v.UTC().Format("2006-01-02 15:04:05.000000")
	}
	return fmt.Sprint(v)
}
