package datatype_test

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/callgate/callgate/procedures/datatype"
)

// TestJSONAgainstPostgres compares values inside jsonb with those that PostgreSQL puts there.
func TestJSONAgainstPostgres(t *testing.T) {
	conn := connectPostgres(t)
	r := rand.New(rand.NewPCG(3, 4))
	for settings, f := range formats(t) {
		if err := conn.Exec(t.Context(), settings).Close(); err != nil {
			t.Fatal(err)
		}
		for _, wt := range wireTypes {
			texts := append([]string{}, wt.texts...)
			for i := 0; wt.random != nil && i < 50; i++ {
				texts = append(texts, wt.random(r))
			}
			for _, text := range texts {
				v, typ, err := datatype.Decode(wt.oid, false, []byte(text), f)
				if err != nil || wt.name == "oid" || wt.name == "interval" || wt.name == "interval[]" {
					continue
				}
				result := conn.ExecParams(t.Context(), "SELECT jsonb_build_object('bb', $1::"+wt.name+", 'c', NULL)",
					[][]byte{[]byte(text)}, nil, nil, nil).Read()
				if result.Err != nil {
					continue
				}
				row := datatype.RowType(datatype.Field{Name: "bb", Type: typ}, datatype.Field{Name: "c", Type: datatype.Of(datatype.Int)})
				got := encodeString([]datatype.Value{v, nil}, row, f)
				if want := string(result.Rows[0][0]); got != want {
					t.Errorf("%s\n%s %q: %s, PostgreSQL %s", settings, wt.name, text, got, want)
				}
			}
		}
	}
}

// TestVariantAgainstPostgres compares how JSON text is printed as jsonb.
func TestVariantAgainstPostgres(t *testing.T) {
	conn := connectPostgres(t)
	for _, text := range []string{
		`null`, `true`, ` [ ] `, `{ }`, `[1,2.50,-0,-0.0,1e3,1.5E-3,0e5,1E+2, 12345678901234567890123]`, `{"bb":1,"a":2,"a":3,"c":{"z":[],"y":{}}}`,
		`"a\"\\\/\b\f\n\r\t\u0001\u00e9é\ud83d\ude00"`, `{"é":1,"z":2,"ab":3}`, `[[[[{"a":[1]}]]]]`, `{"":1}`, `"\u2028<>&"`, `[1e400, 1e-400]`, `0.10e1`, `-1.0e-2`,
	} {
		result := conn.ExecParams(t.Context(), "SELECT $1::jsonb", [][]byte{[]byte(text)}, nil, nil, nil).Read()
		if result.Err != nil {
			t.Fatal(text, result.Err)
		}
		got := encodeString(json.RawMessage(text), datatype.Of(datatype.Variant), nil)
		if want := string(result.Rows[0][0]); got != want {
			t.Errorf("%s: %s, PostgreSQL %s", text, got, want)
		}
	}
}

