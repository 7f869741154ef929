package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

// calls are the statements that pgbench repeats.
var calls = map[kind]string{
	callgate: "CALL demo.system.generate_n(1);",
	postgres: "CALL generate_n(1);",
	canned:   "CALL demo.system.generate_n(1);",
}

// pgbench runs a call with 8 clients and returns the calls per second, connecting not counted.
func pgbench(ctx context.Context, s server, mode string, duration time.Duration) (float64, error) {
	script, err := os.CreateTemp("", "*.sql")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.Remove(script.Name()) }()
	if _, err := script.WriteString(calls[s.kind] + "\n"); err != nil {
		return 0, err
	}
	if err := script.Close(); err != nil {
		return 0, err
	}
	seconds := strconv.Itoa(max(1, int(duration.Seconds())))
	cmd := exec.CommandContext(ctx, "pgbench", "-n", "-M", mode, "-c", "8", "-j", "1", "-T", seconds, "-f", script.Name(),
		"-h", "127.0.0.1", "-p", s.port(), "-U", "postgres", database(s))
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, out)
	}
	m := tps.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("pgbench printed no tps: %s", out)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}

func database(s server) string {
	if s.kind == callgate {
		return "demo"
	}
	return "postgres"
}
