package funcs

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cockroachdb/apd/v3"

	"github.com/callgate/callgate/procedures/datatype"
)

// directive is one % of a java.util.Formatter format.
type directive struct {
	index      int // 1-based; 0: the next argument; -1: the same as before (%<)
	flags      string
	width      int
	precision  int // -1: none
	conversion byte
}

// printf is PRINTF(format, args…) with the formats of java.util.Formatter: NULL where the format or an argument does not fit
// it, as Flink answers then. Dates and times are numbers and ISO texts there (%tY… is not supported).
func printf(c *call) (datatype.Value, error) {
	if !c.has(0) {
		return nil, nil
	}
	var b textBuilder
	next, last := 1, 0
	for format := c.str(0); format != "" && b.err == nil; {
		before, after, found := strings.Cut(format, "%")
		b.add(before)
		if !found {
			break
		}
		d, rest, ok := parseDirective(after)
		if !ok {
			return nil, nil
		}
		format = rest
		if d.conversion == 'n' || d.conversion == '%' {
			b.add(d.pad(map[byte]string{'n': "\n", '%': "%"}[d.conversion]))
			continue
		}
		switch d.index {
		case 0:
			last = next
			next++
		case -1:
		default:
			last = d.index
		}
		if last < 1 || last >= len(c.args) {
			return nil, nil
		}
		s, ok := d.format(c.args[last])
		if !ok {
			return nil, nil
		}
		b.add(s)
	}
	return b.value()
}

// parseDirective reads what follows a %.
func parseDirective(s string) (directive, string, bool) {
	d := directive{precision: -1}
	digits := func() string {
		n := len(s) - len(strings.TrimLeft(s, "0123456789"))
		number := s[:n]
		s = s[n:]
		return number
	}
	if strings.HasPrefix(s, "<") {
		d.index, s = -1, s[1:]
	}
	rest := s
	if number := digits(); number != "" && number[0] != '0' && strings.HasPrefix(s, "$") {
		d.index, _ = strconv.Atoi(number)
		s = s[1:]
	} else {
		s = rest
	}
	for s != "" && strings.Contains("-#+ 0,(", s[:1]) {
		d.flags += s[:1]
		s = s[1:]
	}
	if number := digits(); number != "" {
		d.width, _ = strconv.Atoi(number)
	}
	if strings.HasPrefix(s, ".") {
		s = s[1:]
		number := digits()
		if number == "" {
			return d, "", false
		}
		d.precision, _ = strconv.Atoi(number)
	}
	if s == "" || d.width > maxText || d.precision > 1000 {
		return d, "", false
	}
	d.conversion = s[0]
	return d, s[1:], true
}

func (d *directive) has(flag string) bool { return strings.Contains(d.flags, flag) }

// pad fills up to the width with blanks.
func (d *directive) pad(s string) string {
	missing := d.width - len([]rune(s))
	switch {
	case missing <= 0:
		return s
	case d.has("-"):
		return s + strings.Repeat(" ", missing)
	}
	return strings.Repeat(" ", missing) + s
}

// format writes an argument; false where the conversion is none for its type.
func (d *directive) format(a Arg) (string, bool) {
	upper := 'A' <= d.conversion && d.conversion <= 'Z'
	s, ok := d.text(a)
	if upper {
		s = strings.ToUpper(s)
	}
	return s, ok
}

func (d *directive) text(a Arg) (string, bool) {
	lower := d.conversion | 0x20
	switch {
	case strings.IndexByte("bscxe", lower) < 0 && strings.IndexByte("dofgG", d.conversion) < 0:
		return "", false
	case lower == 'b':
		v, isBool := a.Value.(bool)
		return d.pad(d.cut(strconv.FormatBool(a.Value != nil && (!isBool || v)))), true
	case a.Value == nil:
		return d.pad(d.cut("null")), true
	}
	switch lower {
	case 's':
		return d.pad(d.cut(javaText(a))), true
	case 'c':
		if !classHas(smallIntegers, a.Type.Root) {
			return "", false
		}
		return d.pad(string(rune(toInt(a.Value)))), true
	case 'd', 'o', 'x':
		return d.integer(a)
	}
	return d.floating(a)
}

func (d *directive) cut(s string) string {
	if runes := []rune(s); d.precision >= 0 && d.precision < len(runes) {
		return string(runes[:d.precision])
	}
	return s
}

