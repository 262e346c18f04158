package t

var names = map[int]string{}

func Name(id int, ask func(int) string) string {
	name, ok := names[id]
	if !ok {
		name = ask(id)
		names[id] = name
	}
	return name
}
