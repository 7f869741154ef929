package builtin

import (
	"maps"
	"slices"

	"github.com/callgate/callgate/procedures"
)

var session = procedures.MustNew(
	sessionFacts,
	procedures.ReadOnly(),
	procedures.Doc(`Yields what a procedure knows of the session that calls it: user, current catalog and database, settings.

    CALL demo.system.session()
     name     | value
    ----------+--------
     user     | alice
     catalog  | demo
     database | system
     TimeZone | UTC`))

// fact is a row of session.
type fact struct {
	Name  string
	Value string
}

func sessionFacts(ctx procedures.Context) []fact {
	s := ctx.Session()
	facts := []fact{{"user", s.User}, {"catalog", s.Catalog}, {"database", s.Database}}
	for _, name := range slices.Sorted(maps.Keys(s.Settings)) {
		facts = append(facts, fact{name, s.Settings[name]})
	}
	return facts
}
