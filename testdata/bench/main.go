// Command bench compares callgate with PostgreSQL and with a canned responder, side by side on one machine: calls per second in
// pgbench's three modes, and rows per second of two streams. It prints ratios: absolute figures of a shared machine say little.
//
// The canned responder answers with bytes that were made before: it is what this machine can do at most with one connection loop a
// client, so callgate ÷ canned is how much of that the real work leaves.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	duration := flag.Duration("duration", 5*time.Second, "length of one pgbench run")
	rounds := flag.Int("rounds", 3, "rounds of each measurement; the median of their ratios is printed")
	only := flag.String("only", "", "measure only what has this in its title")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *duration, *rounds, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, duration time.Duration, rounds int, only string) error {
	servers, stop, err := startAll(ctx)
	defer stop()
	if err != nil {
		return err
	}
	report := report{only: only}
	for _, mode := range []string{"simple", "extended", "prepared"} {
		err := report.measure("CALL of one int, -M "+mode+", 8 clients", "calls/s", rounds, func(s server) (float64, error) {
			return pgbench(ctx, s, mode, duration)
		}, servers)
		if err != nil {
			return err
		}
	}
	for _, st := range streams {
		err := report.measure(st.title, "rows/s", rounds, func(s server) (float64, error) { return st.run(ctx, s) }, servers)
		if err != nil {
			return err
		}
	}
	if only == "" {
		if err := report.memory(ctx, servers[0]); err != nil {
			return err
		}
	}
	report.print(os.Stdout)
	return nil
}
