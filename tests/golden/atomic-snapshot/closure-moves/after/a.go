package a

import (
	"sync/atomic"
	"time"
)

type FSM struct {
	apply atomic.Pointer[func()]
	name  string
}

// loadApply gives the zero value until apply has been stored.
func (f *FSM) loadApply() (value func()) {
	if stored := f.apply.Load(); stored != nil {
		value = *stored
	}
	return value
}

func NewFSM(delay time.Duration) *FSM {
	f := &FSM{name: "a"}
	newApply := func() {
		time.Sleep(1)
	}
	f.apply.Store(&newApply)
	if delay > 0 {
		apply := func() {
			time.Sleep(delay)
			println(`raw
	text`)
		}
		f.apply.Store(&apply)
	}
	return f
}

func (f *FSM) Apply() {
	f.loadApply()()
}

func (f *FSM) SetApply(apply func()) {
	f.apply.Store(&apply)
}
