package main

import (
	"fmt"
	"time"
)

type Reminders struct{ timers map[string]*time.Timer }

func (r *Reminders) Remind(id string, f func()) {
	if old := r.timers[id]; old != nil {
		old.Stop()
	}
	r.timers[id] = time.AfterFunc(20*time.Millisecond, f)
}

func (r *Reminders) Forget(id string) {
	if timer := r.timers[id]; timer != nil {
		timer.Stop()
		delete(r.timers, id)
	}
}

func main() {
	r := &Reminders{timers: make(map[string]*time.Timer)}
	calls := make(chan string, 2)
	r.Remind("a", func() { calls <- "first" })
	r.Remind("a", func() { calls <- "second" })
	time.Sleep(200 * time.Millisecond)
	fmt.Println(len(calls))
}
