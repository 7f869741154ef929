package datatype

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// The readers here turn binary values of types that Flink does not have into the text that PostgreSQL prints for them.

func decodeUUID(data []byte) (Value, error) { return formatUUID(data), nil }

// decodeUnsigned reads the types that are numbers of four or eight bytes, such as xid, or an OID that stands for a name.
func decodeUnsigned(data []byte) (Value, error) {
	n := uint64(0)
	for _, b := range data {
		n = n<<8 | uint64(b)
	}
	return strconv.FormatUint(n, 10), nil
}

func decodeLSN(data []byte) (Value, error) {
	return fmt.Sprintf("%X/%X", binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:])), nil
}

func decodeTid(data []byte) (Value, error) {
	return fmt.Sprintf("(%d,%d)", binary.BigEndian.Uint32(data), binary.BigEndian.Uint16(data[4:])), nil
}

func decodeInt2Vector(data []byte) (Value, error) {
	return decodeVector(data, OIDInt2, fixed(2, decodeInt2))
}

func decodeOidVector(data []byte) (Value, error) {
	return decodeVector(data, OIDOid, fixed(4, decodeOid))
}

func decodeVector(data []byte, elementOID uint32, element func(data []byte) (Value, error)) (Value, error) {
	values, err := decodeArrayBinary(data, elementOID, element)
	if err != nil {
		return nil, err
	}
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, " "), nil
}

// decodeMoney reads money, with the two decimals and the dollar of the locale C.
func decodeMoney(data []byte) (Value, error) {
	n := int64(binary.BigEndian.Uint64(data))
	sign, cents := "", uint64(n)
	if n < 0 {
		sign, cents = "-", -cents
	}
	whole := strconv.FormatUint(cents/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return fmt.Sprintf("%s$%s.%02d", sign, whole, cents%100), nil
}

// decodeBits reads bit and varbit: the number of bits, then the bits (bit_recv).
func decodeBits(data []byte) (Value, error) {
	if len(data) < 4 {
		return nil, insufficientData()
	}
	length := int32(binary.BigEndian.Uint32(data))
	data = data[4:]
	switch {
	case length < 0:
		return nil, invalidBinary("invalid length in external bit string")
	case int64(len(data))*8 < int64(length):
		return nil, insufficientData()
	case len(data) != (int(length)+7)/8:
		return nil, incorrectBinary()
	}
	out := make([]byte, length)
	for i := range out {
		out[i] = '0' + data[i/8]>>(7-i%8)&1
	}
	return string(out), nil
}

const (
	inetFamily4 = 2 // PGSQL_AF_INET
	inetFamily6 = 3 // PGSQL_AF_INET6
)

// decodeInet reads inet and cidr: family, bits of the mask, whether it is a cidr, size, address (network_recv).
func decodeInet(data []byte) (Value, error) {
	if len(data) < 4 {
		return nil, insufficientData()
	}
	family, bits, isCidr, size := data[0], int(data[1]), data[2] != 0, int(data[3])
	addr, ok := netip.AddrFromSlice(data[4:])
	switch {
	case family != inetFamily4 && family != inetFamily6:
		return nil, invalidBinary("invalid address family in external \"inet\" value")
	case len(data)-4 < size:
		return nil, insufficientData()
	case !ok || size != len(data)-4 || addr.Is4() != (family == inetFamily4):
		return nil, invalidBinary("invalid length in external \"inet\" value")
	case bits > addr.BitLen():
		return nil, invalidBinary("invalid bits in external \"inet\" value")
	case isCidr || bits < addr.BitLen():
		return addr.String() + "/" + strconv.Itoa(bits), nil
	}
	return addr.String(), nil
}

// decodeMacaddr reads macaddr and macaddr8.
func decodeMacaddr(data []byte) (Value, error) {
	parts := make([]string, len(data))
	for i, b := range data {
		parts[i] = fmt.Sprintf("%02x", b)
	}
	return strings.Join(parts, ":"), nil
}

// decodeJSONPath reads jsonpath: a version byte and the text.
func decodeJSONPath(data []byte) (Value, error) {
	const version = 1
	if len(data) == 0 {
		return nil, insufficientData()
	}
	if data[0] != version {
		return nil, invalidBinary("unsupported jsonpath version number: %d", data[0])
	}
	return stringBinary(data[1:])
}
