package decoupled_test

import (
	"github.com/callgate/callgate/examples/decoupled"
	"github.com/callgate/callgate/procedures/proctest"
)

func Example() {
	proctest.Show(decoupled.Procedure, 1, 2)              // CALL decoupled(1, 2)
	proctest.Show(decoupled.Procedure, 10_000_000_000, 1) // CALL decoupled(10000000000, 1)
	proctest.Show(decoupled.Procedure)                    // CALL decoupled()
	// Output:
	// 1
	// 10000000000
	// f
}
