package golden

type T struct{ X int }

func value() T { return T{} }

func f(s string, v any) {
	s[0] = 'x'
	value().X = 1
	v.(T).X = 2
	T{}.X = 3
}
