package rec

type rec struct{ n int }

func (r *rec) run() {}

func (r rec) closure() func() int { return func() int { return r.n } }

func (r rec) start() { go r.run() }

func (r rec) deferred() {
	defer func() { println(r.n) }()
}
