package judge

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Category is the kind of a refusal, by the names of the corpus.
type Category string

// The categories of refusals.
const (
	Syntax     Category = "syntax"     // does not parse
	NotFound   Category = "not_found"  // no such catalog, database or procedure
	NoMatch    Category = "no_match"   // no signature takes these arguments
	Argument   Category = "argument"   // misuses argument names, DEFAULT or optional arguments
	Literal    Category = "literal"    // an argument is no constant, or ill-typed inside
	CastValue  Category = "cast_value" // an argument's value is bad
	Procedure  Category = "procedure"  // the procedure failed
	Definition Category = "definition" // the procedure cannot be called at all
	Internal   Category = "internal"   // nothing to conform to
)

// byCode maps SQLSTATEs to the category they stand for. 42883 is not in it: the text decides.
var byCode = map[pgerr.Code]Category{
	pgerr.SyntaxError:              Syntax,
	pgerr.InvalidEscapeSequence:    Syntax,
	pgerr.InvalidName:              Syntax,
	pgerr.InvalidCatalogName:       NotFound,
	pgerr.InvalidSchemaName:        NotFound,
	pgerr.AmbiguousFunction:        NotFound,
	pgerr.InvalidParameterValue:    Argument,
	pgerr.InvalidObjectDefinition:  Definition,
	pgerr.ExternalRoutineException: Procedure,
	pgerr.UndefinedColumn:          Literal,
	pgerr.UndefinedObject:          Literal,
	pgerr.UndefinedParameter:       Literal,
	pgerr.CannotCoerce:             Literal,
	pgerr.DatatypeMismatch:         Literal,
	pgerr.FeatureNotSupported:      Literal,
	pgerr.IndeterminateDatatype:    Literal,
	pgerr.WrongObjectType:          Literal,
	"42803":                        Literal, // an aggregate where none may be
	"42P20":                        Literal, // a window function where none may be
}

// signaturesDetail begins the DETAIL of an error about the arguments of a procedure that was found.
const signaturesDetail = "Supported signatures are:"

// Category sorts a refusal.
func (r *Refusal) Category() Category {
	code := pgerr.Code(r.Code)
	switch listed := strings.HasPrefix(r.Detail, signaturesDetail); {
	case listed && code == pgerr.SyntaxError:
		return Argument
	case listed && code == pgerr.UndefinedFunction:
		return NoMatch
	case code == pgerr.UndefinedFunction && strings.HasPrefix(r.Message, "procedure "):
		return NotFound
	case code == pgerr.UndefinedFunction:
		return Literal
	}
	if c, ok := byCode[code]; ok {
		return c
	}
	if strings.HasPrefix(r.Code, "22") {
		return CastValue
	}
	return Internal
}

// sameCategory reports whether callgate's category agrees with Flink's. Literal and cast_value are hard to tell apart from Flink's
// text; four name parts and mixed positional and named arguments are a syntax error of PostgreSQL's; and what Flink breaks on is
// refused in any way.
func sameCategory(got Category, flink Category) bool {
	switch {
	case got == flink, flink == Internal:
		return true
	case flink == Literal || flink == CastValue:
		return got == Literal || got == CastValue
	case flink == NotFound || flink == Argument:
		return got == Syntax
	}
	return false
}
