package proctest

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/datatype"
)

// Named is an argument that is passed by name.
type Named struct {
	Name  string
	Value any
}

// Typed is an argument with a type of its own; Value has the Go type that [datatype.Value] names for it.
type Typed struct {
	Type  datatype.Type
	Value datatype.Value
}

// Call calls a procedure with callgate's semantics and returns its rows, the values of each joined by ", " and NULL written
// as <NULL>. Arguments are Go values, typed as the literal that one would write for them: an int is an INT, or a BIGINT where it
// has to be, an int64 a BIGINT, a string a CHAR literal, nil an untyped NULL; or [Typed]; either may be [Named]. Arguments are not
// cast but between numbers: a test of casts belongs to SQL.
func Call(ctx context.Context, p *procedures.Procedure, args ...any) ([]string, error) {
	call, err := Bind(p, args...)
	if err != nil {
		return nil, err
	}
	return Rows(procedures.NewContext(ctx, procedures.Session{}, nil, nil), call)
}

// Show calls a procedure as [Call] does and prints its rows to standard output, a line each, or its error: for examples.
func Show(p *procedures.Procedure, args ...any) {
	rows, err := Call(context.Background(), p, args...)
	if err != nil {
		rows = append(rows, "ERROR: "+err.Error())
	}
	for _, row := range rows {
		if _, err := fmt.Fprintln(os.Stdout, row); err != nil {
			return // nobody looks
		}
	}
}

// Bind types the arguments, chooses the overload and returns the bound call.
func Bind(p *procedures.Procedure, args ...any) (*procedures.Call, error) {
	typed := make([]procedures.Arg, len(args))
	values := make([]datatype.Value, len(args))
	for i, a := range args {
		if named, ok := a.(Named); ok {
			typed[i].Name, a = named.Name, named.Value
		}
		t, err := typeOf(a)
		if err != nil {
			return nil, err
		}
		typed[i].Type, values[i] = t.Type, t.Value
		_, typed[i].Literal = a.(string)
	}
	m, err := p.Resolve("p", typed, procedures.SemanticsCallgate)
	if err != nil {
		return nil, err
	}
	call := &procedures.Call{Name: "p", Proc: p, Overload: m.Overload, Types: m.Types, Args: make([]datatype.Value, len(m.Args))}
	for i, arg := range m.Args {
		if arg < 0 {
			call.Args[i] = call.Signature().Params[i].Default
			continue
		}
		if call.Args[i], err = widen(values[arg], m.Types[i]); err != nil {
			return nil, err
		}
	}
	return call, nil
}

// typeOf is the literal that a Go value stands for.
func typeOf(a any) (Typed, error) {
	switch a := a.(type) {
	case nil:
		return Typed{}, nil
	case Typed:
		return a, nil
	case int:
		if a < math.MinInt32 || a > math.MaxInt32 {
			return Typed{datatype.Of(datatype.BigInt).NonNull(), int64(a)}, nil
		}
		return Typed{datatype.Of(datatype.Int).NonNull(), int32(a)}, nil
	case int64:
		return Typed{datatype.Of(datatype.BigInt).NonNull(), a}, nil
	case float64:
		return Typed{datatype.Of(datatype.Double).NonNull(), a}, nil
	case bool:
		return Typed{datatype.Of(datatype.Boolean).NonNull(), a}, nil
	case string:
		return Typed{datatype.CharType(utf8.RuneCountInString(a)).NonNull(), a}, nil
	case time.Time:
		return Typed{datatype.TimestampLTZType(9).NonNull(), datatype.InstantFromTime(a)}, nil
	}
	return Typed{}, fmt.Errorf("an argument of Go type %T needs proctest.Typed", a)
}

// widen casts a number to a wider type.
func widen(v datatype.Value, to datatype.Type) (datatype.Value, error) {
	n, ok := v.(int32)
	if !ok {
		return v, nil
	}
	switch to.Root {
	case datatype.BigInt:
		return int64(n), nil
	case datatype.Float:
		return float32(n), nil
	case datatype.Double:
		return float64(n), nil
	case datatype.Decimal:
		d := new(apd.Decimal)
		_, err := apd.BaseContext.WithPrecision(uint32(to.Precision)).Quantize(d, apd.New(int64(n), 0), -int32(to.Scale))
		return d, err
	}
	return v, nil
}

// Rows runs a bound call and returns its rows as [Call] does.
func Rows(ctx procedures.Context, call *procedures.Call) ([]string, error) {
	var rows []string
	format := datatype.DefaultFormat()
	for b, err := range call.Run(ctx) {
		if err != nil {
			return rows, err
		}
		for row := range b.Rows {
			fields := make([]string, len(b.Columns))
			for i := range b.Columns {
				fields[i] = "<NULL>"
				if v := b.Columns[i].Value(row); v != nil {
					// As a client would see it in the text format.
					fields[i] = string(datatype.AppendText(nil, v, b.Columns[i].Type, &format))
				}
			}
			rows = append(rows, strings.Join(fields, ", "))
		}
	}
	return rows, nil
}
