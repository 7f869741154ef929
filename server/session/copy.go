package session

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/wire"
	"github.com/callgate/callgate/sqlcall"
)

// copyFormat is how COPY writes rows (ProcessCopyOptions of PostgreSQL's copy.c).
type copyFormat struct {
	name          string // text, csv, binary
	delimiter     string
	null          string
	quote, escape string
	header        bool
	forceAll      bool
	force         map[string]bool
}

// copyTo is COPY (query) TO STDOUT.
func (s *Session) copyTo(p *portal, stmt *sqlcall.CopyTo) (answer, error) {
	f, err := newCopyFormat(stmt.Options)
	if err != nil {
		return answer{}, err
	}
	query, err := s.innerQuery(p, stmt.Query)
	if err != nil {
		return answer{}, err
	}
	inner := &portal{query: query, params: p.params, level: p.level, columns: s.columns(query)}
	if len(inner.columns) == 0 {
		return answer{}, pgerr.New(pgerr.FeatureNotSupported, "COPY needs a statement that returns rows")
	}
	if err := f.checkColumns(inner.columns); err != nil {
		return answer{}, err
	}
	code := wire.FormatText
	if f.name == "binary" {
		code = wire.FormatBinary
	}
	inner.formats = []int16{code}
	if err := s.bindColumns(inner); err != nil {
		return answer{}, err
	}
	if inner.answer, err = s.answer(inner); err != nil {
		return answer{}, err
	}
	defer s.finish(inner)
	s.out.CopyOutResponse(code, len(inner.columns))
	n, err := s.copyRows(inner, f)
	if err != nil {
		return answer{}, err
	}
	s.out.CopyDone()
	return answer{tag: fmt.Sprintf("COPY %d", n)}, nil
}

func (s *Session) copyRows(p *portal, f *copyFormat) (int64, error) {
	if err := s.sendCopy(f.headerLine(p.coders.columns)); err != nil {
		return 0, err
	}
	prefix := f.signature() // of the first message, be it a row or the end
	total := int64(0)
	for {
		rows, err := p.answer.rows.next(math.MaxInt64)
		if err != nil {
			return total, err
		}
		if rows.len() == 0 {
			return total, s.sendCopy(append(prefix, f.epilogue()...))
		}
		if err := s.sendCopyRows(p.coders, f, prefix, rows); err != nil {
			return total, err
		}
		prefix = nil
		total += int64(rows.len())
	}
}

// sendCopy appends one CopyData message, none where data is empty.
func (s *Session) sendCopy(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	s.outMu.Lock()
	defer s.outMu.Unlock()
	buf := s.out.Buffer()
	start := len(buf)
	buf = append(wire.Begin(buf, 'd'), data...)
	wire.End(buf, start)
	return s.out.Return(buf)
}

// sendCopyRows appends one CopyData message for each row; prefix is put into the first one.
func (s *Session) sendCopyRows(c *coders, f *copyFormat, prefix []byte, rows chunk) error {
	s.outMu.Lock()
	defer s.outMu.Unlock()
	var field []byte
	for i := range rows.len() {
		buf := s.out.Buffer()
		start := len(buf)
		buf = append(wire.Begin(buf, 'd'), prefix...)
		prefix = nil
		if f.name == "binary" {
			buf = binary.BigEndian.AppendUint16(buf, uint16(len(c.encoders)))
		}
		for col, encode := range c.encoders {
			if f.name == "binary" {
				buf = encode(buf, &rows.batch.Columns[col], rows.row(i))
				continue
			}
			field = encode(field[:0], &rows.batch.Columns[col], rows.row(i))
			if col > 0 {
				buf = append(buf, f.delimiter...)
			}
			buf = f.appendField(buf, field, c.columns[col].Name, len(c.encoders))
		}
		if f.name != "binary" {
			buf = append(buf, '\n')
		}
		if !wire.End(buf, start) {
			return errRowTooLong
		}
		if err := s.out.Return(buf); err != nil {
			return err
		}
	}
	return nil
}

// signature is the head of the binary format. PostgreSQL sends it in one message with the first row, and clients that read a row from
// each message (psycopg 3, tokio-postgres) count on that.
func (f *copyFormat) signature() []byte {
	if f.name != "binary" {
		return nil
	}
	return []byte("PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00")
}

// headerLine is the line of column names of the other formats, empty without HEADER.
func (f *copyFormat) headerLine(columns []wire.Column) []byte {
	if !f.header {
		return nil
	}
	var out []byte
	for i, c := range columns {
		if i > 0 {
			out = append(out, f.delimiter...)
		}
		if f.name == "csv" {
			out = f.appendCSV(out, c.Name, false, len(columns))
		} else {
			out = f.appendEscaped(out, c.Name)
		}
	}
	return append(out, '\n')
}

func (f *copyFormat) epilogue() []byte {
	if f.name == "binary" {
		return []byte{0xff, 0xff}
	}
	return nil
}

// appendField appends a field that was encoded for a DataRow: its length, -1 for NULL, and its text.
func (f *copyFormat) appendField(buf, field []byte, column string, columns int) []byte {
	if int32(binary.BigEndian.Uint32(field)) < 0 {
		return append(buf, f.null...)
	}
	text := string(field[4:])
	if f.name == "csv" {
		return f.appendCSV(buf, text, f.forceAll || f.force[column], columns)
	}
	return f.appendEscaped(buf, text)
}

