package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// kind is one of the three servers that are compared.
type kind int

const (
	callgate kind = iota
	postgres
	canned
)

// server is a running server.
type server struct {
	kind kind
	addr string
	pid  int
}

func (s server) port() string { _, port, _ := net.SplitHostPort(s.addr); return port }

// startAll starts the three servers on free ports of the loopback address. stop ends them by their own pids.
func startAll(ctx context.Context) (servers []server, stop func(), err error) {
	var stops []func()
	stop = func() {
		for i := len(stops) - 1; i >= 0; i-- {
			stops[i]()
		}
	}
	dir, err := os.MkdirTemp("", "callgate-bench")
	if err != nil {
		return nil, stop, err
	}
	stops = append(stops, func() { _ = os.RemoveAll(dir) })
	for _, start := range []func(context.Context, string) (server, func(), error){startCallgate, startPostgres, startCanned} {
		s, end, err := start(ctx, dir)
		if err != nil {
			return nil, stop, err
		}
		servers, stops = append(servers, s), append(stops, end)
	}
	return servers, stop, nil
}

// startCallgate builds the gateway and serves with it; it says on its log where it listens.
func startCallgate(ctx context.Context, dir string) (server, func(), error) {
	bin := filepath.Join(dir, "callgate")
	build := exec.CommandContext(ctx, "go", "build", "-o", bin, "./cmd/callgate")
	if out, err := build.CombinedOutput(); err != nil {
		return server{}, nil, fmt.Errorf("%w: %s", err, out)
	}
	cmd := exec.CommandContext(ctx, bin, "serve", "--listen", "127.0.0.1:0")
	log, err := cmd.StderrPipe()
	if err != nil {
		return server{}, nil, err
	}
	if err := cmd.Start(); err != nil {
		return server{}, nil, err
	}
	end := func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() }
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		if _, rest, ok := strings.Cut(lines.Text(), `"listen":"`); ok {
			addr, _, _ := strings.Cut(rest, `"`)
			go func() { // the log must be read, or the server would block on it
				for lines.Scan() {
				}
			}()
			return server{callgate, addr, cmd.Process.Pid}, end, nil
		}
	}
	end()
	return server{}, nil, errors.New("callgate did not say where it listens")
}

// startPostgres starts a throw-away PostgreSQL with a procedure that gives back its argument.
func startPostgres(ctx context.Context, dir string) (server, func(), error) {
	bindir, err := postgresBinaries(ctx)
	if err != nil {
		return server{}, nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return server{}, nil, err
	}
	port := listener.Addr().(*net.TCPAddr).Port
	_ = listener.Close()
	data := filepath.Join(dir, "postgres")
	if err := os.MkdirAll(data, 0o777); err != nil {
		return server{}, nil, err
	}
	script := fmt.Sprintf(`set -e; cd / ; %[1]s/initdb -D %[2]s/db -U postgres -A trust -E UTF8 --locale=C.UTF-8
%[1]s/pg_ctl -D %[2]s/db -w -l %[2]s/log start -o '-p %[3]d -k %[2]s -c listen_addresses=127.0.0.1 -c fsync=off'`, bindir, data, port)
	if out, err := asPostgres(ctx, dir, data, script).CombinedOutput(); err != nil {
		return server{}, nil, fmt.Errorf("%w: %s", err, out)
	}
	end := func() {
		_ = asPostgres(context.WithoutCancel(ctx), dir, data, fmt.Sprintf("cd /; %s/pg_ctl -D %s/db -m immediate stop", bindir, data)).Run()
	}
	s := server{postgres, "127.0.0.1:" + strconv.Itoa(port), 0}
	create := exec.CommandContext(ctx, "psql", "-h", "127.0.0.1", "-p", s.port(), "-U", "postgres", "-c",
		"CREATE PROCEDURE generate_n(INOUT result bigint) LANGUAGE plpgsql AS $$ BEGIN END $$")
	if out, err := create.CombinedOutput(); err != nil {
		end()
		return server{}, nil, fmt.Errorf("%w: %s", err, out)
	}
	return s, end, nil
}

// asPostgres runs a script as a user that PostgreSQL accepts: it refuses root.
func asPostgres(ctx context.Context, dir, data, script string) *exec.Cmd {
	if os.Getuid() != 0 {
		return exec.CommandContext(ctx, "bash", "-c", script)
	}
	_ = os.Chmod(dir, 0o755)
	_ = exec.CommandContext(ctx, "chown", "postgres", data).Run()
	return exec.CommandContext(ctx, "runuser", "-u", "postgres", "--", "bash", "-c", script)
}

// postgresBinaries finds the server's programs and installs PostgreSQL where it is missing.
func postgresBinaries(ctx context.Context) (string, error) {
	for range 2 {
		dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
		if len(dirs) > 0 {
			return dirs[len(dirs)-1], nil
		}
		install := exec.CommandContext(ctx, "apt-get", "install", "-y", "postgresql")
		if out, err := install.CombinedOutput(); err != nil {
			return "", fmt.Errorf("install PostgreSQL: %w: %s", err, out)
		}
	}
	return "", errors.New("no PostgreSQL server in /usr/lib/postgresql")
}
