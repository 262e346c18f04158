package app

type user struct{ age int }

var users = map[string]user{}

// birthday counts a year.
//
//gofixmap:ignore map-writeback known
func birthday(id string) {
	//gofixmap:ignore map-writeback known
	u := users[id]
	u.age++       // one more
	users[id] = u //gofixmap:ignore map-writeback,body-close
}
