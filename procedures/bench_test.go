package procedures

import (
	"iter"
	"testing"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

type benchRow struct {
	ID   int64
	Name string
	Seen time.Time
	Rank *int32
}

const benchRows = 100_000

// BenchmarkRun streams 100,000 rows.
func BenchmarkRun(b *testing.B) {
	numbers := make([]int64, benchRows)
	rows := make([]benchRow, benchRows)
	rank := int32(1)
	for i := range rows {
		rows[i] = benchRow{int64(i), "name", time.Now(), &rank}
	}
	benchmarks := map[string]any{
		"int64Slice": func(Context) []int64 { return numbers },
		"int64Seq": func(Context) iter.Seq[int64] {
			return func(yield func(int64) bool) {
				for _, n := range numbers {
					if !yield(n) {
						return
					}
				}
			}
		},
		"structSlice": func(Context) []benchRow { return rows },
		"structSeq": func(Context) iter.Seq[benchRow] {
			return func(yield func(benchRow) bool) {
				for _, r := range rows {
					if !yield(r) {
						return
					}
				}
			}
		},
	}
	for name, fn := range benchmarks {
		b.Run(name, func(b *testing.B) {
			call := callOf(mustNew(b, fn), 0)
			ctx := NewContext(b.Context(), Session{}, nil, nil)
			b.ReportAllocs()
			for b.Loop() {
				total := 0
				for batch, err := range call.Run(ctx) {
					if err != nil {
						b.Fatal(err)
					}
					total += batch.Rows
				}
				if total != benchRows {
					b.Fatal(total)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/row")
		})
	}
}

// BenchmarkCall is a call of one row.
func BenchmarkCall(b *testing.B) {
	p := mustNew(b, func(_ Context, x int64, y *string) []int64 { return []int64{x} })
	call := callOf(p, 0, int64(1), "text")
	ctx := NewContext(b.Context(), Session{}, nil, nil)
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range call.Run(ctx) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkResolve chooses the last of three overloads.
func BenchmarkResolve(b *testing.B) {
	p := procedureOf(b, "n INT", "n BIGINT", "n STRING")
	args := []Arg{{Type: datatype.CharType(3).NonNull(), Literal: true}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Resolve("demo.system.generate_n", args, SemanticsCallgate); err != nil {
			b.Fatal(err)
		}
	}
}
