package golden

type one struct{ m map[int]int }

func newOne() *one { return &one{m: map[int]int{}} }

func (o *one) add(k int) { o.m[k]++ }

type two struct {
	name string
	// m counts by key.
	m map[int]int
}

func newTwo() *two { return &two{m: map[int]int{}} }

func (t *two) add(k int) { t.m[k]++ }
