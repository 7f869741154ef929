package builtin

import (
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// batchRows is how many rows a batch of the generators has.
const batchRows = 1024

// batches is the result of procedures that fill columns by themselves.
type batches = iter.Seq2[*datatype.Batch, error]

var generateN = procedures.MustNew(
	procedures.Funcs(generator("INT"), generator("BIGINT"), generator("STRING")),
	procedures.ReadOnly(), procedures.AllowNamedOverloads(),
	procedures.Doc(`Yields the numbers 0 … n-1, without a bound on n.

    CALL demo.system.generate_n(3)
     result
    --------
          0
          1
          2`))

// generator is the overload of generate_n for a type of n. It takes the call itself: generate_n is what calls per second are
// measured with.
func generator(n string) procedures.Function {
	output := typed("BIGINT NOT NULL")
	return procedures.Func(func(_ procedures.Context, call *procedures.Call) (batches, error) {
		count, err := number(call.Args[0])
		if err != nil {
			return nil, err
		}
		return sequence(count)
	}, procedures.MethodHints(procedures.ProcedureHint{
		Arguments: []procedures.ArgumentHint{{Name: "n", Type: typed(n)}}, Output: &output,
	}))
}

// number reads the argument of generate_n, of whichever type it is.
func number(v datatype.Value) (int64, error) {
	switch v := v.(type) {
	case int32:
		return int64(v), nil
	case int64:
		return v, nil
	case string:
		n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64)
		if err != nil {
			return 0, pgerr.New(pgerr.InvalidTextRepresentation, "invalid input syntax for type bigint: %q", v).WithCause(err)
		}
		return n, nil
	}
	return 0, pgerr.New(pgerr.NullValueNotAllowed, "argument %q must not be null", "n")
}

var sequenceType = datatype.Of(datatype.BigInt).NonNull()

// sequence yields 0 … n-1. It refills one column, which is all the memory that it needs.
func sequence(n int64) (batches, error) {
	if n < 0 {
		return nil, errNegative(n)
	}
	return func(yield func(*datatype.Batch, error) bool) {
		var one struct { // in one piece of memory: many calls are for a row or two
			batch   datatype.Batch
			columns [1]datatype.Column
		}
		batch, column := &one.batch, &one.columns[0]
		batch.Columns = one.columns[:]
		column.Type, column.Ints = sequenceType, make([]int64, 0, min(n, batchRows))
		for next := int64(0); next < n; next += int64(batch.Rows) {
			batch.Rows = int(min(n-next, batchRows))
			column.Ints = column.Ints[:batch.Rows]
			for i := range column.Ints {
				column.Ints[i] = next + int64(i)
			}
			if !yield(batch, nil) {
				return
			}
		}
	}, nil
}

func errNegative(n int64) error {
	return pgerr.New(pgerr.InvalidParameterValue, "n must not be negative, but it is %d", n)
}

const mixedRow = "ROW<id INT, big BIGINT, ratio DOUBLE, price DECIMAL(12, 2), name STRING, code VARCHAR(8), flag BOOLEAN, " +
	"`day` DATE, `at` TIMESTAMP(6), seen TIMESTAMP_LTZ(6)>"

var generateMixed = procedures.MustNew(
	mixed,
	first("n", "BIGINT"), procedures.Result(typed(mixedRow)),
	procedures.ReadOnly(),
	procedures.Doc(`Yields n rows with a column of each of the common types; row i is made of i alone.

    CALL demo.system.generate_mixed(2)
     id | big        | ratio | price | name  | code | flag | day        | at                  | seen
    ----+------------+-------+-------+-------+------+------+------------+---------------------+------------------------
      0 |          0 |     0 |  0.00 | name0 | c0   | t    | 2026-01-01 | 2026-01-01 00:00:00 | 2026-01-01 00:00:00+00
      1 | 1000000007 |  0.25 |  1.01 | name1 | c1   | f    | 2026-01-02 | 2026-01-01 00:00:01 | 2026-01-01 00:01:00+00`))

// mixedStart is the day and the instant of row 0.
var mixedStart = datatype.InstantFromTime(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))

// The columns repeat after so many rows, each at a length of its own, to stay within their types.
const (
	mixedIDs    = 1 << 31
	mixedPrices = 1_000_000_000
	mixedCodes  = 10_000_000
	mixedDays   = 10_000
)

func mixed(_ procedures.Context, n int64) (batches, error) {
	if n < 0 {
		return nil, errNegative(n)
	}
	return func(yield func(*datatype.Batch, error) bool) {
		batch := newMixedBatch()
		for next := int64(0); next < n; next += int64(batch.Rows) {
			fillMixed(batch, next, min(n-next, batchRows))
			if !yield(batch, nil) {
				return
			}
		}
	}, nil
}

func newMixedBatch() *datatype.Batch {
	row, err := datatype.Parse(mixedRow)
	if err != nil {
		panic(err) // MustNew has parsed it already
	}
	types := make([]datatype.Type, len(row.Fields))
	for i, f := range row.Fields {
		types[i] = f.Type
	}
	return datatype.NewBatch(types)
}

func fillMixed(b *datatype.Batch, first, rows int64) {
	b.Reset()
	b.Rows = int(rows)
	c := b.Columns
	startDay, _ := mixedStart.Split()
	for i := first; i < first+rows; i++ {
		c[0].Ints = append(c[0].Ints, i%mixedIDs)
		c[1].Ints = append(c[1].Ints, i*1_000_000_007)
		c[2].Floats = append(c[2].Floats, float64(i)/4)
		c[3].Decimals = append(c[3].Decimals, apd.Decimal{Exponent: -2})
		c[3].Decimals[i-first].Coeff.SetInt64(i % mixedPrices * 101)
		c[6].Ints = append(c[6].Ints, 1-i%2)
		c[7].Ints = append(c[7].Ints, int64(startDay)+i%mixedDays)
		c[8].Instants = append(c[8].Instants, datatype.Instant{Seconds: mixedStart.Seconds + i%mixedIDs})
		c[9].Instants = append(c[9].Instants, datatype.Instant{Seconds: mixedStart.Seconds + i%mixedIDs*60})
	}
	c[4].Strings = numbered(c[4].Strings, "name", first, rows, 0)
	c[5].Strings = numbered(c[5].Strings, "c", first, rows, mixedCodes)
}

// numbered appends prefix0, prefix1, …; they share one allocation. The numbers begin again at every multiple of modulus, if it is
// not 0.
func numbered(to []string, prefix string, first, rows, modulus int64) []string {
	const digits = 19
	text := make([]byte, 0, int(rows)*(len(prefix)+digits))
	ends := make([]int, 0, rows)
	for i := first; i < first+rows; i++ {
		n := i
		if modulus > 0 {
			n %= modulus
		}
		text = strconv.AppendInt(append(text, prefix...), n, 10)
		ends = append(ends, len(text))
	}
	all, start := string(text), 0
	for _, end := range ends {
		to = append(to, all[start:end])
		start = end
	}
	return to
}
