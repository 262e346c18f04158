package t

type node struct {
	value int
	next  *node
}

type list struct {
	last *node
}

func newList() *list { return &list{last: &node{}} }

func (l *list) Append(value int) {
	l.last.next = &node{value: value}
	last := l.last.value
	if last > value {
		println("out of order")
	}
	l.last = l.last.next
}

func (l *list) Last() int { return l.last.value }
