package procedures

import (
	"errors"
	"fmt"
	"iter"
	"reflect"
	"runtime"
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
)

// method is one Go method or function that can be called, with the hints for it alone.
type method struct {
	name       string
	fn         reflect.Value
	direct     DirectFunc     // not nil: the function takes the call itself, without reflection
	params     []*methodParam // without the context
	variadic   bool           // the last parameter is variadic; its Go type is that of one element
	result     result
	hints      []ProcedureHint
	resultHint DataTypeHint
	doc        string
}

// DirectFunc is the low-level door of the SDK: a function that is given the call as it is bound and returns batches of columns,
// with no reflection in between. Hints must declare its arguments and its result. Batches are valid until the next one is asked for.
type DirectFunc = func(ctx Context, call *Call) (iter.Seq2[*datatype.Batch, error], error)

// methodParam is one parameter of a Go function and the hints on it; at most one of the hints may be set.
type methodParam struct {
	goType       reflect.Type
	typeHint     *DataTypeHint
	argumentHint *ArgumentHint
}

// result is the shape in which a Go function returns rows.
type result struct {
	kind     resultKind
	elem     reflect.Type // of one row; nil for resultNone and resultBatches
	failable bool         // an error comes behind it
}

type resultKind uint8

const (
	resultNone    resultKind = iota // nothing, or an error alone
	resultSlice                     // []T
	resultSeq                       // iter.Seq[T]
	resultSeq2                      // iter.Seq2[T, error]
	resultBatches                   // iter.Seq2[*datatype.Batch, error]
)

var (
	contextType   = reflect.TypeFor[Context]()
	errorType     = reflect.TypeFor[error]()
	batchesType   = reflect.TypeFor[iter.Seq2[*datatype.Batch, error]]()
	byteSliceType = reflect.TypeFor[[]byte]()
)

func newMethod(name string, fn reflect.Value) (*method, error) {
	if direct, ok := fn.Interface().(DirectFunc); ok {
		return &method{name: name, fn: fn, direct: direct, result: result{kind: resultBatches, failable: true}}, nil
	}
	t := fn.Type()
	if t.NumIn() == 0 || t.In(0) != contextType {
		return nil, errors.New("the first parameter must be a procedures.Context")
	}
	m := &method{name: name, fn: fn, variadic: t.IsVariadic()}
	for i := 1; i < t.NumIn(); i++ {
		goType := t.In(i)
		if m.variadic && i == t.NumIn()-1 {
			goType = goType.Elem()
		}
		m.params = append(m.params, &methodParam{goType: goType})
	}
	var err error
	m.result, err = resultOf(t)
	return m, err
}

// resultOf reads the shape of a function's results: (), (error), (R), (R, error).
func resultOf(t reflect.Type) (result, error) {
	n := t.NumOut()
	failable := n > 0 && t.Out(n-1) == errorType
	if failable {
		n--
	}
	switch n {
	case 0:
		return result{failable: failable}, nil
	case 1:
		r, err := rowsOf(t.Out(0))
		r.failable = failable
		return r, err
	}
	return result{}, errors.New("a procedure returns rows, an error, both or nothing")
}

// rowsOf reads the shape of the rows that a function returns.
func rowsOf(t reflect.Type) (result, error) {
	switch {
	case t.ConvertibleTo(batchesType):
		return result{kind: resultBatches}, nil
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		return result{}, fmt.Errorf("%s is a list of rows of %s: return [][]byte for rows of bytes", t, t.Elem())
	case t.Kind() == reflect.Slice:
		return result{kind: resultSlice, elem: t.Elem()}, nil
	case t.CanSeq2() && t.Kind() == reflect.Func && t.In(0).In(1) == errorType:
		return result{kind: resultSeq2, elem: t.In(0).In(0)}, nil
	case t.CanSeq() && t.Kind() == reflect.Func && t.In(0).NumIn() == 1:
		return result{kind: resultSeq, elem: t.In(0).In(0)}, nil
	}
	return result{}, fmt.Errorf("a procedure returns []T, iter.Seq[T] or iter.Seq2[T, error], not %s", t)
}

func (m *method) applyAll(options []MethodOption) error {
	for _, o := range options {
		if err := o.applyMethod(m); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return nil
}

// hintedParam is the parameter that a hint is for.
func (m *method) hintedParam(i int) (*methodParam, error) {
	if i < 0 || i >= len(m.params) {
		return nil, fmt.Errorf("there is no argument %d", i)
	}
	return m.params[i], nil
}

// goParam is the Go type of the i-th argument of a call, var-args expanded.
func (m *method) goParam(i int) reflect.Type { return m.params[min(i, len(m.params)-1)].goType }

// takes reports whether the function can be called with the arguments of a signature.
func (m *method) takes(n int, varArgs bool) bool {
	if m.direct != nil {
		return true
	}
	fixed := len(m.params)
	if m.variadic {
		fixed--
	}
	switch {
	case varArgs:
		return m.variadic && n-1 >= fixed
	case m.variadic:
		return n >= fixed
	}
	return n == fixed
}

// functionName is the name of a function, with its package but without the package's path.
func functionName(fn reflect.Value) string {
	if fn.Kind() != reflect.Func || fn.IsNil() {
		return fmt.Sprint(fn)
	}
	name := runtime.FuncForPC(fn.Pointer()).Name()
	name = strings.TrimSuffix(name, "-fm")
	return name[strings.LastIndexByte(name, '/')+1:]
}
