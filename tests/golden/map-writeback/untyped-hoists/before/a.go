package golden

type Flag bool

type T struct {
	On    Flag
	Plain bool
	Bits  uint8
	Wide  int
	F     float64
}

func n() uint { return 1 }

func a() int { return 1 }

func f(m map[string]T, b int) {
	m["k"].On = a() == b
	m["k"].Plain = a() == b
	m["k"].Bits = 1 << n()
	m["k"].Wide = 1 << n()
	m["k"].On = !(a() < b) || a() == 3
	m["k"].F = 2 * float64(a())
	m["k"].Bits |= 1 << n()
}
