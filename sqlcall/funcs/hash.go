package funcs

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// hashes of SHA2 by the bits of their results.
var hashes = map[int64]func() hash.Hash{224: sha256.New224, 256: sha256.New, 384: sha512.New384, 512: sha512.New}

// digest makes a body that returns the hash of a string or binary in lower-case hexadecimal digits.
func digest(newHash func() hash.Hash) body {
	return strict(func(c *call) (datatype.Value, error) { return digestOf(newHash, c.bytes(0)), nil })
}

func digestOf(newHash func() hash.Hash, b []byte) string {
	h := newHash()
	h.Write(b)
	return hex.EncodeToString(h.Sum(nil))
}

func sha2(c *call) (datatype.Value, error) {
	newHash, ok := hashes[c.int(1)]
	if !ok {
		return nil, pgerr.New(pgerr.InvalidParameterValue, "length of a SHA-2 hash must be 224, 256, 384 or 512 bits")
	}
	return digestOf(newHash, c.bytes(0)), nil
}

// digestType is CHAR of as many characters as the hash has hexadecimal digits.
func digestType(newHash func() hash.Hash) resultRule {
	return fixed(datatype.CharType(2 * newHash().Size()))
}

var (
	md5Hash    = md5.New
	sha1Hash   = sha1.New
	sha224Hash = sha256.New224
	sha256Hash = sha256.New
	sha384Hash = sha512.New384
	sha512Hash = sha512.New
)
