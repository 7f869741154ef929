package builtin

import (
	"regexp"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

var fail = procedures.MustNew(
	failWith,
	first("message", "STRING"),
	procedures.Argument(1, procedures.ArgumentHint{Name: "sqlstate", Type: typed("STRING"), Optional: true}),
	procedures.ReadOnly(),
	procedures.Doc(`Fails with a message, and a SQLSTATE other than 38000 if one is given.

    CALL demo.system.fail('out of stock', sqlstate => 'P0001')
    ERROR:  out of stock`))

var sqlState = regexp.MustCompile(`^[0-9A-Z]{5}$`)

func failWith(_ procedures.Context, message string, code *string) error {
	if code == nil {
		return pgerr.New(pgerr.ExternalRoutineException, "%s", message)
	}
	if !sqlState.MatchString(*code) {
		return pgerr.New(pgerr.InvalidParameterValue, "invalid SQLSTATE code: %q", *code)
	}
	return pgerr.New(pgerr.Code(*code), "%s", message)
}
