package funcs

import (
	crand "crypto/rand"
	"encoding/hex"
	"math/rand/v2"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// javaRandom is java.util.Random: a linear congruential generator of 48 bits, so that RAND(seed) answers as Flink does.
type javaRandom struct{ state int64 }

const (
	javaMultiplier = 0x5DEECE66D
	javaMask       = 1<<48 - 1
)

func newJavaRandom(seed int64) *javaRandom { return &javaRandom{(seed ^ javaMultiplier) & javaMask} }

func (r *javaRandom) next(bits int) int32 {
	r.state = (r.state*javaMultiplier + 0xB) & javaMask
	return int32(r.state >> (48 - bits))
}

func (r *javaRandom) float() float64 {
	return float64(int64(r.next(26))<<27+int64(r.next(27))) / (1 << 53)
}

// below returns a number from 0 to bound-1 (Random.nextInt(bound)).
func (r *javaRandom) below(bound int32) int32 {
	if bound&-bound == bound {
		return int32(int64(bound) * int64(r.next(31)) >> 31)
	}
	for {
		bits := r.next(31)
		if value := bits % bound; bits-value+(bound-1) >= 0 {
			return value
		}
	}
}

// random is RAND([seed]): with a seed the first number of that sequence.
func random(c *call) (datatype.Value, error) {
	if len(c.args) == 0 {
		return rand.Float64(), nil
	}
	return newJavaRandom(c.int(0)).float(), nil
}

// randomInteger is RAND_INTEGER([seed,] bound).
func randomInteger(c *call) (datatype.Value, error) {
	bound := int32(c.int(len(c.args) - 1))
	switch {
	case bound <= 0:
		return nil, pgerr.New(pgerr.InvalidParameterValue, "bound of a random integer must be positive")
	case len(c.args) == 1:
		return rand.Int32N(bound), nil
	}
	return newJavaRandom(c.int(0)).below(bound), nil
}

// uuid is a random UUID of version 4.
func uuid(*call) (datatype.Value, error) {
	var b [16]byte
	_, _ = crand.Read(b[:]) // never fails since Go 1.24
	b[6], b[8] = b[6]&0x0F|0x40, b[8]&0x3F|0x80
	s := hex.EncodeToString(b[:])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:], nil
}
