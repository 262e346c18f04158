package app

type user struct{ age int }

var users = map[string]user{}

func birthday(id string) {
	//gofixmap:ignore body-close,map-writeback known
	users[id].age++
}

//gofixmap:ignore sync-map it is small
func count() int { return len(users) }
