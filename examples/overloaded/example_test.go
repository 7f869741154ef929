package overloaded_test

import (
	"github.com/callgate/callgate/examples/overloaded"
	"github.com/callgate/callgate/procedures/proctest"
)

func Example() {
	proctest.Show(overloaded.Procedure, 1, 2)     // CALL overloaded(1, 2)
	proctest.Show(overloaded.Procedure, 1.5, 2.0) // CALL overloaded(1.5e0, 2e0)
	proctest.Show(overloaded.Procedure, 60)       // CALL overloaded(60)
	proctest.Show(overloaded.Procedure, true)     // CALL overloaded(TRUE)
	// Output:
	// 3
	// 3.500
	// 60, 1970-01-01 00:01:00+00
	// \x74727565
}
