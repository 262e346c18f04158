package kinds

type list []int

func (l *list) use() (n int) {
	for i, v := range *l {
		n += i + v
	}
	for range *l {
		n++
	}
	(*l)[0] = 1
	(*l)[0]++
	_ = (*l)[1:2]
	_ = append(*l, 1)
	_ = append([]int{}, *l...)
	copy(*l, (*l)[1:])
	clear(*l)
	if *l == nil {
		return cap(*l)
	}
	return n + len(*l)
}

type dict map[string]int

func (d *dict) use() int {
	for k := range *d {
		delete(*d, k)
	}
	v, ok := (*d)["a"]
	if !ok {
		(*d)["a"]++
	}
	return v + len(*d)
}

type fn func(int) int

func (f *fn) use() int { return (*f)(1) }

type pipe chan int

func (p *pipe) use() int {
	*p <- 1
	close(*p)
	for v := range *p {
		return v
	}
	return <-*p
}
