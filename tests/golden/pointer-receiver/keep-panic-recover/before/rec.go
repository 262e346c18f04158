package rec

type rec struct{ stage string }

func work() {}

func (r rec) run() {
	defer func() {
		if e := recover(); e != nil {
			println(r.stage)
		}
	}()
	r.stage = "work"
	work()
	r.stage = "done"
}
