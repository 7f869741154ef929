// Command summary reads `go test -json` from standard input, prints the failures with their output, the skips with their reasons, and a
// closing line. A skip fails the run where CI is set: there everything can be installed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// event is a line of test2json.
type event struct {
	Action, Package, Test, Output, ImportPath string
}

func main() { os.Exit(run(os.Stdin, os.Stdout, os.Getenv("CI") != "")) }

func run(in io.Reader, out io.Writer, strict bool) int {
	output := map[string]*strings.Builder{}
	count := map[string]int{}
	brokenPackages := 0
	dec := json.NewDecoder(bufio.NewReader(in))
	for {
		var e event
		if err := dec.Decode(&e); err != nil {
			break // the end of the stream, or of what is readable of it
		}
		key := e.Package + e.ImportPath + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			if output[key] == nil {
				output[key] = &strings.Builder{}
			}
			output[key].WriteString(e.Output)
		case "build-fail":
			brokenPackages++
			fmt.Fprintf(out, "FAIL build %s\n%s", e.ImportPath, output[key])
		case "pass", "fail", "skip":
			if e.Test == "" {
				if e.Action == "fail" {
					brokenPackages++
					fmt.Fprintf(out, "FAIL %s\n%s", key, output[key])
				} else if e.Action == "pass" {
					fmt.Fprintf(out, "ok   %s\n", e.Package)
				}
				continue
			}
			count[e.Action]++
			if e.Action != "pass" {
				fmt.Fprintf(out, "%s %s\n%s", strings.ToUpper(e.Action), key, output[key])
			}
			delete(output, key)
		}
	}
	fmt.Fprintf(out, "%d passed, %d failed, %d skipped\n", count["pass"], count["fail"], count["skip"])
	if count["fail"]+brokenPackages > 0 || count["pass"] == 0 || strict && count["skip"] > 0 {
		return 1
	}
	return 0
}
