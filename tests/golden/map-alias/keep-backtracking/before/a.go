package shop

func paths(path []string, depth int, emit func([]string)) {
	emit(path)
	if depth == 0 {
		return
	}
	for _, step := range []string{"l", "r"} {
		saved := path
		path = append(path, step)
		paths(path, depth-1, emit)
		path = saved
	}
}

func window(data []byte) []byte {
	orig := data
	data = data[1:]
	for len(data) > 4 {
		data = data[2:]
	}
	return orig[:len(orig)-len(data)]
}

func lengths(list []int) (int, int) {
	old := list
	list[0] = 1
	return len(old), cap(list)
}
