package timers

import "time"

type Timers struct{ m map[string]*time.Timer }

func (t *Timers) Delete(id string) {
	delete(t.m, id)
}

func (t *Timers) StopAndRemove(id string) {
	if timer := t.m[id]; timer != nil {
		timer.Stop()
		delete(t.m, id)
	}
}
