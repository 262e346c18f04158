package t

var names = map[any]string{}

func Name(id any, ask func(any) string) string {
	name, ok := names[id]
	if !ok {
		name = ask(id)
		names[id] = name
	}
	return name
}
