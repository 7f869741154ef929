package wire

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeQuery(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	limits.Text = 10
	for _, test := range []struct{ body, want, err string }{
		{"SELECT 1\x00", "SELECT 1", ""},
		{"\x00", "", ""},
		{"", "", "ERROR 08P01"},
		{"SELECT 1", "", "ERROR 08P01"},
		{"a\x00b\x00", "", "ERROR 08P01"},
		{"a\xff\x00", "", "ERROR 22021"},
		{"\xc0\x80\x00", "", "ERROR 22021"},
		{"0123456789\x00", "0123456789", ""},
		{"0123456789a\x00", "", "ERROR 54000"},
	} {
		got, err := DecodeQuery([]byte(test.body), &limits)
		if code(err) != test.err || err == nil && got != test.want {
			t.Errorf("%q: %q, %v", test.body, got, err)
		}
	}
}

func TestDecodeParse(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	for _, test := range []struct{ name, body, err string }{
		{"good", "s\x00CALL p($1)\x00\x00\x01\x00\x00\x00\x17", ""},
		{"count lies", "s\x00x\x00\xff\xff", "ERROR 08P01"},
		{"trailing", "s\x00x\x00\x00\x00x", "ERROR 08P01"},
		{"no text", "s\x00", "ERROR 08P01"},
		{"no NUL", "s", "ERROR 08P01"},
		{"empty", "", "ERROR 08P01"},
		{"no count", "s\x00x\x00", "ERROR 08P01"},
		{"bad name", "\xff\x00x\x00\x00\x00", "ERROR 22021"},
		{"bad text", "s\x00\xff\x00\x00\x00", "ERROR 22021"},
	} {
		var p Parse
		if err := p.Decode([]byte(test.body), &limits); code(err) != test.err {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	var p Parse
	if err := p.Decode([]byte("s\x00CALL p($1)\x00\x00\x01\x00\x00\x00\x17"), &limits); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Parse{Name: "s", Text: "CALL p($1)", OIDs: []uint32{23}}, p); diff != "" {
		t.Error(diff)
	}
}

// bindBody builds a Bind with parameter lengths that may lie.
func bindBody(formats []int16, lengths []int32, data []byte, results []int16) []byte {
	body := []byte("p\x00s\x00")
	appendFormats := func(f []int16) {
		body = binary.BigEndian.AppendUint16(body, uint16(len(f)))
		for _, v := range f {
			body = binary.BigEndian.AppendUint16(body, uint16(v))
		}
	}
	appendFormats(formats)
	body = binary.BigEndian.AppendUint16(body, uint16(len(lengths)))
	for _, n := range lengths {
		body = binary.BigEndian.AppendUint32(body, uint32(n))
		if n > 0 && int(n) <= len(data) {
			body = append(body, data[:n]...)
			data = data[n:]
		}
	}
	appendFormats(results)
	return body
}

func TestDecodeBind(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	limits.Value = 4
	good := bindBody([]int16{1, 0}, []int32{3, -1}, []byte("abc"), []int16{1})
	for _, test := range []struct {
		name string
		body []byte
		err  string
	}{
		{"good", good, ""},
		{"length -2", bindBody(nil, []int32{-2}, nil, nil), "ERROR 08P01"},
		{"length INT_MIN", bindBody(nil, []int32{-1 << 31}, nil, nil), "ERROR 08P01"},
		{"past the end", bindBody(nil, []int32{100}, nil, nil), "ERROR 08P01"},
		{"trailing", append(bindBody(nil, nil, nil, nil), 0), "ERROR 08P01"},
		{"parameter count lies", []byte("p\x00s\x00\x00\x00\xff\xff"), "ERROR 08P01"},
		{"format count lies", []byte("p\x00s\x00\xff\xff"), "ERROR 08P01"},
		{"long value", bindBody(nil, []int32{5}, []byte("abcde"), nil), "ERROR 54000"},
		{"longest value", bindBody(nil, []int32{4}, []byte("abcd"), nil), ""},
		{"text not UTF-8", bindBody(nil, []int32{1}, []byte("\xff"), nil), "ERROR 22021"},
		{"text with NUL", bindBody([]int16{0}, []int32{1}, []byte("\x00"), nil), "ERROR 22021"},
		{"binary is free", bindBody([]int16{1}, []int32{1}, []byte("\xff"), nil), ""},
		{"empty", nil, "ERROR 08P01"},
	} {
		var b Bind
		if err := b.Decode(test.body, &limits); code(err) != test.err {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	var b Bind
	if err := b.Decode(good, &limits); err != nil {
		t.Fatal(err)
	}
	want := Bind{
		Portal: []byte("p"), Statement: []byte("s"), ParamFormats: []int16{1, 0}, Params: [][]byte{[]byte("abc"), nil},
		ResultFormats: []int16{1},
	}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeOthers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		typ  byte
		body string
		err  string
	}{
		{TypeExecute, "p\x00\x00\x00\x00\x05", ""},
		{TypeExecute, "p\x00\x00\x00\x00", "ERROR 08P01"},
		{TypeExecute, "p\x00\x00\x00\x00\x05x", "ERROR 08P01"},
		{TypeDescribe, "Ss\x00", ""},
		{TypeDescribe, "Xs\x00", "ERROR 08P01"},
		{TypeDescribe, "", "ERROR 08P01"},
		{TypeClose, "P", "ERROR 08P01"},
		{TypeSync, "", ""},
		{TypeSync, "1234", "ERROR 08P01"},
		{TypeFlush, "1", "ERROR 08P01"},
		{TypeCopyFail, "", "ERROR 08P01"},
		{TypeCopyFail, "x", "ERROR 08P01"},
		{TypeCopyFail, "x\x00", ""},
		{TypeCopyData, "anything", ""},
		{TypeCopyDone, "", ""},
		{TypeTerminate, "", ""},
	} {
		var err error
		switch test.typ {
		case TypeExecute:
			err = new(Execute).Decode([]byte(test.body))
		case TypeDescribe, TypeClose:
			err = new(Target).Decode([]byte(test.body), "DESCRIBE")
		default:
			err = CheckPlain(Frame{Type: test.typ, Body: []byte(test.body)})
		}
		if code(err) != test.err {
			t.Errorf("%c %q: %v", test.typ, test.body, err)
		}
	}
}

func TestCheckUTF8Message(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]string{
		"a\xff":     "0xff",
		"\xc3(":     "0xc3 0x28",
		"x\xe2\x82": "0xe2 0x82",
		"a\x00b":    "0x00",
	} {
		err := CheckUTF8([]byte(input))
		if err == nil || !strings.Contains(err.Error(), `"UTF8": `+want+" ") {
			t.Errorf("%q: %v", input, err)
		}
	}
}

func FuzzDecodeBind(f *testing.F) {
	f.Add(bindBody([]int16{1, 0}, []int32{3, -1}, []byte("abc"), []int16{1}))
	f.Add(bindBody(nil, []int32{-2}, nil, nil))
	f.Add([]byte("p\x00s\x00\x00\x00\xff\xff"))
	limits := DefaultLimits()
	f.Fuzz(func(t *testing.T, body []byte) {
		var b Bind
		if b.Decode(body, &limits) != nil {
			return
		}
		total := len(b.Portal) + len(b.Statement)
		for _, p := range b.Params {
			total += len(p)
		}
		if total > len(body) {
			t.Error("decoded more than there was")
		}
	})
}

func FuzzDecodeOthers(f *testing.F) {
	f.Add(byte('P'), []byte("s\x00CALL p($1)\x00\x00\x01\x00\x00\x00\x17"))
	f.Add(byte('f'), []byte{})
	f.Add(byte('F'), []byte{0})
	limits := DefaultLimits()
	f.Fuzz(func(t *testing.T, typ byte, body []byte) {
		before := bytes.Clone(body)
		_, _ = DecodeQuery(body, &limits)
		_ = new(Parse).Decode(body, &limits)
		_ = new(Execute).Decode(body)
		_ = new(Target).Decode(body, "CLOSE")
		_ = CheckPlain(Frame{Type: typ, Body: body})
		if !bytes.Equal(before, body) {
			t.Error("the body was changed")
		}
	})
}
