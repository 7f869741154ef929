package wire

import (
	"encoding/binary"
	"strings"

	"github.com/jackc/pgproto3/v2"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// maxMessageBytes clips the texts of errors and notices, which may quote what a client sent.
const maxMessageBytes = 8 << 10

// Column describes one result column.
type Column struct {
	Name   string
	OID    uint32
	Size   int16 // pg_type.typlen
	Typmod int32 // -1: none
	Format int16
}

// Negotiate tells the newest version spoken and which protocol options are unknown (NegotiateProtocolVersion).
func (w *Writer) Negotiate(version Version, options []string) {
	start := len(w.buf)
	buf := Begin(w.buf, 'v')
	buf = binary.BigEndian.AppendUint32(buf, uint32(version))
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(options)))
	for _, option := range options {
		buf = append(append(buf, option...), 0)
	}
	End(buf, start)
	w.buf = buf
}

// AuthenticationOk ends the authentication.
func (w *Writer) AuthenticationOk() { w.encode(&pgproto3.AuthenticationOk{}) }

// ParameterStatus reports the value of a setting.
func (w *Writer) ParameterStatus(name, value string) {
	w.encode(&pgproto3.ParameterStatus{Name: name, Value: clean(value)})
}

// BackendKeyData gives the client the key of its cancel requests: 4 bytes in protocol 3.0, up to 256 in 3.2.
func (w *Writer) BackendKeyData(pid uint32, key []byte) {
	start := len(w.buf)
	buf := binary.BigEndian.AppendUint32(Begin(w.buf, 'K'), pid)
	buf = append(buf, key...)
	End(buf, start)
	w.buf = buf
}

// ReadyForQuery ends a series of replies; status is 'I', 'T' or 'E'.
func (w *Writer) ReadyForQuery(status byte) { w.raw('Z', 0, 0, 0, 5, status) }

// ParseComplete confirms a Parse.
func (w *Writer) ParseComplete() { w.raw('1', 0, 0, 0, 4) }

// BindComplete confirms a Bind.
func (w *Writer) BindComplete() { w.raw('2', 0, 0, 0, 4) }

// CloseComplete confirms a Close.
func (w *Writer) CloseComplete() { w.raw('3', 0, 0, 0, 4) }

// NoData says that a statement or portal returns no rows.
func (w *Writer) NoData() { w.raw('n', 0, 0, 0, 4) }

// PortalSuspended says that an Execute stopped at its row limit.
func (w *Writer) PortalSuspended() { w.raw('s', 0, 0, 0, 4) }

// EmptyQueryResponse answers a text without a statement.
func (w *Writer) EmptyQueryResponse() { w.raw('I', 0, 0, 0, 4) }

// CopyDone ends a COPY TO STDOUT.
func (w *Writer) CopyDone() { w.raw('c', 0, 0, 0, 4) }

// CommandComplete ends a statement.
func (w *Writer) CommandComplete(tag string) {
	w.complete.CommandTag = append(w.complete.CommandTag[:0], tag...)
	w.encode(&w.complete)
}

// ParameterDescription tells the types of a statement's parameters.
func (w *Writer) ParameterDescription(oids []uint32) {
	w.encode(&pgproto3.ParameterDescription{ParameterOIDs: oids})
}

// RowDescription tells the columns of the rows that follow.
func (w *Writer) RowDescription(columns []Column) {
	w.fields = w.fields[:0]
	for i := range columns {
		c := &columns[i]
		w.fields = append(w.fields, pgproto3.FieldDescription{
			Name: []byte(clean(c.Name)), DataTypeOID: c.OID, DataTypeSize: c.Size, TypeModifier: c.Typmod, Format: c.Format,
		})
	}
	w.rowDesc.Fields = w.fields
	w.encode(&w.rowDesc)
}

// NotificationResponse delivers a NOTIFY of the session with the given pid.
func (w *Writer) NotificationResponse(pid uint32, channel, payload string) {
	w.encode(&pgproto3.NotificationResponse{PID: pid, Channel: clean(channel), Payload: clean(payload)})
}

// CopyOutResponse begins a COPY TO STDOUT of so many columns in one format.
func (w *Writer) CopyOutResponse(format int16, columns int) {
	codes := make([]uint16, columns)
	for i := range codes {
		codes[i] = uint16(format)
	}
	w.encode(&pgproto3.CopyOutResponse{OverallFormat: byte(format), ColumnFormatCodes: codes})
}

// ErrorResponse reports an error.
func (w *Writer) ErrorResponse(e *pgerr.Error) { w.encode(errorResponse(e)) }

// NoticeResponse reports something below an error.
func (w *Writer) NoticeResponse(e *pgerr.Error) {
	notice := pgproto3.NoticeResponse(*errorResponse(e))
	w.encode(&notice)
}

func errorResponse(e *pgerr.Error) *pgproto3.ErrorResponse {
	return &pgproto3.ErrorResponse{
		Severity:            string(e.Severity),
		SeverityUnlocalized: string(e.Severity),
		Code:                string(e.Code),
		Message:             clean(e.Message),
		Detail:              clean(e.Detail),
		Hint:                clean(e.Hint),
		Position:            int32(e.Position),
	}
}

// clean makes a text fit for a field that ends with a NUL and is UTF-8.
func clean(text string) string {
	if len(text) > maxMessageBytes {
		text = text[:maxMessageBytes]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "")
}
