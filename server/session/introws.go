package session

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/server/wire"
)

// intRowBytes is the longest DataRow of one integer as text: type and length, count of columns, length, sign and 19 digits.
const intRowBytes = 5 + 2 + 4 + 20

// intRowsAtOnce bounds how far the output buffer grows before it is looked at.
const intRowsAtOnce = 1024

// isIntColumn reports whether rows are one integer as text: the commonest result of a procedure, and the one whose rows are so
// small that the generic loop would cost more than their digits.
func isIntColumn(t datatype.Type, format int16) bool {
	switch t.Root {
	case datatype.TinyInt, datatype.SmallInt, datatype.Int, datatype.BigInt:
		return format == wire.FormatText
	}
	return false
}

// sendInts appends rows of one integer column without NULLs to the output.
func (s *Session) sendInts(ints []int64) error {
	s.outMu.Lock()
	defer s.outMu.Unlock()
	for part := range slices.Chunk(ints, intRowsAtOnce) {
		if err := s.out.Return(appendIntRows(s.out.Buffer(), part)); err != nil {
			return err
		}
	}
	return nil
}

// appendIntRows appends DataRows of one integer each.
func appendIntRows(buf []byte, ints []int64) []byte {
	at := len(buf)
	out := slices.Grow(buf, len(ints)*intRowBytes)
	out = out[:cap(out)]
	for _, v := range ints {
		u, sign := uint64(v), 0
		if v < 0 {
			u, sign = -u, 1
		}
		n := decimalDigits(u) + sign
		row := out[at : at+11+n]
		row[0] = 'D'
		binary.BigEndian.PutUint32(row[1:], uint32(10+n))
		row[5], row[6] = 0, 1
		binary.BigEndian.PutUint32(row[7:], uint32(n))
		row[11] = '-' // the first digit writes over it where there is no sign
		putDigits(row[11+sign:], u)
		at += len(row)
	}
	return out[:at]
}

// powers are the powers of ten that fit into 64 bits.
var powers = func() (p [20]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// decimalDigits is how many digits a number has: its bits tell all but one, for 1233/4096 is about log10(2).
func decimalDigits(u uint64) int {
	n := bits.Len64(u|1) * 1233 >> 12
	if u|1 >= powers[n] {
		n++
	}
	return n
}

// pairs are the texts of 00 … 99.
var pairs = func() (p [200]byte) {
	for i := range 100 {
		p[2*i], p[2*i+1] = byte('0'+i/10), byte('0'+i%10)
	}
	return p
}()

// putDigits fills b, which has the right length, with the digits of a number.
func putDigits(b []byte, u uint64) {
	i := len(b)
	for u >= 100 {
		i -= 2
		q := u / 100
		copy(b[i:i+2], pairs[2*(u-100*q):])
		u = q
	}
	if u >= 10 {
		copy(b[:2], pairs[2*u:])
		return
	}
	b[0] = byte('0' + u)
}
