package rec

import "fmt"

type rec struct{ n int }

func (r rec) get() int { return r.n }

func show() { fmt.Println(rec{}) }
