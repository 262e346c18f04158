package linkedlist

type node struct {
	value int
	next  *node
}

// Stack is a linked list.
type Stack struct {
	head *node
	size int
}

func (s *Stack) Push(v int) {
	s.head = &node{value: v, next: s.head}
	s.size++
}

func (s *Stack) Pop() (int, bool) {
	if s.head == nil {
		return 0, false
	}
	v := s.head.value
	s.head = s.head.next
	s.size--
	return v, true
}

func (s *Stack) Size() int { return s.size }
