package session

import (
	"encoding/binary"
	"math"
	"strconv"
	"testing"
)

func TestAppendIntRows(t *testing.T) {
	t.Parallel()
	ints := []int64{0, 1, 9, -1, 10, 99, 100, -100, math.MaxInt64, math.MinInt64}
	for p := int64(1); p <= math.MaxInt64/10; p *= 10 {
		ints = append(ints, p-1, p, p+1, -p, 1-p)
	}
	for i := int64(0); i < 100_000_000; i += 99_991 {
		ints = append(ints, i)
	}
	got := appendIntRows([]byte("before"), ints)[len("before"):]
	for _, v := range ints {
		text := strconv.FormatInt(v, 10)
		want := binary.BigEndian.AppendUint32([]byte{'D'}, uint32(10+len(text)))
		want = binary.BigEndian.AppendUint32(append(want, 0, 1), uint32(len(text)))
		want = append(want, text...)
		if string(got[:len(want)]) != string(want) {
			t.Fatalf("%d: got %q, want %q", v, got[:len(want)], want)
		}
		got = got[len(want):]
	}
	if len(got) > 0 {
		t.Errorf("%d bytes too many", len(got))
	}
}

func BenchmarkAppendIntRows(b *testing.B) {
	ints := make([]int64, 1024)
	for i := range ints {
		ints[i] = 5_000_000 + int64(i)
	}
	var buf []byte
	for b.Loop() {
		buf = appendIntRows(buf[:0], ints)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1024, "ns/row")
}
