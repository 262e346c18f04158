package comment

var n int

func set(x int) {
	n = /* from outside */ x
}
