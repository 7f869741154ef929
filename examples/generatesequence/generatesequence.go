// Package generatesequence is the first example of Flink's documentation of procedures: call methods that are overloaded, and rows
// that are generated one by one.
package generatesequence

import (
	"iter"
	"strconv"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Procedure is generate_sequence(n): the numbers 0 … n-1.
var Procedure = procedures.MustNew(GenerateSequence{}, procedures.ReadOnly(),
	procedures.Doc("Yields the numbers 0 … n-1; n is an integer or the text of one: CALL demo.examples.generate_sequence(3)"))

// GenerateSequence has one method for each type of n. An INT cannot be NULL here; with *int32 it could.
type GenerateSequence struct{}

// CallInt takes n as an INT NOT NULL.
func (g GenerateSequence) CallInt(_ procedures.Context, n int32) (iter.Seq[int64], error) {
	return generate(int64(n))
}

// CallString takes n as a STRING NOT NULL.
func (g GenerateSequence) CallString(_ procedures.Context, n string) (iter.Seq[int64], error) {
	parsed, err := strconv.ParseInt(n, 10, 32)
	if err != nil {
		return nil, pgerr.New(pgerr.InvalidTextRepresentation, "invalid input syntax for type integer: %q", n)
	}
	return generate(parsed)
}

// generate streams the sequence, so that no n needs memory.
func generate(n int64) (iter.Seq[int64], error) {
	if n < 0 {
		return nil, pgerr.New(pgerr.InvalidParameterValue, "n must not be negative, but it is %d", n)
	}
	return func(yield func(int64) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}, nil
}
