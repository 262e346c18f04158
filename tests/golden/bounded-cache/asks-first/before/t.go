package t

type user struct{ name string }

var users = map[int]*user{}

func Add(id int, name string) { users[id] = &user{name} }

func Name(id int) string {
	u := users[id]
	if u == nil {
		return "nobody"
	}
	return u.name
}

func Known(id int) bool { return users[id] != nil }

func Greet(id int) string {
	if u := users[id]; u != nil {
		return "Hello " + u.name
	}
	return "Hello"
}
