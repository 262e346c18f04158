package flow

import "fmt"

type rec struct{ n int }

func (r *rec) set() { r.n = 1 }

type ptr struct{ *rec }

func use() {
	r := &rec{}
	r.set()
	fmt.Println(r, ptr{r})
}
