package proctest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
)

func TestCall(t *testing.T) {
	t.Parallel()
	decimal := procedures.DataTypeHint{Type: "DECIMAL(5, 2)"}
	tests := []struct {
		impl    any
		options []procedures.Option
		args    []any
		want    []string
	}{
		{func(_ procedures.Context, a int64, b float64) []float64 { return []float64{float64(a) + b} }, nil, []any{1, 2}, []string{"3"}},
		{
			func(_ procedures.Context, x ...any) []any { return x },
			[]procedures.Option{procedures.MethodHints(procedures.ProcedureHint{Input: []procedures.DataTypeHint{decimal}, Output: &decimal})},
			[]any{7},
			[]string{"7.00"},
		},
		{func(_ procedures.Context, b bool, s string) []bool { return []bool{b, s == "x"} }, nil, []any{true, "x"}, []string{"t", "t"}},
		{func(_ procedures.Context, at time.Time) []time.Time { return []time.Time{at} }, nil, []any{time.Unix(1, 0)}, []string{"1970-01-01 00:00:01+00"}},
		{func(_ procedures.Context, n *int64) []*int64 { return []*int64{n} }, nil, []any{nil}, []string{"<NULL>"}},
		{func(_ procedures.Context, n *int64) []*int64 { return []*int64{n} }, nil, []any{1 << 40}, []string{"1099511627776"}},
		{
			func(_ procedures.Context, d []int32) []int { return []int{len(d)} }, nil,
			[]any{Named{"arg0", Typed{datatype.ArrayType(datatype.Of(datatype.Int).NonNull()), []datatype.Value{int32(1)}}}},
			[]string{"1"},
		},
	}
	for i, tt := range tests {
		p := procedures.MustNew(tt.impl, tt.options...)
		got, err := Call(t.Context(), p, tt.args...)
		if err != nil {
			t.Errorf("%d: %v", i, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%d: (-want +got)\n%s", i, diff)
		}
	}
}

func TestCallRefusesOtherGoTypes(t *testing.T) {
	t.Parallel()
	p := procedures.MustNew(func(procedures.Context, int64) []string { return nil })
	if _, err := Call(t.Context(), p, struct{}{}); err == nil || err.Error() != "an argument of Go type struct {} needs proctest.Typed" {
		t.Errorf("got %v", err)
	}
}
