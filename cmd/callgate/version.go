package main

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
)

// version prints the module's version and the commit that the binary was built from.
func version(_ context.Context, _ []string, stdout, _ io.Writer) int {
	text := "callgate"
	if info, ok := debug.ReadBuildInfo(); ok {
		text += " " + info.Main.Version + " " + info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				text += " " + s.Value
			}
		}
	}
	fmt.Fprintln(stdout, text)
	return exitOK
}
