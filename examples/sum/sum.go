// Package sum is the second example of Flink's documentation: three overloads, one of them with var-args.
package sum

import (
	"strconv"

	"github.com/callgate/callgate/procedures"
)

// Procedure is sum(a, b) and sum(d, …): the sum as an INT.
var Procedure = procedures.MustNew(Sum{}, procedures.ReadOnly(),
	procedures.Doc("Adds two integers, two texts of integers, or any number of doubles: CALL demo.examples.sum(1.5e0, 2e0, 3e0)"))

// Sum adds. Pointers take NULL, which makes the sum NULL.
type Sum struct{}

// CallIntegers adds two INTs.
func (Sum) CallIntegers(_ procedures.Context, a, b *int32) []*int32 {
	if a == nil || b == nil {
		return []*int32{nil}
	}
	return []*int32{new(*a + *b)}
}

// CallStrings adds two integers in text.
func (s Sum) CallStrings(ctx procedures.Context, a, b *string) ([]*int32, error) {
	x, err := parse(a)
	if err != nil {
		return nil, err
	}
	y, err := parse(b)
	if err != nil {
		return nil, err
	}
	return s.CallIntegers(ctx, x, y), nil
}

// CallVarArgs adds any number of DOUBLEs.
func (Sum) CallVarArgs(_ procedures.Context, d ...float64) []int32 {
	sum := 0.0
	for _, x := range d {
		sum += x
	}
	return []int32{int32(sum)}
}

func parse(text *string) (*int32, error) {
	if text == nil {
		return nil, nil
	}
	n, err := strconv.ParseInt(*text, 10, 32)
	return new(int32(n)), err
}
