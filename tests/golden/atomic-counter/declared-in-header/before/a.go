package header

func head(xs []int) {
	if n := len(xs); n > 0 {
		func() { n++ }()
	}
}

func loop(xs []int) {
	for i := range xs {
		func() { i++ }()
	}
}
