package funcs

import "math"

// The functions that java.lang.Math leaves to fdlibm (StrictMath), with fdlibm's formulas and constants: their roundings show in a
// printed text. The others are computed by the JVM's own code, which is nearly always the DOUBLE nearest to the true value.

const (
	ln2High, ln2Low = 6.93147180369123816490e-01, 1.90821492927058770002e-10
	piLow           = 1.2246467991473531772e-16
)

// strictExp is e_exp.c for arguments that neither overflow nor underflow; beyond them it is math.Exp.
func strictExp(x float64) float64 {
	if !(math.Abs(x) < 700) {
		return math.Exp(x)
	}
	k := 0.0
	switch a := math.Abs(x); {
	case a > 1.5*math.Ln2:
		k = math.Trunc(math.Log2E*x + math.Copysign(0.5, x))
	case a > 0.5*math.Ln2:
		k = math.Copysign(1, x)
	}
	high, low := x-k*ln2High, k*ln2Low
	r := high - low
	t := r * r
	c := r - t*(1.66666666666666019037e-01+t*(-2.77777777770155933842e-03+t*(6.61375632143793436117e-05+
		t*(-1.65339022054652515390e-06+t*4.13813679705723846039e-08))))
	if k == 0 {
		return 1 - (r*c/(c-2) - r)
	}
	return math.Ldexp(1-((low-r*c/(2-c))-high), int(k))
}

func sinh(x float64) float64 {
	a, h := math.Abs(x), math.Copysign(0.5, x)
	switch {
	case !(a < 700):
		return math.Sinh(x)
	case a >= 22:
		return h * strictExp(a)
	}
	t := math.Expm1(a)
	if a < 1 {
		return h * (2*t - t*t/(t+1))
	}
	return h * (t + t/(t+1))
}

func cosh(x float64) float64 {
	a := math.Abs(x)
	switch {
	case !(a < 700):
		return math.Cosh(a)
	case a >= 22:
		return 0.5 * strictExp(a)
	case a < 0.5*math.Ln2:
		t := math.Expm1(a)
		return 1 + t*t/(2*(1+t))
	}
	t := strictExp(a)
	return 0.5*t + 0.5/t
}

func tanh(x float64) float64 {
	a := math.Abs(x)
	if a >= 22 || a != a {
		return math.Tanh(x)
	}
	if a < 1 {
		t := math.Expm1(-2 * a)
		return math.Copysign(-t/(t+2), x)
	}
	t := math.Expm1(2 * a)
	return math.Copysign(1-2/(t+2), x)
}

// Arc tangents of 0.5, 1, 1.5 and infinity, and what their DOUBLE lacks.
var (
	atanHigh = [4]float64{4.63647609000806093515e-01, 7.85398163397448278999e-01, 9.82793723247329054082e-01, 1.57079632679489655800e+00}
	atanLow  = [4]float64{2.26987774529616870924e-17, 3.06161699786838301793e-17, 1.39033110312309984516e-17, 6.12323399573676603587e-17}
	atanTerm = [11]float64{
		3.33333333333329318027e-01, -1.99999999998764832476e-01, 1.42857142725034663711e-01, -1.11111104054623557880e-01,
		9.09088713343650656196e-02, -7.69187620504482999495e-02, 6.66107313738753120669e-02, -5.83357013379057348645e-02,
		4.97687799461593236017e-02, -3.65315727442169155270e-02, 1.62858201153657823623e-02,
	}
)

// atan is s_atan.c.
func atan(x float64) float64 {
	a := math.Abs(x)
	if a >= 1<<66 || a < 1.0/(1<<29) || a != a {
		return math.Atan(x)
	}
	base, r := -1, a
	switch {
	case a < 0.4375:
	case a < 0.6875:
		base, r = 0, (2*a-1)/(2+a)
	case a < 1.1875:
		base, r = 1, (a-1)/(a+1)
	case a < 2.4375:
		base, r = 2, (a-1.5)/(1+1.5*a)
	default:
		base, r = 3, -1/a
	}
	z := r * r
	w := z * z
	t := &atanTerm
	odd := z * (t[0] + w*(t[2]+w*(t[4]+w*(t[6]+w*(t[8]+w*t[10])))))
	even := w * (t[1] + w*(t[3]+w*(t[5]+w*(t[7]+w*t[9]))))
	if base < 0 {
		return math.Copysign(r-r*(odd+even), x)
	}
	return math.Copysign(atanHigh[base]-((r*(odd+even)-atanLow[base])-r), x)
}

// atan2Of is e_atan2.c.
func atan2Of(y, x float64) float64 {
	approximate := math.Atan2(y, x)
	if x == 0 || y == 0 || math.IsInf(x, 0) || math.IsInf(y, 0) || approximate != approximate {
		return approximate
	}
	z := math.Abs(y / x)
	switch k := math.Ilogb(y) - math.Ilogb(x); {
	case k > 60:
		z = math.Pi/2 + 0.5*piLow
	case x < 0 && k < -60:
		z = 0
	default:
		z = atan(z)
	}
	if x < 0 {
		z = math.Pi - (z - piLow)
	}
	return math.Copysign(z, y)
}
