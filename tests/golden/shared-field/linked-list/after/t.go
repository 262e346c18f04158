package t

import "sync"

type node struct {
	value int
	next  *node
}

type list struct {
	mu   sync.RWMutex // guards last
	last *node
}

func newList() *list { return &list{last: &node{}} }

func (l *list) Append(value int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last.next = &node{value: value}
	last := l.last.value
	if last > value {
		println("out of order")
	}
	l.last = l.last.next
}

func (l *list) Last() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.last.value
}
