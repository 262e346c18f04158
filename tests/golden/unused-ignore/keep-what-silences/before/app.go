package app

type user struct{ age int }

var users = map[string]user{}

func above() {
	//gofixmap:ignore map-writeback known
	users["a"].age++
}

func behind() {
	users["b"].age++ //gofixmap:ignore map-writeback known
}

// whole has a mistake in every line.
//
//gofixmap:ignore map-writeback,unused-ignore known
func whole() {
	users["c"].age++
	println(len(users))
	users["d"].age++
}

func meant() {
	println(len(users)) //gofixmap:ignore map-writeback,unused-ignore kept for the next one
}

func others() {
	println(len(users)) //nolint:bodyclose
}
