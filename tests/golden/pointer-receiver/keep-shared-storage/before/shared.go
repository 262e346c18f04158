package shared

type elem struct{ n int }

type shared struct {
	slice []int
	elems []elem
	m     map[string]int
	p     *int
	ptr   *elem
	arrs  *[2]int
}

func (s shared) write(i, v int) {
	s.slice[i] = v
	s.elems[i].n = v
	s.m["a"] = v
	*s.p = v
	s.ptr.n = v
	s.arrs[i] = v
	(*s.ptr).n++
	s.m["a"]++
	delete(s.m, "b")
	clear(s.slice)
	copy(s.slice, s.slice[1:])
}
