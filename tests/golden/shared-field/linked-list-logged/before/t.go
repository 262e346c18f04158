package t

type node struct {
	value int
	next  *node
}

type list struct {
	last *node
	log  func(int)
}

func (l *list) Append(value int) {
	l.last.next = &node{value: value}
	l.log(l.last.value)
	l.last = l.last.next
}

func (l *list) Last() int { return l.last.value }
