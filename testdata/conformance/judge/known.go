package judge

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Known are the differences that are accepted, each with its reason, by statement id.
type Known map[string]string

// ReadKnown reads lines of an id, a blank and a reason; # starts a comment line. A reason may not be empty.
func ReadKnown(r io.Reader) (Known, error) {
	known := Known{}
	scanner := bufio.NewScanner(r)
	for scanner.Scan() {
		line := strings.TrimSpace(scanner.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, reason, _ := strings.Cut(line, " ")
		if strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("difference %s has no reason", id)
		}
		known[id] = strings.TrimSpace(reason)
	}
	return known, scanner.Err()
}
