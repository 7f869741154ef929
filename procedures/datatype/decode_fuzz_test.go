package datatype_test

import (
	"testing"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// fuzzOIDs are the types that FuzzDecode tries.
func fuzzOIDs() []uint32 {
	var oids []uint32
	for oid := range uint32(6200) {
		if _, ok := datatype.TypeOfOID(oid); ok {
			oids = append(oids, oid)
		}
	}
	return oids
}

// FuzzDecode reads any bytes as any type: it never panics, fails with a known code, and what it reads can be written in both formats
// and read back as the same text.
func FuzzDecode(f *testing.F) {
	oids := fuzzOIDs()
	for _, wt := range wireTypes {
		for _, text := range wt.texts {
			for i, oid := range oids {
				if oid == wt.oid {
					f.Add(uint16(i), false, []byte(text))
				}
			}
		}
	}
	f.Add(uint16(3), true, []byte("\x00\x00\x00\x01"))
	format := datatype.DefaultFormat()
	f.Fuzz(func(t *testing.T, index uint16, binaryFormat bool, data []byte) {
		oid := oids[int(index)%len(oids)]
		v, typ, err := datatype.Decode(oid, binaryFormat, data, &format)
		if err != nil {
			if code := pgerr.From(err).Code; code == pgerr.InternalError {
				t.Fatalf("OID %d: %v", oid, err)
			}
			return
		}
		text := encodeString(v, typ, &format)
		wire := typ.OID()
		for format, data := range [][]byte{[]byte(text), encode(v, typ, true, nil)} {
			back, backType, err := datatype.Decode(wire, format == 1, data, nil)
			if err != nil {
				t.Fatalf("OID %d: %v of type %v, written as %q, is not read: %v", oid, v, typ, data, err)
			}
			if again := encodeString(back, backType, nil); again != text {
				t.Fatalf("OID %d: %v of type %v is %q, read back %q", oid, v, typ, text, again)
			}
		}
	})
}

// FuzzArrayLiteral reads any text as a text[], and reads back what it writes.
func FuzzArrayLiteral(f *testing.F) {
	for _, text := range arrayTexts {
		f.Add(text)
	}
	typ := datatype.ArrayType(datatype.StringType())
	f.Fuzz(func(t *testing.T, text string) {
		v, err := datatype.ParseText(typ, text, nil)
		if err != nil {
			return
		}
		written := encodeString(v, typ, nil)
		back, err := datatype.ParseText(typ, written, nil)
		if err != nil || encodeString(back, typ, nil) != written {
			t.Fatalf("%q is written %q and read %v, %v", text, written, back, err)
		}
	})
}

// FuzzParseText reads any text as any type; what it reads it writes, and reads the same again.
func FuzzParseText(f *testing.F) {
	types := append(allTypes(), datatype.RowType(
		datatype.Field{Name: "a", Type: datatype.Of(datatype.Int)}, datatype.Field{Name: "m", Type: datatype.MapType(datatype.StringType(), datatype.Of(datatype.Double))},
		datatype.Field{Name: "v", Type: datatype.Of(datatype.Variant)}))
	for i := range types {
		f.Add(uint8(i), "1")
		f.Add(uint8(i), `{"1": 2}`)
	}
	f.Add(uint8(len(types)-1), `{"a": 1, "m": {"x": 1e3}, "v": [1, {"b": 1, "a": "\u0000"}]}`)
	f.Fuzz(func(t *testing.T, index uint8, text string) {
		typ := types[int(index)%len(types)]
		v, err := datatype.ParseText(typ, text, nil)
		if err != nil {
			if pgerr.From(err).Code == pgerr.InternalError {
				t.Fatal(err)
			}
			return
		}
		written := encodeString(v, typ, nil)
		back, err := datatype.ParseText(typ, written, nil)
		if err != nil || encodeString(back, typ, nil) != written {
			t.Fatalf("%v %q is written %q and read %v, %v", typ, text, written, back, err)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for name, p := range map[string]struct {
		oid    uint32
		binary bool
		data   string
	}{
		"int4/text":      {23, false, "12345"},
		"int4/binary":    {23, true, "\x00\x00\x00\x01"},
		"text":           {25, false, "hello, world"},
		"numeric/text":   {1700, false, "12345.67"},
		"timestamp/text": {1114, false, "2024-05-06 07:08:09.123456"},
		"int4[]/text":    {1007, false, "{1,2,3,4}"},
	} {
		b.Run(name, func(b *testing.B) {
			data := []byte(p.data)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := datatype.Decode(p.oid, p.binary, data, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
