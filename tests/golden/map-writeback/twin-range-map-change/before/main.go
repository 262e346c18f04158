package golden

type T struct{ n, o int }

var m = map[string]T{}

func work() int { return len(m) }

func deleted() {
	for k, v := range m {
		work()
		delete(m, k)
		v.n = 1
	}
}

func stored() {
	for k, v := range m {
		work()
		m[k] = T{}
		v.n = 1
	}
}

func received(ch chan int) {
	for _, v := range m {
		work()
		v.n = <-ch
	}
}

func called() {
	for _, v := range m {
		v.n = work()
	}
}

func together() (last int) {
	for _, v := range m {
		work()
		v.n, last = 1, 2
	}
	return last
}

func replaced() {
	for _, v := range m {
		m = nil
		work()
		v.n = 1
	}
}
