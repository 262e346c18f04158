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
	var on Flag = a() == b
	t := m["k"]
	t.On = on
	m["k"] = t
	plain := a() == b
	tEntry := m["k"]
	tEntry.Plain = plain
	m["k"] = tEntry
	var bits uint8 = 1 << n()
	tEntry2 := m["k"]
	tEntry2.Bits = bits
	m["k"] = tEntry2
	wide := 1 << n()
	tEntry3 := m["k"]
	tEntry3.Wide = wide
	m["k"] = tEntry3
	var newOn Flag = !(a() < b) || a() == 3
	tEntry4 := m["k"]
	tEntry4.On = newOn
	m["k"] = tEntry4
	newF := 2 * float64(a())
	tEntry5 := m["k"]
	tEntry5.F = newF
	m["k"] = tEntry5
	var newBits uint8 = 1 << n()
	tEntry6 := m["k"]
	tEntry6.Bits |= newBits
	m["k"] = tEntry6
}
