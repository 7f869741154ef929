package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
)

// report collects the rows of the table.
type report struct {
	only string // part of a title
	rows []string
	mem  string
}

// measure runs one measurement on all servers in turn, several rounds, and notes the medians of the ratios within a round: the speed of
// a shared machine drifts between rounds, hardly within one.
func (r *report) measure(title, unit string, rounds int, run func(server) (float64, error), servers []server) error {
	if !strings.Contains(title, r.only) {
		return nil
	}
	figures := make([][]float64, len(servers))
	for range rounds {
		for i, s := range servers {
			f, err := run(s)
			if err != nil {
				return fmt.Errorf("%s: %w", title, err)
			}
			figures[i] = append(figures[i], f)
		}
	}
	ratio := func(other int) float64 {
		var ratios []float64
		for i := range figures[0] {
			ratios = append(ratios, figures[0][i]/figures[other][i])
		}
		return median(ratios)
	}
	row := fmt.Sprintf("| %s | %.0f %s | %.2f | %.2f |", title, median(figures[0]), unit, ratio(1), ratio(2))
	fmt.Fprintln(os.Stderr, row)
	r.rows = append(r.rows, row)
	return nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// memory notes callgate's peak resident memory after 1 million and after 100 million rows.
func (r *report) memory(ctx context.Context, s server) error {
	var peaks []string
	for _, n := range []int{1_000_000, 100_000_000} {
		if _, err := countRows(ctx, s, fmt.Sprintf("CALL demo.system.generate_n(%d)", n)); err != nil {
			return err
		}
		kb, err := peakMemory(s.pid)
		if err != nil {
			return err
		}
		peaks = append(peaks, fmt.Sprintf("%d MiB after %d rows", kb/1024, n))
	}
	r.mem = "Peak resident memory of callgate: " + strings.Join(peaks, ", ") + "."
	return nil
}

// peakMemory reads VmHWM of a process in KiB.
func peakMemory(pid int) (int, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strconv.Atoi(strings.Fields(rest)[0])
		}
	}
	return 0, fmt.Errorf("no VmHWM of process %d", pid)
}

func (r *report) print(w io.Writer) {
	fmt.Fprintln(w, "| what | callgate | ÷ PostgreSQL | ÷ canned |")
	fmt.Fprintln(w, "|---|---|---|---|")
	for _, row := range r.rows {
		fmt.Fprintln(w, row)
	}
	fmt.Fprintln(w, "\n"+r.mem)
}
