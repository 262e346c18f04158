package golden

type T struct{ n int }

var m = map[string]T{}

func work() {}

func f(k string) {
	v := m[k]
	work()
	v.n = 1
}

func g(k string) {
	v := m[k]
	delete(m, k)
	v.n = 1
}

func h(k string) {
	v := m[k]
	k = "other"
	v.n = 1
}

func i() {
	for k, v := range m {
		delete(m, k)
		v.n = 1
	}
}
