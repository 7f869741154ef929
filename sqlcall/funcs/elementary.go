package funcs

import (
	"math"
	"math/big"
	"sync"
)

// The elementary functions are computed with 320 bits and rounded once, so that the result is the DOUBLE nearest to the true
// value. Java's are so in nearly all cases; Go's are often one unit in the last place off, which shows in a printed text.

const elementaryBits = 320

func newBig(x float64) *big.Float { return new(big.Float).SetPrec(elementaryBits).SetFloat64(x) }

func zeroBig() *big.Float { return new(big.Float).SetPrec(elementaryBits) }

func toDouble(x *big.Float) float64 { f, _ := x.Float64(); return f }

// precisely computes f with 320 bits where the argument and the approximate result are ordinary numbers; infinities, NaN, zeros
// and arguments beyond a limit are what package math says.
func precisely(x, approximate, limit float64, f func(x *big.Float) *big.Float) float64 {
	if math.IsNaN(approximate) || math.IsInf(approximate, 0) || approximate == 0 || !(math.Abs(x) <= limit) {
		return approximate
	}
	return toDouble(f(newBig(x)))
}

func exp(x float64) float64 { return precisely(x, math.Exp(x), 1000, bigExp) }

func ln(x float64) float64 { return precisely(x, math.Log(x), math.MaxFloat64, bigLn) }

func log10(x float64) float64 {
	return precisely(x, math.Log10(x), math.MaxFloat64, func(x *big.Float) *big.Float {
		return x.Quo(bigLn(x), bigLn(newBig(10)))
	})
}

// largestAngle is the greatest argument of a circular function that 320 bits of π reduce without loss.
const largestAngle = 1 << 60

func sin(x float64) float64 {
	return precisely(x, math.Sin(x), largestAngle, func(x *big.Float) *big.Float { s, _ := bigSinCos(x); return s })
}

func cos(x float64) float64 {
	return precisely(x, math.Cos(x), largestAngle, func(x *big.Float) *big.Float { _, c := bigSinCos(x); return c })
}

func tan(x float64) float64 {
	return precisely(x, math.Tan(x), largestAngle, func(x *big.Float) *big.Float { s, c := bigSinCos(x); return s.Quo(s, c) })
}

func asin(x float64) float64 {
	if math.Abs(x) == 1 {
		return math.Asin(x)
	}
	return precisely(x, math.Asin(x), 1, bigAsin)
}

func acos(x float64) float64 {
	if math.Abs(x) == 1 {
		return math.Acos(x)
	}
	return precisely(x, math.Acos(x), 1, func(x *big.Float) *big.Float {
		return zeroBig().Sub(halfPi(), bigAsin(x))
	})
}

func pow(x, y float64) float64 {
	approximate := math.Pow(x, y)
	if x <= 0 || math.IsInf(y, 0) || math.IsInf(x, 0) {
		return approximate
	}
	return precisely(y, approximate, math.MaxFloat64, func(b *big.Float) *big.Float {
		return bigExp(b.Mul(b, bigLn(newBig(x))))
	})
}

// series sums terms of a power series until they no longer count; next turns a term into the one after it.
func series(first *big.Float, next func(term *big.Float, n int)) *big.Float {
	sum, term := zeroBig().Set(first), zeroBig().Set(first)
	for n := 1; n < 2*elementaryBits; n++ {
		next(term, n)
		if term.Sign() == 0 || term.MantExp(nil) < sum.MantExp(nil)-elementaryBits {
			break
		}
		sum.Add(sum, term)
	}
	return sum
}

// bigExp halves the argument until the series converges fast, and squares as often.
func bigExp(x *big.Float) *big.Float {
	halvings := max(x.MantExp(nil), 0) + 12
	r := zeroBig().SetMantExp(x, -halvings)
	e := series(newBig(1), func(term *big.Float, n int) {
		term.Mul(term, r)
		term.Quo(term, newBig(float64(n)))
	})
	for range halvings {
		e.Mul(e, e)
	}
	return e
}

// bigLn splits off the power of two and improves the DOUBLE logarithm of the rest by Halley's method, which triples the digits.
func bigLn(x *big.Float) *big.Float {
	fraction := zeroBig()
	exponent := x.MantExp(fraction)
	y := smallLn(fraction)
	return y.Add(y, zeroBig().Mul(newBig(float64(exponent)), lnTwo()))
}

func smallLn(x *big.Float) *big.Float {
	y := newBig(math.Log(toDouble(x)))
	for range 3 {
		e := bigExp(y)
		step := zeroBig().Sub(x, e)
		step.Quo(step, e.Add(e, x))
		y.Add(y, step.Mul(step, newBig(2)))
	}
	return y
}

var lnTwo = sync.OnceValue(func() *big.Float { return zeroBig().Neg(smallLn(newBig(0.5))) })

// halfPi is π/2 by Machin's formula.
var halfPi = sync.OnceValue(func() *big.Float {
	a := atanSeries(zeroBig().Quo(newBig(1), newBig(5)))
	b := atanSeries(zeroBig().Quo(newBig(1), newBig(239)))
	return a.Sub(a.Mul(a, newBig(8)), b.Mul(b, newBig(2)))
})

func atanSeries(x *big.Float) *big.Float {
	square, power := zeroBig().Mul(x, x), zeroBig().Set(x)
	return series(x, func(term *big.Float, n int) {
		power.Neg(power.Mul(power, square))
		term.Quo(power, newBig(float64(2*n+1)))
	})
}

// bigAtan halves the angle four times, so that the series converges fast.
func bigAtan(x *big.Float) *big.Float {
	t := zeroBig().Set(x)
	for range 4 {
		root := zeroBig().Mul(t, t)
		root.Sqrt(root.Add(root, newBig(1)))
		t.Quo(t, root.Add(root, newBig(1)))
	}
	return zeroBig().Mul(atanSeries(t), newBig(16))
}

func bigAsin(x *big.Float) *big.Float {
	root := zeroBig().Mul(x, x)
	root.Sqrt(root.Sub(newBig(1), root))
	return bigAtan(root.Quo(x, root))
}

// bigSinCos takes the multiples of π/2 away, sums the series of the rest and turns the result by as many quarters.
func bigSinCos(x *big.Float) (sin, cos *big.Float) {
	quarters, _ := zeroBig().Add(zeroBig().Quo(x, halfPi()), newBig(math.Copysign(0.5, toDouble(x)))).Int(nil)
	r := zeroBig().SetInt(quarters)
	r.Sub(x, r.Mul(r, halfPi()))
	square := zeroBig().Mul(r, r)
	step := func(odd float64) func(term *big.Float, n int) {
		return func(term *big.Float, n int) {
			term.Neg(term.Mul(term, square))
			k := float64(2 * n)
			term.Quo(term, newBig(k*(k+odd)))
		}
	}
	sin, cos = series(r, step(1)), series(newBig(1), step(-1))
	switch new(big.Int).And(quarters, big.NewInt(3)).Int64() {
	case 1:
		return cos, sin.Neg(sin)
	case 2:
		return sin.Neg(sin), cos.Neg(cos)
	case 3:
		return cos.Neg(cos), sin
	}
	return sin, cos
}
