package golden

type T struct{ X int }

func f() {
	map[string]T{"a": {}}["a"].X = 1
}
