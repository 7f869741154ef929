package globaloutput_test

import (
	"github.com/callgate/callgate/examples/globaloutput"
	"github.com/callgate/callgate/procedures/proctest"
)

func Example() {
	proctest.Show(globaloutput.Procedure, 1, 2) // CALL global_output(1, 2)
	proctest.Show(globaloutput.Procedure)       // CALL global_output()
	// Output:
	// Sum, 3
	// Empty args, -1
}
