package catalogs

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
)

// goText returns the text of a Go value as a procedure gets it: the simple name of the Java class that it stands for, and
// its canonical text. A nil pointer is null.
func goText(v any) (class, text string) {
	switch v := v.(type) {
	case nil:
		return "", "null"
	case bool:
		return typedText(v, datatype.Of(datatype.Boolean))
	case int8:
		return typedText(v, datatype.Of(datatype.TinyInt))
	case int16:
		return typedText(v, datatype.Of(datatype.SmallInt))
	case int32:
		return typedText(v, datatype.Of(datatype.Int))
	case int64:
		return typedText(v, datatype.Of(datatype.BigInt))
	case float32:
		return typedText(v, datatype.Of(datatype.Float))
	case float64:
		return typedText(v, datatype.Of(datatype.Double))
	case string:
		return typedText(v, datatype.StringType())
	case []byte:
		return typedText(v, datatype.BytesType())
	case apd.Decimal:
		return typedText(&v, datatype.DecimalType(38, int(-v.Exponent)))
	case civil.Date:
		return typedText(date(v.Year, int(v.Month), v.Day), datatype.Of(datatype.Date))
	case civil.Time:
		nanos := time.Duration(v.Hour)*time.Hour + time.Duration(v.Minute)*time.Minute + time.Duration(v.Second)*time.Second
		return typedText(datatype.Nanos(nanos)+datatype.Nanos(v.Nanosecond), datatype.TimeType(9))
	case civil.DateTime:
		return typedText(instant(v.Date.Year, int(v.Date.Month), v.Date.Day, v.Time.Hour, v.Time.Minute, v.Time.Second, v.Time.Nanosecond),
			datatype.TimestampType(9))
	case time.Time:
		return typedText(datatype.Instant{Seconds: v.Unix(), Nanos: int32(v.Nanosecond())}, datatype.TimestampLTZType(9))
	case time.Duration:
		return typedText(v, datatype.SecondInterval())
	case datatype.Period:
		return typedText(v, datatype.MonthInterval())
	}
	return otherText(v)
}

func typedText(v datatype.Value, t datatype.Type) (class, s string) { return className(t), text(v, t) }

// otherText dereferences pointers. What is left are constructed values, which only callgate's own semantics let in.
func otherText(v any) (class, text string) {
	p := reflect.ValueOf(v)
	switch {
	case p.Kind() != reflect.Pointer:
		return reflect.TypeOf(v).String(), fmt.Sprint(v)
	case p.IsNil():
		return "", "null"
	}
	return goText(p.Elem().Interface())
}

// typedGo is typed(v) of a Go value.
func typedGo(v any) string {
	class, text := goText(v)
	if class == "" {
		return text
	}
	return class + ":" + text
}

// call is one row: the label and the values in parentheses.
func call(label string, values ...any) []*string {
	texts := make([]string, len(values))
	for i, v := range values {
		_, texts[i] = goText(v)
	}
	return []*string{new(label + "(" + strings.Join(texts, ",") + ")")}
}

// namesAndValues is one row for each pair of a name and a value.
func namesAndValues(alternating ...any) []*string {
	var rows []*string
	for i := 0; i < len(alternating); i += 2 {
		_, value := goText(alternating[i+1])
		rows = append(rows, new(fmt.Sprint(alternating[i])+"="+value))
	}
	return rows
}

// function is a Go function whose parameters have the names that the Java compiler keeps.
func function(fn any, names ...string) procedures.Function {
	var options []procedures.MethodOption
	for i, name := range names {
		options = append(options, procedures.Argument(i, procedures.ArgumentHint{Name: name}))
	}
	return procedures.Func(fn, options...)
}

// wildcard is an argument that takes any type.
func wildcard(name string) procedures.MethodOption {
	return procedures.Argument(0, procedures.ArgumentHint{Name: name, Type: procedures.DataTypeHint{InputGroup: procedures.GroupAny}})
}

// hint is a data type hint with a type string.
func hint(typ string) procedures.DataTypeHint { return procedures.DataTypeHint{Type: typ} }

// output is a data type hint for [procedures.ProcedureHint].
func output(typ string) *procedures.DataTypeHint { return &procedures.DataTypeHint{Type: typ} }

// inputs are data type hints for [procedures.ProcedureHint].
func inputs(types ...string) []procedures.DataTypeHint {
	hints := make([]procedures.DataTypeHint, len(types))
	for i, t := range types {
		hints[i] = hint(t)
	}
	return hints
}

// hinted is an argument with a name and a type; a "?" behind the type makes it optional.
func hinted(name, typ string) procedures.ArgumentHint {
	typ, optional := strings.CutSuffix(typ, "?")
	return procedures.ArgumentHint{Name: name, Type: hint(typ), Optional: optional}
}
