package funcs

import (
	"slices"
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// class is a set of type roots that an argument may have, and the type that an untyped parameter takes there.
type class struct {
	roots []datatype.Root // nil: every root but that of the untyped NULL
	param datatype.Type   // the zero Type: none
}

var (
	smallIntegers = []datatype.Root{datatype.TinyInt, datatype.SmallInt, datatype.Int}
	integers      = append(smallIntegers[:3:3], datatype.BigInt)
	exactNumbers  = append(integers[:4:4], datatype.Decimal)
	numbers       = append(exactNumbers[:5:5], datatype.Float, datatype.Double)
	texts         = []datatype.Root{datatype.Char, datatype.Varchar}
	binaries      = []datatype.Root{datatype.Binary, datatype.Varbinary}
	datetimes     = []datatype.Root{datatype.Date, datatype.Timestamp, datatype.TimestampLTZ}
	temporals     = append(datetimes[:3:3], datatype.Time)
	intervals     = []datatype.Root{datatype.IntervalDayTime, datatype.IntervalYearMonth}
)

// classes are the words of a form. INT excludes BIGINT where Flink has no such implementation.
var classes = map[string]class{
	"INT":       {smallIntegers, datatype.Of(datatype.Int)},
	"INTEGER":   {integers, datatype.Of(datatype.Int)},
	"EXACT":     {exactNumbers, datatype.Of(datatype.Int)},
	"NUMBER":    {numbers, datatype.Of(datatype.Double)},
	"STRING":    {texts, datatype.StringType()},
	"BYTES":     {binaries, datatype.BytesType()},
	"BOOLEAN":   {[]datatype.Root{datatype.Boolean}, datatype.Of(datatype.Boolean)},
	"TIMESTAMP": {datetimes[1:], datatype.TimestampType(6)},
	"DATETIME":  {datetimes, datatype.TimestampType(6)},
	"TEMPORAL":  {temporals, datatype.TimestampType(6)},
	"INTERVAL":  {intervals, datatype.Type{}},
	"ARRAY":     {[]datatype.Root{datatype.Array}, datatype.Type{}},
	"MAP":       {[]datatype.Root{datatype.Map}, datatype.Type{}},
	"MULTISET":  {[]datatype.Root{datatype.Multiset}, datatype.Type{}},
	"ANY":       {nil, datatype.Type{}},
	"NULLABLE":  {[]datatype.Root{}, datatype.Type{}}, // ANY and the untyped NULL
}

// form is the shape of a call, parsed from its notation: "SUBSTRING(STRING, INTEGER [, INTEGER])".
type form struct {
	name     string
	text     string // for the hint
	args     [][]string
	counts   []int // the numbers of arguments that are allowed
	repeated bool  // the last argument may be repeated: any number from the last count up
}

// parseForm reads the notation of a form: a name, then the classes of the arguments. "[" opens optional ones, which are given
// all or not at all, "..." after the last says that it may be repeated, "|" separates classes. It is used at start-up only.
func parseForm(text string) *form {
	name, list, _ := strings.Cut(strings.TrimSuffix(text, ")"), "(")
	f := &form{name: name, text: text, repeated: strings.Contains(list, "...")}
	for i, group := range strings.Split(strings.NewReplacer("]", "", "...", "").Replace(list), "[") {
		if i > 0 {
			f.counts = append(f.counts, len(f.args))
		}
		for arg := range strings.SplitSeq(group, ",") {
			if arg = strings.TrimSpace(arg); arg != "" {
				f.args = append(f.args, strings.Split(arg, "|"))
			}
		}
	}
	f.counts = append(f.counts, len(f.args))
	return f
}

// classesOf returns the classes of the i-th argument, nil beyond the last.
func (f *form) classesOf(i int) []string {
	switch {
	case i < len(f.args):
		return f.args[i]
	case f.repeated:
		return f.args[len(f.args)-1]
	}
	return nil
}

// param is [Func.Param].
func (f *form) param(i int) (datatype.Type, bool) {
	names := f.classesOf(i)
	if len(names) == 0 {
		return datatype.Type{}, false
	}
	t := classes[names[0]].param
	return t, t.Root != datatype.Null
}

// check fails with 42883 where the number or the types of the arguments do not fit.
func (f *form) check(args []datatype.Type) error {
	if !slices.Contains(f.counts, len(args)) && !(f.repeated && len(args) > len(f.args)) {
		return f.mismatch(args)
	}
	for i, t := range args {
		if !slices.ContainsFunc(f.classesOf(i), func(name string) bool { return classes[name].has(t.Root) }) {
			return f.mismatch(args)
		}
	}
	return nil
}

func (c class) has(r datatype.Root) bool {
	switch {
	case c.roots == nil:
		return r != datatype.Null
	case len(c.roots) == 0:
		return true
	}
	return slices.Contains(c.roots, r)
}

// mismatch is the error for arguments that do not fit, in PostgreSQL's words.
func (f *form) mismatch(args []datatype.Type) error {
	names := make([]string, len(args))
	for i, t := range args {
		names[i] = t.Nullable().String()
		if t.Root == datatype.Null {
			names[i] = "unknown"
		}
	}
	return pgerr.New(pgerr.UndefinedFunction, "function %s(%s) does not exist", strings.ToLower(f.name), strings.Join(names, ", ")).
		WithHint("The form is %s.", f.text)
}
