package golden

type T struct{ n int }

func list() []T { return nil }

func table() map[string]T { return nil }

func arr() [2]T { return [2]T{} }

type box struct{ ts []T }

func f(s []T) []T {
	for _, v := range list() {
		v.n = 1
	}
	for _, v := range s {
		v.n = 1
		s = append(s, T{})
	}
	for _, v := range table() {
		v.n = 1
	}
	for _, v := range arr() {
		v.n = 1
	}
	for _, v := range []T{{1}, {2}} {
		v.n = 1
	}
	for _, v := range [2]T{} {
		v.n = 1
	}
	for _, v := range map[string]T{"a": {}} {
		v.n = 1
	}
	for _, v := range (box{}).ts {
		v.n = 1
	}
	return s
}