// TestForeignTypesAgainstPostgres compares the texts of types that Flink does not have, read from their binary format.
func TestForeignTypesAgainstPostgres(t *testing.T) {
	conn := connectPostgres(t)
	for name, texts := range map[string][]string{
		"point": {"(1,2)", "(1.5e300,-0)"}, "lseg": {"[(1,2),(3,4)]"}, "box": {"(1,2),(3,4)", "(3,1),(1,3)"}, "line": {"{1,2,3}"},
		"circle": {"<(1,2),3>"}, "path": {"((1,2),(3,4))", "[(1,2)]"}, "polygon": {"((1,2),(3,4),(5,6))"},
		"inet":    {"10.1.2.3", "10.1.2.3/8", "::1", "fe80::1/64", "::ffff:1.2.3.4", "2001:db8:0:0:1:0:0:1", "0.0.0.0/0"},
		"cidr":    {"10.0.0.0/8", "::/0", "1.2.3.4/32"},
		"macaddr": {"08:00:2b:01:02:03"}, "macaddr8": {"08:00:2b:01:02:03:04:05"}, "money": {"-1234567.89", "0.05", "12", "-92233720368547758.08"},
		"bit(5)": {"10101"}, "varbit": {"", "1", "111100001111"}, "tid": {"(1,2)"}, "pg_lsn": {"16/B374D848", "0/0"}, "xid": {"4294967295"}, "xid8": {"18446744073709551615"},
		"int2vector": {"1 2 3", ""}, "oidvector": {"1 2"}, "regclass": {"pg_class"}, "name": {"abc"}, `"char"`: {"a"}, "json": {`{"a" : 1}`}, "jsonb": {`{"a": 1}`},
		"xml": {"<a/>"}, "refcursor": {"c"}, "jsonpath": {"$.\"a\""}, "uuid": {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}, "bpchar": {"ab "}, "varchar": {"ab"},
		"point[]": {`{"(1,2)"}`}, "inet[]": {"{10.0.0.1}"}, "box[]": {"{(3,4),(1,2);(5,6),(1,2)}"}, "uuid[]": {"{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}"},
	} {
		for _, text := range texts {
			var fields [2][]byte
			var oid uint32
			for format := range fields {
				result := conn.ExecParams(t.Context(), "SELECT $1::"+name, [][]byte{[]byte(text)}, nil, nil, []int16{int16(format)}).Read()
				if result.Err != nil {
					t.Fatal(name, text, result.Err)
				}
				fields[format], oid = result.Rows[0][0], result.FieldDescriptions[0].DataTypeOID
			}
			fromText, _, err1 := datatype.Decode(oid, false, fields[0], nil)
			v, typ, err2 := datatype.Decode(oid, true, fields[1], nil)
			if err1 != nil || err2 != nil {
				t.Errorf("%s %q: %v %v", name, text, err1, err2)
				continue
			}
			want := encodeString(fromText, typ, nil)
			if name == "regclass" {
				want = "1259"
			}
			if got := encodeString(v, typ, nil); got != want {
				t.Errorf("%s %q: %s, PostgreSQL %s", name, text, got, want)
			}
		}
	}
}

// TestTypesAgainstPostgres compares OIDs, sizes and names with pg_type.
func TestTypesAgainstPostgres(t *testing.T) {
	conn := connectPostgres(t)
	ask := func(query string, args ...string) [][][]byte {
		params := make([][]byte, len(args))
		for i := range args {
			params[i] = []byte(args[i])
		}
		result := conn.ExecParams(t.Context(), query, params, nil, nil, nil).Read()
		if result.Err != nil {
			t.Fatal(result.Err)
		}
		return result.Rows
	}
	for _, typ := range allTypes() {
		rows := ask("SELECT typlen, format_type(oid, $2::int4) FROM pg_type WHERE oid = $1::oid",
			strconv.Itoa(int(typ.OID())), strconv.Itoa(int(typ.Typmod())))
		if len(rows) != 1 || string(rows[0][0]) != strconv.Itoa(int(typ.Size())) || string(rows[0][1]) != typ.PGName() {
			t.Errorf("%v: size %d and name %s, PostgreSQL %s", typ, typ.Size(), typ.PGName(), rows)
		}
	}
	for _, row := range ask(`SELECT oid, typarray, typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace
		AND typtype IN ('b', 'r', 'm') AND typelem = 0 AND typcategory <> 'Z' OR typname = 'cstring'`) {
		oid, _ := strconv.Atoi(string(row[0]))
		array, _ := strconv.Atoi(string(row[1]))
		if strings.HasPrefix(string(row[2]), "gts") { // has no input function
			continue
		}
		for _, oid := range []int{oid, array} {
			if _, ok := datatype.TypeOfOID(uint32(oid)); !ok {
				t.Errorf("no parameter can be of type %s, OID %d", row[2], oid)
			}
		}
		if datatype.ArrayOID(uint32(oid)) != uint32(array) {
			t.Errorf("ArrayOID(%d) is %d, not %d", oid, datatype.ArrayOID(uint32(oid)), array)
		}
	}
}
