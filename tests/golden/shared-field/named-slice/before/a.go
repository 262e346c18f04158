package golden

type Queue struct {
	items []int
}

func (q *Queue) Push(n int) {
	q.items = append(q.items, n)
}

func (q *Queue) Pop() (int, bool) {
	if len(q.items) == 0 {
		return 0, false
	}
	n := q.items[0]
	q.items = q.items[1:]
	return n, true
}

func (q *Queue) Len() int {
	return len(q.items)
}
