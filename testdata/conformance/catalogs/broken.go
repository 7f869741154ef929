package catalogs

import (
	"context"

	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// brokenHints are the procedures of database hints that Flink refuses when it reflects on them, with the reason. The SDK checks
// definitions when they are registered, so there is no procedure: the catalog fails whenever one is asked for.
var brokenHints = map[string]string{
	"ambiguous_results": "Procedure hints that lead to ambiguous results are not allowed.",
	"bare_decimal":      "Values of 'java.math.BigDecimal' need fixed precision and scale.",
	"bare_object":       "Cannot extract a data type from a pure 'java.lang.Object' class.",
	"bare_row":          "Cannot extract a data type from a pure 'org.apache.flink.types.Row' class.",
	"hint_mismatch":     "Considering all hints, the method should comply with the signature: java.lang.String[] call(_, java.lang.String)",
	"no_call":           "Could not find a publicly accessible method named 'call'.",
	"not_an_array":      `Cannot invoke "Object.toString()" because "type" is null`,
	"optional_not_null": "Argument at position 1 is optional but its type doesn't accept null value.",
	"same_name_twice":   "Argument name conflict, there are at least two argument names that are the same.",
}

// withBrokenHints is a catalog in which some procedures cannot be had.
type withBrokenHints struct{ *memory.Catalog }

// Procedures implements [catalog.Catalog].
func (c withBrokenHints) Procedures(ctx context.Context, database string) ([]string, error) {
	names, err := c.Catalog.Procedures(ctx, database)
	if database == "hints" {
		for name := range brokenHints {
			names = append(names, name)
		}
	}
	return names, err
}

// Procedure implements [catalog.Catalog].
func (c withBrokenHints) Procedure(ctx context.Context, database, name string) (*procedures.Procedure, error) {
	if reason, broken := brokenHints[name]; broken && database == "hints" {
		return nil, pgerr.New(pgerr.InvalidObjectDefinition, "procedure %s.%s cannot be called", database, name).WithDetail("%s", reason)
	}
	return c.Catalog.Procedure(ctx, database, name)
}
