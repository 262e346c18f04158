package app

type user struct{ age int }

var users = map[string]user{}

// birthday counts a year.
func birthday(id string) {
	u := users[id]
	u.age++ // one more
	users[id] = u
}
