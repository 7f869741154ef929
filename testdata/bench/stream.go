package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"time"
)

// stream is a query of many rows.
type stream struct {
	title string
	rows  int
	query map[kind]string
}

const mixedQuery = `SELECT i::int4 AS id, i * 1000000 AS big, i / 3.0::float8 AS ratio, (i * 1.25)::numeric(12,2) AS price,
 'name ' || i AS name, ('code' || i % 10000)::varchar(8) AS code, i % 2 = 0 AS flag, date '2026-01-01' + (i % 365)::int AS day,
 timestamp '2026-01-01' + i * interval '1 second' AS at, timestamptz '2026-01-01' + i * interval '1 second' AS seen
 FROM generate_series(0::bigint, 999999) i`

var streams = []stream{
	{"10 million rows of one int64", 10_000_000, map[kind]string{
		callgate: "CALL demo.system.generate_n(10000000)",
		postgres: "SELECT generate_series(0::bigint, 9999999)",
		canned:   "CALL demo.system.generate_n(10000000)",
	}},
	{"1 million rows of ten mixed columns", 1_000_000, map[kind]string{
		callgate: "CALL demo.system.generate_mixed(1000000)",
		postgres: mixedQuery,
		canned:   "CALL demo.system.generate_mixed(1000000)",
	}},
}

func (st stream) run(ctx context.Context, s server) (float64, error) {
	start := time.Now()
	n, err := countRows(ctx, s, st.query[s.kind])
	if err != nil {
		return 0, err
	}
	if n != st.rows {
		return 0, fmt.Errorf("%s: %d rows instead of %d", st.title, n, st.rows)
	}
	return float64(n) / time.Since(start).Seconds(), nil
}

// countRows runs a simple query and counts its rows without looking at their values: the client must not be what is measured.
func countRows(ctx context.Context, s server, query string) (int, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", s.addr)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	startup := append([]byte{0, 3, 0, 0}, "user\x00postgres\x00database\x00"+database(s)+"\x00\x00"...)
	startup = append(binary.BigEndian.AppendUint32(nil, uint32(len(startup)+4)), startup...)
	if _, err := conn.Write(startup); err != nil {
		return 0, err
	}
	r := bufio.NewReaderSize(conn, 1<<18)
	if _, err := untilReady(r); err != nil {
		return 0, err
	}
	if _, err := conn.Write(frame('Q', append([]byte(query), 0)...)); err != nil {
		return 0, err
	}
	return untilReady(r)
}

// untilReady reads messages up to ReadyForQuery and counts the DataRows.
func untilReady(r *bufio.Reader) (int, error) {
	rows := 0
	for {
		header, err := r.Peek(5)
		if err != nil {
			return rows, err
		}
		kind, n := header[0], int(binary.BigEndian.Uint32(header[1:]))
		switch kind {
		case 'E':
			text := make([]byte, min(n, 4096))
			_, _ = io.ReadFull(r, text)
			return rows, fmt.Errorf("error of the server: %q", text)
		case 'D':
			rows++
		}
		if _, err := r.Discard(n + 1); err != nil {
			return rows, err
		}
		if kind == 'Z' {
			return rows, nil
		}
	}
}
