package namedparameters_test

import (
	"github.com/callgate/callgate/examples/namedparameters"
	"github.com/callgate/callgate/procedures/proctest"
)

func named(name string, value any) proctest.Named { return proctest.Named{Name: name, Value: value} }

func Example() {
	proctest.Show(namedparameters.OnParameters, named("b", 2), named("a", 1)) // CALL named_on_parameters(b => 2, a => 1)
	proctest.Show(namedparameters.OnParameters, named("b", 2))                // CALL named_on_parameters(b => 2)
	proctest.Show(namedparameters.OnMethod, named("param1", 1))               // CALL named_on_method(param1 => 1)
	proctest.Show(namedparameters.OnMethod, 1, 2)                             // CALL named_on_method(1, 2)
	proctest.Show(namedparameters.OnProcedure, 1)                             // CALL named_on_procedure(1)
	proctest.Show(namedparameters.OnProcedure, named("param2", 1))
	proctest.Show(namedparameters.OnProcedure, 1, named("parm2", 1))
	// Output:
	// 3
	// 2
	// 1
	// 3
	// 1
	// ERROR: procedure p needs argument "param1" (SQLSTATE 42601)
	// ERROR: procedure p has no argument named "parm2" (SQLSTATE 42883)
}
