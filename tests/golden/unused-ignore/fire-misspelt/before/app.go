package app

type user struct{ age int }

var users = map[string]user{}

//gofixmap:ignore-file map-aliass known

func size() int {
	return len(users) //gofixmap:ignore
}