// integer writes %d, %o, %x; the latter two in the two's complement of the argument's width.
func (d *directive) integer(a Arg) (string, bool) {
	if !classHas(integers, a.Type.Root) || d.precision >= 0 {
		return "", false
	}
	n := toInt(a.Value)
	if d.conversion == 'd' {
		return d.number(strings.TrimPrefix(strconv.FormatInt(n, 10), "-"), n < 0), true
	}
	bits := map[datatype.Root]int{datatype.TinyInt: 8, datatype.SmallInt: 16, datatype.Int: 32, datatype.BigInt: 64}[a.Type.Root]
	base, prefix := 16, "0x"
	if d.conversion == 'o' {
		base, prefix = 8, "0"
	}
	s := strconv.FormatUint(uint64(n)&(1<<bits-1), base)
	if bits == 64 {
		s = strconv.FormatUint(uint64(n), base)
	}
	if d.has("#") {
		s = prefix + s
	}
	if d.has("0") {
		s = strings.Repeat("0", max(0, d.width-len(s))) + s
	}
	return d.pad(s), true
}

// floating writes %e, %f, %g of FLOAT and DOUBLE. DECIMAL is no number to Flink's PRINTF.
func (d *directive) floating(a Arg) (string, bool) {
	if !isFloat(a.Value) {
		return "", false
	}
	f, precision := toFloat(a.Value), d.precision
	if precision < 0 {
		precision = 6
	}
	verb := d.conversion | 0x20
	if verb == 'g' {
		precision = max(precision, 1)
		verb = 'e'
		if rounded, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'e', precision-1, 64), 64); rounded == 0 || abs(rounded) >= 1e-4 && abs(rounded) < pow(10, float64(precision)) {
			verb = 'f'
			precision -= len(strconv.FormatInt(int64(abs(rounded)), 10))
			if abs(rounded) < 1 && rounded != 0 {
				precision = d.significant(rounded)
			}
		} else {
			precision--
		}
	}
	s := strconv.FormatFloat(abs(f), verb, max(precision, 0), 64)
	if f != f {
		return d.pad("NaN"), true
	}
	if s == "+Inf" {
		return d.pad(d.number("Infinity", f < 0)), true
	}
	return d.number(s, f < 0), true
}

// significant returns the fraction digits that %g gives a number below 1.
func (d *directive) significant(f float64) int {
	precision := d.precision
	if precision < 0 {
		precision = 6
	}
	for f = abs(f); f < 1; f *= 10 {
		precision++
	}
	return precision - 1
}

func abs(f float64) float64 {
	if f < 0 {
		return -f
	}
	return f
}

// number puts signs, group separators and leading zeros to digits.
func (d *directive) number(digits string, negative bool) string {
	if d.has(",") {
		digits = grouped(digits)
	}
	before, after := "", ""
	switch {
	case negative && d.has("("):
		before, after = "(", ")"
	case negative:
		before = "-"
	case d.has("+"):
		before = "+"
	case d.has(" "):
		before = " "
	}
	if d.has("0") {
		digits = strings.Repeat("0", max(0, d.width-len(before)-len(digits)-len(after))) + digits
	}
	return d.pad(before + digits + after)
}

func grouped(digits string) string {
	whole, fraction, found := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		return whole + "." + fraction
	}
	return whole
}

// javaText is the toString of the object that Flink's internal format has for a value.
func javaText(a Arg) string {
	switch v := a.Value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float32:
		return javaFloat(float64(v), 32)
	case float64:
		return javaFloat(v, 64)
	case *apd.Decimal:
		return v.Text('f')
	case datatype.Nanos: // Flink's internal form: milliseconds
		return strconv.FormatInt(int64(v)/1e6, 10)
	case datatype.Days:
		return strconv.Itoa(int(v))
	case datatype.Period:
		return strconv.Itoa(int(v))
	case time.Duration:
		return strconv.FormatInt(v.Milliseconds(), 10)
	case datatype.Instant:
		return isoTimestamp(v)
	}
	return fmt.Sprint(a.Value)
}

// javaFloat is Double.toString: 1.0E10, 100.0.
func javaFloat(f float64, bits int) string {
	if a := abs(f); f == 0 || a >= 1e-3 && a < 1e7 {
		s := strconv.FormatFloat(f, 'f', -1, bits)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return s
	}
	s := strings.ToUpper(strconv.FormatFloat(f, 'e', -1, bits))
	mantissa, exponent, found := strings.Cut(s, "E")
	switch {
	case s == "NAN":
		return "NaN"
	case !found:
		return strings.NewReplacer("+", "", "INF", "Infinity").Replace(s)
	case !strings.Contains(mantissa, "."):
		mantissa += ".0"
	}
	n, _ := strconv.Atoi(exponent)
	return mantissa + "E" + strconv.Itoa(n)
}

// isoTimestamp is LocalDateTime.toString: seconds and fraction only where they are not zero, in groups of three digits.
func isoTimestamp(i datatype.Instant) string {
	t := i.Time()
	s := t.Format("2006-01-02T15:04")
	switch {
	case i.Nanos%1000 != 0:
		return s + t.Format(":05.000000000")
	case i.Nanos%1_000_000 != 0:
		return s + t.Format(":05.000000")
	case i.Nanos != 0:
		return s + t.Format(":05.000")
	case t.Second() != 0:
		return s + t.Format(":05")
	}
	return s
}
