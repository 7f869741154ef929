// Package examples gathers every example of Flink's documentation of procedures, written with callgate's SDK: one package for each
// topic, with the calls and their output as Go examples. `callgate serve` offers them as demo.examples.
package examples

import (
	"github.com/callgate/callgate/examples/decoupled"
	"github.com/callgate/callgate/examples/generatesequence"
	"github.com/callgate/callgate/examples/globaloutput"
	"github.com/callgate/callgate/examples/namedparameters"
	"github.com/callgate/callgate/examples/overloaded"
	"github.com/callgate/callgate/examples/sum"
	"github.com/callgate/callgate/procedures"
)

// Procedures returns the examples by the names under which they are served. The map is the caller's.
func Procedures() map[string]*procedures.Procedure {
	return map[string]*procedures.Procedure{
		"generate_sequence":   generatesequence.Procedure,
		"sum":                 sum.Procedure,
		"overloaded":          overloaded.Procedure,
		"global_output":       globaloutput.Procedure,
		"decoupled":           decoupled.Procedure,
		"named_on_parameters": namedparameters.OnParameters,
		"named_on_method":     namedparameters.OnMethod,
		"named_on_procedure":  namedparameters.OnProcedure,
	}
}
