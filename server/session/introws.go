package session

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strconv"

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
		if uint64(v) < 1e8 {
			n := decimalDigits(uint64(v))
			row := (*[intRowBytes]byte)(out[at:])
			copy(row[:16], intRowHeads[n][:])
			binary.LittleEndian.PutUint64(row[11:], eightDigits(uint64(v))>>(8*(8-n)))
			at += 11 + n
			continue
		}
		at += len(appendIntRow(out[at:at], v))
	}
	return out[:at]
}

// appendIntRow is appendIntRows for one integer of any size.
func appendIntRow(buf []byte, v int64) []byte {
	start := len(buf)
	buf = strconv.AppendInt(append(buf, intRowHeads[0][:11]...), v, 10)
	n := len(buf) - start - 11
	copy(buf[start:], intRowHeads[n][:11])
	return buf
}

// intRowHeads are the bytes of a DataRow before a text of n bytes: type, length, one column, the column's length. They are padded so
// that they are copied with two instructions.
var intRowHeads = func() (heads [21][16]byte) {
	for n := range heads {
		head := binary.BigEndian.AppendUint32([]byte{'D'}, uint32(10+n))
		copy(heads[n][:], binary.BigEndian.AppendUint32(append(head, 0, 1), uint32(n)))
	}
	return heads
}()

// eightDigits writes a number below 10^8 as eight digits, the first in the lowest byte: the halves, then their halves, then theirs are
// divided side by side in one word.
func eightDigits(u uint64) uint64 {
	pairs := u/10000 | u%10000<<32
	hundreds := pairs * 10486 >> 20 & (0x7f<<32 | 0x7f)
	fours := hundreds | (pairs-100*hundreds)<<16
	tens := fours * 103 >> 10 & (0xf<<48 | 0xf<<32 | 0xf<<16 | 0xf)
	return tens | (fours-10*tens)<<8 | 0x3030303030303030
}

var powers = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8}

// decimalDigits is how many digits a number below 10^8 has: its bits tell all but one, for 1233/4096 is about log10(2).
func decimalDigits(u uint64) int {
	n := bits.Len64(u|1) * 1233 >> 12
	if u|1 >= powers[n] {
		n++
	}
	return n
}
