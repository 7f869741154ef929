package generatesequence_test

import (
	"github.com/callgate/callgate/examples/generatesequence"
	"github.com/callgate/callgate/procedures/proctest"
)

func Example() {
	proctest.Show(generatesequence.Procedure, 3)   // CALL generate_sequence(3)
	proctest.Show(generatesequence.Procedure, "2") // CALL generate_sequence('2')
	proctest.Show(generatesequence.Procedure, "x")
	proctest.Show(generatesequence.Procedure, -1)
	// Output:
	// 0
	// 1
	// 2
	// 0
	// 1
	// ERROR: invalid input syntax for type integer: "x" (SQLSTATE 22P02)
	// ERROR: n must not be negative, but it is -1 (SQLSTATE 22023)
}
