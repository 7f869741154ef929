package catalogs

import (
	"errors"
	"fmt"
	"math"

	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"

	"github.com/callgate/callgate/procedures"
)

// maxSequence is the most rows that the stubs of generate_n make.
const maxSequence = 100_000

func (r *registry) addSystem() {
	const db = "system"
	r.extract(db, "generate_n", function(generateN, "n"))
	r.extract(db, "generate_n_job", function(generateN, "n"))
	r.extract(db, "generate_sequence", procedures.Funcs(function(generateN, "n"), function(generateText, "n")))
	r.extract(db, "generate_seq_mode", procedures.Funcs(function(generateN, "n"), function(generateWithMode, "n", "mode")))
	r.extract(db, "generate_user", function(generateUser, "name", "age"))
	r.extract(db, "get_year", function(getYear, "timestamps"))
	r.extract(db, "nothing", func(procedures.Context) []*string { return nil })
	r.extract(db, "pojo_result", function(pojoResult, "name", "id"))
	r.extract(db, "primitive_arg", function(primitiveArg, "arg1", "arg2"))
	r.extract(db, "var_arg", function(varArg, "i", "more"))
	r.extract(db, "add", procedures.Funcs(function(addDoubles, "d"), function(addInts, "a", "b"), function(addTexts, "a", "b")))
	r.extract(db, "different_type_mapping", differentTypeMapping, procedures.Hints(
		procedures.ProcedureHint{Input: inputs("INT"), Output: output("INT")},
		procedures.ProcedureHint{Input: inputs("BIGINT"), Output: output("BIGINT")}))
	r.extract(db, "row_result", procedures.Func(rowResult,
		procedures.Argument(0, hinted("x", "DECIMAL(10, 2)")), procedures.Result(hint("ROW<i INT>"))))
	r.extract(db, "sum_n", procedures.Func(sumN,
		procedures.Argument(0, hinted("inputs", "DECIMAL(10, 2)")), procedures.Result(hint("ROW<sum_value DECIMAL(10, 2), `count` INT>"))))
	r.extract(db, "timestamp_arg", procedures.Func(timestampArg,
		procedures.Argument(0, hinted("first", "TIMESTAMP(3)")), procedures.Argument(1, hinted("second", "TIMESTAMP(3)")),
		procedures.Result(hint("TIMESTAMP(3)"))))
}

func generateN(_ procedures.Context, n int32) ([]int64, error) {
	switch {
	case n > maxSequence:
		return nil, fmt.Errorf("n is at most %d", maxSequence)
	case n < 0: // Java's NegativeArraySizeException has the size as its message
		return nil, errors.New(fmt.Sprint(n))
	}
	sequence := make([]int64, n)
	for i := range sequence {
		sequence[i] = int64(i)
	}
	return sequence, nil
}

func generateText(ctx procedures.Context, n *string) ([]int64, error) {
	if n == nil {
		return nil, errNullText
	}
	number, err := javaInt(*n)
	if err != nil {
		return nil, err
	}
	return generateN(ctx, number)
}

func generateWithMode(ctx procedures.Context, n int32, mode *string) ([]int64, error) {
	if mode == nil || *mode != "BATCH" && *mode != "STREAMING" {
		_, text := goText(mode)
		return nil, fmt.Errorf("unknown mode %s", text)
	}
	return generateN(ctx, n)
}

type user struct {
	Name *string
	Age  int32
}

func generateUser(_ procedures.Context, name *string, age *int32) ([]user, error) {
	if age == nil {
		return nil, errNull
	}
	return []user{{name, *age}}, nil
}

func getYear(_ procedures.Context, timestamps ...*civil.DateTime) ([]*string, error) {
	var years []*string
	for _, t := range timestamps {
		if t == nil {
			return nil, errNull
		}
		years = append(years, new(fmt.Sprint(t.Date.Year)))
	}
	return years, nil
}

type pojo struct {
	Name *string
	ID   int64
}

func pojoResult(_ procedures.Context, name *string, id int64) []pojo { return []pojo{{name, id}} }

func primitiveArg(_ procedures.Context, arg1 int32, arg2 int64) []int32 {
	return []int32{int32(int64(arg1) + arg2)} // wraps around, as in Java
}

func varArg(procedures.Context, int32, ...int32) ([]*string, error) {
	return nil, errors.New(primitiveVarArgs)
}

func differentTypeMapping(_ procedures.Context, i any) []any { return []any{i} }

func rowResult(_ procedures.Context, x *apd.Decimal) ([]procedures.Row, error) {
	if x == nil {
		return nil, errNull
	}
	var whole apd.Decimal
	if _, err := truncating.Quantize(&whole, x, 0); err != nil {
		return nil, err
	}
	i, err := whole.Int64()
	return []procedures.Row{{int32(i)}}, err
}

// truncating is the arithmetic of BigDecimal.intValue on DECIMAL(10, 2).
var truncating = apd.Context{Precision: 40, MaxExponent: apd.MaxExponent, MinExponent: apd.MinExponent, Rounding: apd.RoundDown}

func sumN(_ procedures.Context, summands ...*apd.Decimal) ([]procedures.Row, error) {
	if len(summands) == 0 {
		return []procedures.Row{{nil, int32(0)}}, nil
	}
	var sum apd.Decimal
	for _, d := range summands {
		if d == nil {
			return nil, errNull
		}
		if _, err := truncating.Add(&sum, &sum, d); err != nil {
			return nil, err
		}
	}
	return []procedures.Row{{&sum, int32(len(summands))}}, nil
}

func timestampArg(_ procedures.Context, first, second *civil.DateTime) []*civil.DateTime {
	return []*civil.DateTime{first, second}
}

func addDoubles(_ procedures.Context, d ...*float64) ([]*int32, error) {
	sum := 0.0
	for _, x := range d {
		if x == nil {
			return nil, errNull
		}
		sum += *x
	}
	return []*int32{new(javaCut(sum))}, nil
}

// javaCut is the cast from double to int: toward zero, to the nearest end of the range where it does not fit.
func javaCut(x float64) int32 {
	switch {
	case math.IsNaN(x):
		return 0
	case x >= math.MaxInt32:
		return math.MaxInt32
	case x <= math.MinInt32:
		return math.MinInt32
	}
	return int32(x)
}

func addInts(_ procedures.Context, a, b *int32) ([]*int32, error) {
	if a == nil || b == nil {
		return nil, errNull
	}
	return []*int32{new(*a + *b)}, nil
}

func addTexts(ctx procedures.Context, a, b *string) ([]*int32, error) {
	if a == nil || b == nil {
		return nil, errNullText
	}
	x, err := javaInt(*a)
	if err != nil {
		return nil, err
	}
	y, err := javaInt(*b)
	if err != nil {
		return nil, err
	}
	return addInts(ctx, &x, &y)
}
