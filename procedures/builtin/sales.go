package builtin

import (
	"fmt"
	"iter"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures"
)

var topCustomers = procedures.MustNew(
	customers,
	first("n", "INT"),
	procedures.Argument(1, procedures.ArgumentHint{Name: "region", Type: typed("STRING"), Optional: true, Default: "eu"}),
	procedures.Result(typed("ROW<id BIGINT, name STRING, amount DECIMAL(12, 1), ts TIMESTAMP_LTZ(6)>")),
	procedures.ReadOnly(),
	procedures.Doc(`Yields n customers of a region, with made-up numbers. The region may be left out and is eu then.

    CALL demo.sales.top_customers(2, region => 'us')
     id | name    | amount | ts
    ----+---------+--------+------------------------
      1 | cust1us |   10.5 | 2026-01-01 01:00:00+00
      2 | cust2us |   21.0 | 2026-01-01 02:00:00+00`))

// customer is a row of top_customers.
type customer struct {
	ID     int64
	Name   string
	Amount apd.Decimal
	TS     time.Time
}

var firstSale = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func customers(_ procedures.Context, n int32, region *string) (iter.Seq[customer], error) {
	if n < 0 {
		return nil, errNegative(int64(n))
	}
	suffix := ""
	if region != nil { // a NULL that was written out
		suffix = *region
	}
	return func(yield func(customer) bool) {
		for id := range int64(n) {
			id++
			c := customer{
				ID:     id,
				Name:   fmt.Sprintf("cust%d%s", id, suffix),
				Amount: *apd.New(id*105, -1), // 10.5 each
				TS:     firstSale.Add(time.Duration(id) * time.Hour),
			}
			if !yield(c) {
				return
			}
		}
	}, nil
}
