package catalogs

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/callgate/callgate/procedures/datatype"
)

// addMisbehaving adds procedures that fail, or return what they should not. Where a Java method returns an object of another
// shape than it declares, the stub fails as Flink does when it converts the object.
func (r *registry) addMisbehaving() {
	const db = "results"
	r.write(db, "throws", signature{"x STRING", "STRING", throws})
	r.write(db, "throws_checked", signature{"", "STRING", fails("disk is full")})
	r.write(db, "throws_nothing", signature{"", "STRING", fails("null")})
	r.write(db, "throws_error", signature{"", "STRING", fails("broken")})
	r.write(db, "returns_null", signature{"", "STRING", fails("NullPointerException")})
	r.write(db, "null_row_element", signature{"", "ROW<a INT, b STRING>", fails("Index 1 out of bounds for length 1")})
	r.write(db, "null_in_not_null", signature{"", "INT NOT NULL", rows(int32(1), nil)})
	r.write(db, "short_row", signature{"", "ROW<a INT, b STRING>", fails("Index 1 out of bounds for length 1")})
	r.write(db, "wrong_class", signature{
		"", "INT",
		fails("class java.lang.String cannot be cast to class java.lang.Integer"),
	})
	r.write(db, "unknown_field", signature{
		"", "ROW<a INT>",
		fails("Unknown field name 'b' for mapping to a row position. Available names are: [a]"),
	})
	r.write(db, "parse_int", signature{"x STRING", "INT NOT NULL", parseInt})
	r.write(db, "divide", signature{"a INT NOT NULL, b INT NOT NULL", "INT NOT NULL", divide})
	r.write(db, "inner_null_param", signature{"x INT", "INT NOT NULL", notNull})
}

func throws(args arguments) ([]datatype.Value, error) {
	return nil, errors.New(text(args.values[0], args.types[0]))
}

func parseInt(args arguments) ([]datatype.Value, error) {
	s, ok := args.values[0].(string)
	if !ok {
		return nil, errNullText
	}
	n, err := javaInt(s)
	if err != nil {
		return nil, err
	}
	return []datatype.Value{n}, nil
}

// javaInt is Integer.parseInt, which reads the decimal digits of every script.
func javaInt(s string) (int32, error) {
	n, err := strconv.ParseInt(strings.Map(asciiDigit, s), 10, 32)
	if err != nil {
		return 0, fmt.Errorf("For input string: %q", s)
	}
	return int32(n), nil
}

// asciiDigit returns the ASCII form of a decimal digit. Unicode keeps the ten digits of a script together, zero first.
func asciiDigit(r rune) rune {
	if !unicode.Is(unicode.Nd, r) {
		return r
	}
	first := r
	for unicode.Is(unicode.Nd, first-1) {
		first--
	}
	return '0' + (r-first)%10
}

func divide(args arguments) ([]datatype.Value, error) {
	a, b := args.values[0].(int32), args.values[1].(int32)
	if b == 0 {
		return nil, errors.New("/ by zero")
	}
	return []datatype.Value{a / b}, nil
}

func notNull(args arguments) ([]datatype.Value, error) {
	if args.values[0] == nil {
		return nil, errNull
	}
	return args.values, nil
}
