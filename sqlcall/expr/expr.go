package expr

import (
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

// Env is what the value of an expression may depend on besides parameters.
type Env struct {
	Now      time.Time      // the start of the statement: CURRENT_TIMESTAMP
	Zone     *time.Location // the session's time zone
	Catalog  string
	Database string
	User     string
	Format   *datatype.Format // how quoted literals are read as a type; nil is PostgreSQL's default
	Flink    bool             // semantics = 'flink': accept exactly what Flink accepts
}

// Params are the types of $1, $2, …: Check fills in those that are open where the expression decides them.
type Params struct {
	Types []datatype.Type
	Known []bool
}
