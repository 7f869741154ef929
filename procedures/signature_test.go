package procedures

import (
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/callgate/callgate/procedures/datatype"
)

type ordered struct{}

func (*ordered) CallB(Context, *int64) []*int64    { return nil }
func (ordered) CallA(Context, *int32) []*int32     { return nil }
func (ordered) Other(Context, string) []string     { return nil }
func (*ordered) Call(Context, ...float64) []string { return nil }

// The procedure cases of Flink's TypeInferenceExtractorTest, as far as they make sense in Go, and more.
func TestSignatures(t *testing.T) {
	t.Parallel()
	anything := DataTypeHint{InputGroup: GroupAny}
	number := func(Context, any) []any { return nil }
	full := func(in, out string) ProcedureHint { return ProcedureHint{Input: ints(in), Output: outputHint(out)} }
	input := func(in string) ProcedureHint { return ProcedureHint{Input: ints(in)} }
	output := func(out string) ProcedureHint { return ProcedureHint{Output: outputHint(out)} }
	two := func(Context, *string, *int32) []int32 { return nil }
	named := func(prefix string, optional bool) ProcedureHint {
		h := ProcedureHint{Arguments: arguments(prefix+"f1", "STRING", prefix+"f2", "INT")}
		h.Arguments[0].Optional, h.Arguments[1].Optional = optional, optional
		return h
	}
	tests := []struct {
		name    string
		impl    any
		options []Option
		want    []string
	}{
		{"full hint", two, []Option{Hints(ProcedureHint{Arguments: arguments("i", "STRING", "s", "INT"), Output: outputHint("BOOLEAN")})}, nil},
		{"full hints", number, []Option{Hints(full("INT", "INT"), full("BIGINT", "BIGINT"))}, []string{
			"p(arg0 INT): INT", "p(arg0 BIGINT): BIGINT",
		}},
		{"global output", Funcs(
			Func(func(Context, *int32) []any { return nil }, MethodHints(input("INT"))),
			Func(func(Context, *string) []any { return nil }, MethodHints(input("STRING")))), []Option{Hints(output("INT"))}, []string{
			"p(arg0 INT): INT", "p(arg0 STRING): INT",
		}},
		{"split hints", number, []Option{Hints(full("INT", "INT")), MethodHints(full("BIGINT", "BIGINT"))}, []string{
			"p(arg0 INT): INT", "p(arg0 BIGINT): BIGINT",
		}},
		{"complex hint", func(Context, []int32, ...any) []bool { return nil }, []Option{MethodHints(ProcedureHint{
			Arguments: []ArgumentHint{{Name: "myInt", Type: DataTypeHint{Type: "ARRAY<INT>"}}, {Name: "myAny", Type: anything}},
			VarArgs:   true, Output: outputHint("BOOLEAN"),
		})}, []string{"p(myInt ARRAY<INT>, myAny <ANY>...): BOOLEAN"}},
		{"global inputs", number, []Option{Hints(input("INT"), input("BIGINT")), MethodHints(output("INT"))}, []string{
			"p(arg0 INT): INT", "p(arg0 BIGINT): INT",
		}},
		{"input joins full", number, []Option{Hints(input("INT")), MethodHints(full("BIGINT", "BIGINT"))}, []string{
			"p(arg0 INT): BIGINT", "p(arg0 BIGINT): BIGINT",
		}},
		{"no arguments", func(Context) []*int32 { return nil }, nil, []string{"p(): INT"}},
		{"mixed", func(Context, int32, *float64) []*int32 { return nil }, nil, []string{"p(arg0 => INT NOT NULL, arg1 => DOUBLE): INT"}},
		{
			"overloaded", Funcs(func(Context, int32, *float64) []*int32 { return nil }, func(Context, *string) []int64 { return nil }), nil,
			[]string{"p(arg0 INT NOT NULL, arg1 DOUBLE): INT", "p(arg0 STRING): BIGINT NOT NULL"},
		},
		{"var-args", func(Context, int32, ...int32) []string { return nil }, nil, []string{"p(arg0 INT NOT NULL, arg1 INT NOT NULL...): STRING NOT NULL"}},
		{"var-args of bytes", func(Context, ...int8) []string { return nil }, nil, []string{"p(arg0 TINYINT NOT NULL...): STRING NOT NULL"}},
		{"output hint", func(Context, *int32) []any { return nil }, []Option{MethodHints(output("INT"))}, []string{"p(arg0 => INT): INT"}},
		{
			"input hint", func(Context, ...any) []float64 { return nil },
			[]Option{MethodHints(ProcedureHint{Input: ints("INT", "BOOLEAN")})},
			[]string{"p(arg0 => INT, arg1 => BOOLEAN): DOUBLE NOT NULL"},
		},
		{"any group", func(Context, any) []*string { return nil }, []Option{ParamHint(0, anything)}, []string{"p(arg0 <ANY>): STRING"}},
		{"any var-args", func(Context, ...any) []*string { return nil }, []Option{ParamHint(0, anything)}, []string{"p(arg0 <ANY>...): STRING"}},
		{"ordered by name", ordered{}, nil, []string{"p(arg0 DOUBLE NOT NULL...): STRING NOT NULL", "p(arg0 INT): INT", "p(arg0 BIGINT): BIGINT"}},
		{"ordered by hints", number, []Option{MethodHints(full("BIGINT", "INT"), full("INT", "INT"))}, []string{
			"p(arg0 BIGINT): INT", "p(arg0 INT): INT",
		}},
		{"generic rows", func(Context) []Row { return nil }, []Option{Result(DataTypeHint{Type: "ROW<i INT>"})}, []string{"p(): ROW<`i` INT>"}},
		{"argument hints of a method", two, []Option{MethodHints(named("", true))}, []string{"p(f1 => STRING?, f2 => INT?): INT NOT NULL"}},
		{"argument hints of a class", two, []Option{Hints(named("", true))}, []string{"p(f1 => STRING?, f2 => INT?): INT NOT NULL"}},
		{"argument hints of parameters", func(Context, *string, int32) []int32 { return nil }, []Option{
			Argument(0, ArgumentHint{Name: "f1", Type: DataTypeHint{Type: "STRING"}, Optional: true}),
			Argument(1, ArgumentHint{Name: "f2", Type: DataTypeHint{Type: "INT"}}),
		}, []string{"p(f1 => STRING?, f2 => INT): INT NOT NULL"}},
		{
			"method wins over parameters", two,
			[]Option{MethodHints(named("local_", true)), Argument(0, ArgumentHint{Name: "x"})},
			[]string{"p(local_f1 => STRING?, local_f2 => INT?): INT NOT NULL"},
		},
		{
			"class wins over method", two,
			[]Option{MethodHints(named("local_", true)), Hints(named("global_", false)), Argument(0, ArgumentHint{Name: "x"})},
			[]string{"p(global_f1 => STRING, global_f2 => INT): INT NOT NULL"},
		},
		{
			"bridged", func(Context, *int32, *int64) []int32 { return nil },
			[]Option{
				ParamHint(0, DataTypeHint{Type: "DATE"}), ParamHint(1, DataTypeHint{Type: "TIMESTAMP_LTZ(3)"}),
			},
			[]string{"p(arg0 => DATE, arg1 => TIMESTAMP_LTZ(3)): INT NOT NULL"},
		},
		{
			"same signature twice", Funcs(func(Context, int) []int { return nil }, func(Context, int64) []int64 { return nil }), nil,
			[]string{"p(arg0 => BIGINT NOT NULL): BIGINT NOT NULL"},
		},
		{"no result", func(Context) error { return nil }, nil, []string{"p(): "}},
		{"iterators", Funcs(func(Context) iter.Seq[string] { return nil },
			func(Context, int) (iter.Seq2[*float32, error], error) { return nil, nil }), nil, []string{"p(): STRING NOT NULL", "p(arg0 BIGINT NOT NULL): FLOAT"}},
		{"batches", func(Context) iter.Seq2[*datatype.Batch, error] { return nil }, []Option{Result(DataTypeHint{Type: "BIGINT"})}, []string{"p(): BIGINT"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := New(tt.impl, tt.options...)
			if tt.want == nil {
				if err == nil {
					t.Fatal("no error")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, describe(p)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// describe is the signatures with ? for optional arguments, and the results.
func describe(p *Procedure) []string {
	texts := p.Signatures("p")
	for i, o := range p.Overloads {
		for _, param := range o.Params {
			if argument := param.Name + " => " + param.Type.String(); param.Optional {
				texts[i] = strings.Replace(texts[i], argument, argument+"?", 1)
			}
		}
		texts[i] += ": "
		if o.Output != nil {
			texts[i] += o.Output.String()
		}
	}
	return texts
}
