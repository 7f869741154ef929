package sum_test

import (
	"github.com/callgate/callgate/examples/sum"
	"github.com/callgate/callgate/procedures/proctest"
)

func Example() {
	proctest.Show(sum.Procedure, 1, 2)           // CALL sum(1, 2)
	proctest.Show(sum.Procedure, "10", "20")     // CALL sum('10', '20')
	proctest.Show(sum.Procedure, 1.5, 2.0, 3.25) // CALL sum(1.5e0, 2e0, 3.25e0)
	proctest.Show(sum.Procedure)                 // CALL sum()
	proctest.Show(sum.Procedure, 1, nil)         // CALL sum(1, NULL)
	proctest.Show(sum.Procedure, "x", "1")
	// Output:
	// 3
	// 30
	// 6
	// 0
	// <NULL>
	// ERROR: strconv.ParseInt: parsing "x": invalid syntax (SQLSTATE 38000)
}