// appendEscaped writes text format (CopyAttributeOutText).
func (f *copyFormat) appendEscaped(buf []byte, text string) []byte {
	const special, letters = "\b\f\n\r\t\v", "bfnrtv"
	for i := range len(text) {
		c := text[i]
		switch j := strings.IndexByte(special, c); {
		case j >= 0:
			buf = append(buf, '\\', letters[j])
		case c == '\\' || c == f.delimiter[0]:
			buf = append(buf, '\\', c)
		default:
			buf = append(buf, c)
		}
	}
	return buf
}

// appendCSV writes csv format (CopyAttributeOutCSV).
func (f *copyFormat) appendCSV(buf []byte, text string, force bool, columns int) []byte {
	quote := force || text == f.null || strings.ContainsAny(text, f.delimiter+f.quote+"\n\r") || columns == 1 && text == `\.`
	if !quote {
		return append(buf, text...)
	}
	buf = append(buf, f.quote...)
	for i := range len(text) {
		if text[i] == f.quote[0] || text[i] == f.escape[0] {
			buf = append(buf, f.escape...)
		}
		buf = append(buf, text[i])
	}
	return append(buf, f.quote...)
}

func newCopyFormat(options []sqlcall.OptionPair) (*copyFormat, error) {
	f := &copyFormat{name: "text"}
	seen := map[string]bool{}
	for _, o := range options {
		if seen[o.Key] {
			return nil, pgerr.New(pgerr.SyntaxError, "conflicting or redundant options")
		}
		seen[o.Key] = true
		if err := f.set(o.Key, o.Value); err != nil {
			return nil, err
		}
	}
	return f, f.complete(seen)
}

func (f *copyFormat) set(key, value string) error {
	switch key {
	case "format":
		f.name = strings.ToLower(value)
		if f.name != "text" && f.name != "csv" && f.name != "binary" {
			return pgerr.New(pgerr.InvalidParameterValue, "COPY format %q not recognized", value)
		}
	case "delimiter":
		f.delimiter = value
	case "null":
		f.null = value
	case "quote":
		f.quote = value
	case "escape":
		f.escape = value
	case "header":
		switch strings.ToLower(value) {
		case "", "true", "on", "1":
			f.header = true
		case "false", "off", "0":
		default:
			return pgerr.New(pgerr.InvalidParameterValue, "header requires a Boolean value or \"match\"")
		}
	case "force_quote":
		f.forceAll = value == "*"
		f.force = map[string]bool{}
		for _, name := range strings.Split(value, ",") {
			f.force[strings.TrimSpace(name)] = true
		}
	case "encoding":
		if e := strings.ToLower(strings.ReplaceAll(value, "-", "")); e != "utf8" {
			return pgerr.New(pgerr.FeatureNotSupported, "COPY in another encoding than UTF8 is not supported")
		}
	default:
		return pgerr.New(pgerr.SyntaxError, "option %q not recognized", key)
	}
	return nil
}

// complete fills in the defaults of the format and checks what goes together.
func (f *copyFormat) complete(seen map[string]bool) error {
	for _, key := range []string{"delimiter", "null", "header"} {
		if f.name == "binary" && seen[key] {
			return pgerr.New(pgerr.SyntaxError, "cannot specify %s in BINARY mode", strings.ToUpper(key))
		}
	}
	for _, key := range []string{"quote", "escape", "force_quote"} {
		if f.name != "csv" && seen[key] {
			return pgerr.New(pgerr.FeatureNotSupported, "COPY %s available only in CSV mode", strings.ReplaceAll(key, "_", " "))
		}
	}
	fill := func(field *string, key, value string) {
		if !seen[key] {
			*field = value
		}
	}
	if f.name == "csv" {
		fill(&f.delimiter, "delimiter", ",")
		fill(&f.null, "null", "")
	} else {
		fill(&f.delimiter, "delimiter", "\t")
		fill(&f.null, "null", `\N`)
	}
	fill(&f.quote, "quote", `"`)
	fill(&f.escape, "escape", f.quote)
	return f.check()
}

// checkColumns refuses FORCE_QUOTE of a column that is not there.
func (f *copyFormat) checkColumns(columns []datatype.Field) error {
	if f.forceAll {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(f.force)) {
		if !slices.ContainsFunc(columns, func(c datatype.Field) bool { return c.Name == name }) {
			return pgerr.New(pgerr.UndefinedColumn, "column %q does not exist", name)
		}
	}
	return nil
}

func (f *copyFormat) check() error {
	for _, one := range [][2]string{{"delimiter", f.delimiter}, {"quote", f.quote}, {"escape", f.escape}} {
		if len(one[1]) != 1 {
			return pgerr.New(pgerr.FeatureNotSupported, "COPY %s must be a single one-byte character", one[0])
		}
	}
	switch {
	case strings.ContainsAny(f.delimiter, "\r\n"):
		return pgerr.New(pgerr.InvalidParameterValue, "COPY delimiter cannot be newline or carriage return")
	case strings.ContainsAny(f.null, "\r\n"):
		return pgerr.New(pgerr.InvalidParameterValue, "COPY null representation cannot use newline or carriage return")
	case f.name == "text" && strings.ContainsAny(f.delimiter, `\.abcdefghijklmnopqrstuvwxyz0123456789`):
		return pgerr.New(pgerr.InvalidParameterValue, "COPY delimiter cannot be %q", f.delimiter)
	case f.name == "csv" && f.delimiter == f.quote:
		return pgerr.New(pgerr.InvalidParameterValue, "COPY delimiter and quote must be different")
	case strings.Contains(f.null, f.delimiter):
		return pgerr.New(pgerr.InvalidParameterValue, "COPY delimiter must not appear in the NULL specification")
	}
	return nil
}
