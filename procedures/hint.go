package procedures

import "github.com/callgate/callgate/procedures/datatype"

// InputGroup is a group of types that a parameter accepts (org.apache.flink.table.annotation.InputGroup).
type InputGroup uint8

// The input groups.
const (
	GroupUnknown InputGroup = iota // no group: the parameter has a concrete type
	GroupAny                       // any type, passed as it is
)

// DataTypeHint says what type a parameter or a result has where reflection cannot tell
// (org.apache.flink.table.annotation.DataTypeHint). The zero value says nothing.
type DataTypeHint struct {
	Type       string     // a type string of Flink's grammar, or "RAW"
	Serializer Serializer // for RAW: how values become bytes
	InputGroup InputGroup

	DecimalPrecision int  // default precision of decimals; 0: none. DecimalScale counts only with it
	DecimalScale     int  //
	SecondPrecision  *int // default digits of the second of times, timestamps and day-time intervals
	YearPrecision    *int // default precision of year-month intervals; 0 makes INTERVAL MONTH
}

// Serializer turns the values of a RAW type into bytes.
type Serializer interface {
	// Class names the type, as in RAW('class', …).
	Class() string
	// Serialize returns the bytes of a value, which is never nil.
	Serialize(v any) ([]byte, error)
}

// ArgumentHint names and types one argument (org.apache.flink.table.annotation.ArgumentHint).
type ArgumentHint struct {
	Name     string
	Type     DataTypeHint
	Optional bool
	Default  any // what an omitted optional argument is: nil, or a Go value of the parameter's Go type
}

// ProcedureHint maps argument types to a result type (org.apache.flink.table.annotation.ProcedureHint). A nil member is not
// set; Input that is empty but not nil declares zero arguments.
type ProcedureHint struct {
	Input     []DataTypeHint
	Arguments []ArgumentHint
	VarArgs   bool
	Output    *DataTypeHint
}

// Option is a hint or a property given to [New].
type Option interface{ apply(*definition) error }

// Semantics selects between callgate's own resolution and Flink's to the letter.
type Semantics uint8

// The semantics (SET callgate.semantics).
const (
	SemanticsCallgate Semantics = iota
	SemanticsFlink              // deviations 1, 3 and 4 of docs/deviations.md off
)

// Arg is one argument of a call before resolution.
type Arg struct {
	Name string        // as written, or empty where it is positional
	Type datatype.Type // its static type
	// Default marks the keyword DEFAULT: the parameter is left out, which it must allow. Type says nothing then.
	Default bool
	// Unknown marks a parameter whose type the client left open: it fits every parameter.
	Unknown bool
	// Literal marks a quoted literal: where no overload fits, it is read as the declared type, as PostgreSQL does.
	Literal bool
	// Position is where the argument stands in the statement, 1-based in characters, for errors.
	Position int
}
