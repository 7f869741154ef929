package server_test

import (
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgproto3"
)

var update = flag.Bool("update", false, "rewrite the expected parts of the wire scripts")

// TestWireScripts replays testdata/wire/*.pgt. With CALLGATE_TEST_PG, the URL of a real PostgreSQL without TLS and passwords, the
// same files are replayed there: what a file says holds for both, or is marked.
//
// A file is a series of blocks: a command, its input, a line "----", what is expected, and an empty line. Commands:
//
//	connect [name=value …]   open a session with these startup parameters; its end if it fails
//	connect raw              open a connection only
//	send                     messages, one a line: a type and its fields as JSON
//	raw                      bytes in hex
//	until                    read up to messages of these types, one a line, or to "eof"; prints all that came
//	close half|full          close the connection, for writing or at all
//	only gw|pg               the rest of the file is for one server
//	diverges DEV-n           the next block's expectation is ours alone, for a listed reason
func TestWireScripts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "wire", "*.pgt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	pg := os.Getenv("CALLGATE_TEST_PG")
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".pgt"), func(t *testing.T) {
			t.Parallel()
			r := &runner{t: t, file: file, params: map[string]string{"user": "tester", "database": "test"}}
			if pg != "" {
				r.usePostgres(pg)
			} else {
				r.addr = start(t, nil).addr
			}
			r.run()
		})
	}
}

type runner struct {
	t      *testing.T
	file   string
	addr   string
	params map[string]string
	pg     bool
	client *client
}

// usePostgres replays against a real server, on which the procedures exist that scripts call and that PostgreSQL can have.
func (r *runner) usePostgres(dsn string) {
	u, err := url.Parse(dsn)
	if err != nil {
		r.t.Fatal(err)
	}
	r.pg, r.addr = true, u.Host
	r.params = map[string]string{"user": u.User.Username(), "database": strings.TrimPrefix(u.Path, "/")}
	c, said, err := connect(r.addr, r.params)
	if err != nil || len(said) > 0 {
		r.t.Fatal(err, said)
	}
	defer c.conn.Close()
	c.query(r.t, `SELECT pg_advisory_lock(1); CREATE OR REPLACE PROCEDURE nop(n int) LANGUAGE sql AS ''`)
}

// block is one command of a script.
type block struct {
	comment          string // lines before it
	command          string
	input, want, got []string
}

func (r *runner) run() {
	text, err := os.ReadFile(r.file)
	if err != nil {
		r.t.Fatal(err)
	}
	blocks := parseScript(string(text))
	defer func() {
		if r.client != nil {
			r.client.conn.Close()
		}
	}()
	ours := false
	for _, b := range blocks {
		verb, arg, _ := strings.Cut(b.command, " ")
		switch verb {
		case "only":
			if arg == "gw" && r.pg || arg == "pg" && !r.pg {
				return
			}
			continue
		case "diverges":
			ours = true
			continue
		}
		b.got = r.execute(verb, arg, b.input)
		if *update && !r.pg {
			continue
		}
		if diff := cmp.Diff(b.want, b.got); diff != "" && !(ours && r.pg) {
			r.t.Errorf("%s: %s %v (-want +got)\n%s", filepath.Base(r.file), b.command, b.input, diff)
		}
		ours = false
	}
	if *update && !r.pg {
		if err := os.WriteFile(r.file, []byte(printScript(blocks)), 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *runner) execute(verb, arg string, input []string) []string {
	if r.client == nil && verb != "connect" {
		r.open("")
	}
	switch verb {
	case "connect":
		return r.open(arg)
	case "send":
		for _, line := range input {
			m, err := parseMessage(line)
			if err != nil {
				r.t.Fatal(line, err)
			}
			r.client.front.Send(m)
		}
		_ = r.client.front.Flush() // the end of the connection is found by the next until
	case "raw":
		data, err := hex.DecodeString(strings.NewReplacer(" ", "", "\n", "").Replace(strings.Join(input, "")))
		if err != nil {
			r.t.Fatal(err)
		}
		_, _ = r.client.conn.Write(data)
	case "until":
		if arg != "" {
			input = []string{arg}
		}
		return r.client.until(input...)
	case "close":
		if tcp, ok := r.client.conn.(*net.TCPConn); ok && arg == "half" {
			_ = tcp.CloseWrite()
			return nil
		}
		_ = r.client.conn.Close()
		r.client = nil
	default:
		r.t.Fatalf("unknown command %q", verb)
	}
	return nil
}

// open opens a session or a bare connection and returns what the server said besides the usual.
func (r *runner) open(arg string) []string {
	if r.client != nil {
		r.client.conn.Close()
	}
	var said []string
	var err error
	if arg == "raw" {
		r.client, err = dial(r.addr)
	} else {
		params := map[string]string{}
		for k, v := range r.params {
			params[k] = v
		}
		for _, pair := range strings.Fields(arg) {
			k, v, _ := strings.Cut(pair, "=")
			params[k], _ = url.QueryUnescape(v)
		}
		r.client, said, err = connect(r.addr, params)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return said
}

// parseMessage reads a message as the scripts write it.
func parseMessage(line string) (pgproto3.FrontendMessage, error) {
	typ, fields, _ := strings.Cut(line, " ")
	messages := map[string]pgproto3.FrontendMessage{
		"Query": &pgproto3.Query{}, "Parse": &pgproto3.Parse{}, "Bind": &pgproto3.Bind{}, "Describe": &pgproto3.Describe{},
		"Execute": &pgproto3.Execute{}, "Close": &pgproto3.Close{}, "Sync": &pgproto3.Sync{}, "Flush": &pgproto3.Flush{},
		"Terminate": &pgproto3.Terminate{}, "CopyData": &pgproto3.CopyData{}, "CopyDone": &pgproto3.CopyDone{},
		"CopyFail": &pgproto3.CopyFail{},
	}
	m, ok := messages[typ]
	if !ok {
		return nil, fmt.Errorf("unknown message %q", typ)
	}
	if fields == "" {
		return m, nil
	}
	return m, json.Unmarshal([]byte(fields), m)
}

func parseScript(text string) []*block {
	var blocks []*block
	var b *block
	comment, expecting := "", false
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		switch {
		case b == nil && (line == "" || strings.HasPrefix(line, "#")):
			comment += line + "\n"
		case b == nil:
			b = &block{comment: comment, command: line}
			blocks, comment = append(blocks, b), ""
			if verb, _, _ := strings.Cut(line, " "); verb == "only" || verb == "diverges" {
				b = nil
			}
		case line == "----":
			expecting = true
		case expecting && line == "":
			b, expecting, comment = nil, false, "\n"
		case expecting:
			b.want = append(b.want, line)
		default:
			b.input = append(b.input, line)
		}
	}
	return blocks
}

func printScript(blocks []*block) string {
	var out strings.Builder
	for _, b := range blocks {
		out.WriteString(b.comment + b.command + "\n")
		if verb, _, _ := strings.Cut(b.command, " "); verb == "only" || verb == "diverges" {
			continue
		}
		for _, line := range b.input {
			out.WriteString(line + "\n")
		}
		out.WriteString("----\n")
		for _, line := range b.got {
			out.WriteString(line + "\n")
		}
	}
	return out.String()
}
