package funcs

import (
	"math"
	"strconv"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

const (
	maxText     = 8 << 20 // bytes of a string or a binary that a function may return
	maxElements = 1 << 20 // of an array or a map that a function may return
)

// call is one evaluation: what a function's body sees.
type call struct {
	env    *Env
	args   []Arg
	result datatype.Type
}

// body computes the value of a call.
type body func(c *call) (datatype.Value, error)

// strict makes a body NULL where an argument is NULL.
func strict(b body) body {
	return func(c *call) (datatype.Value, error) {
		for i := range c.args {
			if c.args[i].Value == nil {
				return nil, nil
			}
		}
		return b(c)
	}
}

// entry is one line of the table.
type entry struct {
	form   string
	result resultRule
	typeOf func(args []Arg, f *form) (datatype.Type, error) // instead of result, see [Func.TypeOf]
	body   body
	moving bool // volatile
}

func (e entry) build() *Func {
	f := parseForm(e.form)
	out := &Func{Name: f.name, Volatile: e.moving, Param: f.param, Eval: e.eval}
	if e.typeOf != nil {
		out.TypeOf = func(args []Arg) (datatype.Type, error) {
			if err := f.check(argTypes(args)); err != nil {
				return datatype.Type{}, err
			}
			return e.typeOf(args, f)
		}
		return out
	}
	out.Type = func(args []datatype.Type) (datatype.Type, error) {
		if err := f.check(args); err != nil {
			return datatype.Type{}, err
		}
		t, ok := e.result(args)
		if !ok {
			return datatype.Type{}, f.mismatch(args)
		}
		return t, nil
	}
	return out
}

// eval runs the body and holds its value to the limits.
func (e entry) eval(env *Env, args []Arg, result datatype.Type) (datatype.Value, error) {
	v, err := e.body(&call{env, args, result})
	if err != nil {
		return nil, err
	}
	switch x := v.(type) {
	case string:
		err = checkText(len(x))
	case []byte:
		err = checkText(len(x))
	case []datatype.Value:
		err = checkElements(len(x))
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

func argTypes(args []Arg) []datatype.Type {
	types := make([]datatype.Type, len(args))
	for i := range args {
		types[i] = args[i].Type
	}
	return types
}

// checkText fails where a text of n bytes would be too long.
func checkText(n int) error {
	if n > maxText || n < 0 {
		return pgerr.New(pgerr.ProgramLimitExceeded, "result of a function is longer than %d bytes", maxText)
	}
	return nil
}

// checkElements fails where an array of n elements would be too long.
func checkElements(n int) error {
	if n > maxElements {
		return pgerr.New(pgerr.ProgramLimitExceeded, "result of a function has more than %d elements", maxElements)
	}
	return nil
}

// has reports whether the i-th argument was given and is not NULL.
func (c *call) has(i int) bool { return i < len(c.args) && c.args[i].Value != nil }

func (c *call) str(i int) string {
	s, _ := c.args[i].Value.(string)
	return s
}

func (c *call) bytes(i int) []byte {
	switch v := c.args[i].Value.(type) {
	case []byte:
		return v
	case string:
		return []byte(v)
	}
	return nil
}

func (c *call) list(i int) []datatype.Value {
	l, _ := c.args[i].Value.([]datatype.Value)
	return l
}

func (c *call) bool(i int) bool {
	b, _ := c.args[i].Value.(bool)
	return b
}

// int returns an integer argument; a decimal or floating one is cut to its integral part, as Java's cast does.
func (c *call) int(i int) int64 { return toInt(c.args[i].Value) }

// length returns an integer argument as a length or position, which saturates.
func (c *call) length(i int) int {
	return int(min(max(c.int(i), math.MinInt32), math.MaxInt32))
}

// float returns a numeric argument as a DOUBLE.
func (c *call) float(i int) float64 { return toFloat(c.args[i].Value) }

// dec returns a numeric argument as a decimal.
func (c *call) dec(i int) *apd.Decimal { return toDecimal(c.args[i].Value) }

func toInt(v datatype.Value) int64 {
	switch v := v.(type) {
	case int8:
		return int64(v)
	case int16:
		return int64(v)
	case int32:
		return int64(v)
	case int64:
		return v
	case float32:
		return saturate(float64(v))
	case float64:
		return saturate(v)
	case *apd.Decimal:
		var whole apd.Decimal
		if _, err := exact.RoundToIntegralValue(&whole, towardZero(v)); err == nil {
			n, _ := whole.Int64()
			return n
		}
	}
	return 0
}

// saturate is Java's cast of a double to a long.
func saturate(f float64) int64 {
	switch {
	case f != f:
		return 0
	case f >= math.MaxInt64:
		return math.MaxInt64
	case f <= math.MinInt64:
		return math.MinInt64
	}
	return int64(f)
}

func toFloat(v datatype.Value) float64 {
	switch v := v.(type) {
	case float32:
		return float64(v)
	case float64:
		return v
	case *apd.Decimal:
		f, _ := strconv.ParseFloat(v.Text('E'), 64)
		return f
	}
	return float64(toInt(v))
}

// toDecimal converts as Java's BigDecimal.valueOf does: a double by its shortest text.
func toDecimal(v datatype.Value) *apd.Decimal {
	switch v := v.(type) {
	case *apd.Decimal:
		return v
	case float32, float64:
		bits := 64
		if _, ok := v.(float32); ok {
			bits = 32
		}
		if d, _, err := apd.NewFromString(strconv.FormatFloat(toFloat(v), 'e', -1, bits)); err == nil {
			return d
		}
		return new(apd.Decimal)
	}
	return apd.New(toInt(v), 0)
}

// integer returns n as a value of an integer type; what does not fit wraps around, as in Java and so in Flink.
func integer(t datatype.Type, n int64) datatype.Value {
	switch t.Root {
	case datatype.TinyInt:
		return int8(n)
	case datatype.SmallInt:
		return int16(n)
	case datatype.Int:
		return int32(n)
	}
	return n
}

// floating returns f as a value of a floating type.
func floating(t datatype.Type, f float64) datatype.Value {
	if t.Root == datatype.Float {
		return float32(f)
	}
	return f
}
