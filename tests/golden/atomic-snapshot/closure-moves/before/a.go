package a

import "time"

type FSM struct {
	apply func()
	name  string
}

func NewFSM(delay time.Duration) *FSM {
	f := &FSM{apply: func() {
		time.Sleep(1)
	}, name: "a"}
	if delay > 0 {
		f.apply = func() {
			time.Sleep(delay)
			println(`raw
	text`)
		}
	}
	return f
}

func (f *FSM) Apply() {
	f.apply()
}

func (f *FSM) SetApply(apply func()) {
	f.apply = apply
}
