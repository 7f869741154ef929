package scan

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// decodeEscapes decodes the inside of E'…' as Flink does (org.apache.calcite.sql.parser.SqlParserUtil, replaceEscapedChars): \b \f \n
// \r \t \\ \', \xHH, \OOO, \uXXXX, \UXXXXXXXX. Numbers are code points, where PostgreSQL takes \xHH and \OOO as bytes; any other
// backslash stays, where PostgreSQL drops it. Escapes of NUL and halves of surrogate pairs are refused, as in PostgreSQL.
func decodeEscapes(body string) (string, *pgerr.Error) {
	if !strings.ContainsAny(body, `\'`) {
		return body, nil
	}
	d := unescaper{in: body}
	for d.in != "" {
		n := strings.IndexAny(d.in, `\'`)
		if n < 0 {
			n = len(d.in)
		}
		d.out = append(d.out, d.in[:n]...)
		if d.in = d.in[n:]; d.in == "" {
			break
		}
		if d.in[0] == '\'' { // doubled
			d.out, d.in = append(d.out, '\''), d.in[2:]
			continue
		}
		if err := d.escape(); err != nil {
			return "", err
		}
	}
	return string(d.out), d.finish()
}

// unescaper decodes escapes from in to out.
type unescaper struct {
	in   string
	out  []byte
	high rune // the first half of a surrogate pair that ended at len(out) == at
	at   int
}

// escape decodes the escape at the start of in.
func (d *unescaper) escape() *pgerr.Error {
	if len(d.in) < 2 {
		d.out, d.in = append(d.out, d.in...), ""
		return nil
	}
	switch c := d.in[1]; {
	case c == 'u':
		return d.number(2, 4, 4, "invalid Unicode escape")
	case c == 'U':
		return d.number(2, 8, 8, "invalid Unicode escape")
	case c == 'x' && hexDigits(d.in[2:], 2) > 0:
		n := hexDigits(d.in[2:], 2)
		return d.number(2, n, n, "")
	case c == 'x':
		d.replace(2, 'x')
	case octal(d.in[1:]):
		d.replace(4, rune(d.in[1]-'0')<<6|rune(d.in[2]-'0')<<3|rune(d.in[3]-'0'))
	case c == '0':
		d.replace(2, 0)
	case strings.IndexByte(`bfnrt\'`, c) >= 0:
		d.replace(2, rune("\b\f\n\r\t\\'"[strings.IndexByte(`bfnrt\'`, c)]))
	default:
		d.out, d.in = append(d.out, '\\'), d.in[1:]
	}
	return d.check()
}

// number decodes an escape with digits hexadecimal digits after a prefix of skip bytes.
func (d *unescaper) number(skip, digits, want int, message string) *pgerr.Error {
	if len(d.in) < skip+digits || hexDigits(d.in[skip:], digits) < want {
		return pgerr.New(pgerr.SyntaxError, "%s", message)
	}
	var r rune
	for _, c := range []byte(d.in[skip : skip+digits]) {
		r = r<<4 | rune(hexValue(c))
		if r > utf8.MaxRune {
			return pgerr.New(pgerr.SyntaxError, "invalid Unicode escape value")
		}
	}
	switch {
	case d.high != 0 && d.at == len(d.out) && 0xDC00 <= r && r < 0xE000:
		r, d.high = utf16.DecodeRune(d.high, r), 0
	case 0xD800 <= r && r < 0xDC00 && d.high == 0:
		d.high, d.at, d.in = r, len(d.out), d.in[skip+digits:]
		return nil
	case utf16.IsSurrogate(r):
		return badSurrogate()
	}
	d.replace(skip+digits, r)
	return d.check()
}

// replace takes n bytes of in and puts out r.
func (d *unescaper) replace(n int, r rune) { d.out, d.in = utf8.AppendRune(d.out, r), d.in[n:] }

// check refuses a NUL, and a half of a surrogate pair with something else behind it.
func (d *unescaper) check() *pgerr.Error {
	if n := len(d.out); n > 0 && d.out[n-1] == 0 {
		return invalidBytes("0x00")
	}
	return d.finish()
}

func (d *unescaper) finish() *pgerr.Error {
	if d.high != 0 {
		return badSurrogate()
	}
	return nil
}

func badSurrogate() *pgerr.Error {
	return pgerr.New(pgerr.SyntaxError, "invalid Unicode surrogate pair")
}

// decodeUnicodeEscapes decodes the inside of U&'…': \XXXX, \+XXXXXX, and the doubled escape character (parser.c, str_udeescape).
func decodeUnicodeEscapes(body string, escape rune) (string, *pgerr.Error) {
	mark := string(escape)
	if !strings.Contains(body, mark) {
		return body, nil
	}
	d := unescaper{in: body}
	for d.in != "" {
		n := strings.Index(d.in, mark)
		if n < 0 {
			n = len(d.in)
		}
		if d.out = append(d.out, d.in[:n]...); n > 0 && d.high != 0 {
			return "", badSurrogate()
		}
		if d.in = d.in[n:]; d.in == "" {
			break
		}
		var err *pgerr.Error
		switch rest := d.in[len(mark):]; {
		case strings.HasPrefix(rest, mark):
			d.replace(2*len(mark), escape)
			err = d.check()
		case strings.HasPrefix(rest, "+"):
			err = d.number(len(mark)+1, 6, 6, "invalid Unicode escape")
		default:
			err = d.number(len(mark), 4, 4, "invalid Unicode escape")
		}
		if err != nil {
			return "", err
		}
	}
	return string(d.out), d.finish()
}

// octal reports three octal digits of at most 377.
func octal(s string) bool {
	return len(s) >= 3 && '0' <= s[0] && s[0] <= '3' && '0' <= s[1] && s[1] <= '7' && '0' <= s[2] && s[2] <= '7'
}

// hexDigits counts the hexadecimal digits that s begins with, up to limit.
func hexDigits(s string, limit int) int {
	n := 0
	for n < limit && n < len(s) && hexValue(s[n]) >= 0 {
		n++
	}
	return n
}

func hexValue(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}
