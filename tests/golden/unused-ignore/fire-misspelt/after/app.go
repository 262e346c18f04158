package app

type user struct{ age int }

var users = map[string]user{}

func size() int {
	return len(users)
}
