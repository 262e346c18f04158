package golden

type T struct{ X int }

func f(m map[string]T) {
	//gofixmap:ignore map-writeback shown as a mistake in the tutorial
	m["a"].X = 1
}
