package bits

type bits struct {
	a, b, c, d, e, f, g, h, i, j, k int
	s                               string
}

func (x bits) mix(n int) {
	x.a += n
	x.b -= n
	x.c *= n
	x.d /= n
	x.e %= n
	x.f &= n
	x.g |= n
	x.h ^= n
	x.i <<= 1
	x.j >>= 1
	x.k &^= n
	x.s += "!"
}
