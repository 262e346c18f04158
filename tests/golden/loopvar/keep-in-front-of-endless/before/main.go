package main

import "sync"

type conn struct{ id int }

func use(conn) {}

func carried(conns chan conn) {
	var last conn
	for {
		c := <-conns
		if c.id > last.id {
			last = c
		}
		go func() { use(last) }()
	}
}

func setOnOneWay(conns chan conn, ready chan bool) {
	var c conn
	for {
		select {
		case c = <-conns:
		case <-ready:
		}
		go func() { use(c) }()
	}
}

func usedBehind(conns chan conn) {
	var c conn
	for {
		c = <-conns
		if c.id == 0 {
			break
		}
		go func() { use(c) }()
	}
	use(c)
}

func notKept(conns chan conn) {
	var c conn
	for {
		c = <-conns
		use(c)
	}
}

func waitedFor(conns chan conn) {
	var c conn
	for {
		c = <-conns
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			use(c)
			wg.Done()
		}()
		wg.Wait()
	}
}

func partly(conns chan conn) {
	var c conn
	for {
		c.id = (<-conns).id
		go func() { use(c) }()
	}
}

func fromItself(conns chan conn) {
	var c conn
	for {
		c = conn{c.id + 1}
		go func() { use(c) }()
		<-conns
	}
}

func withValue(conns chan conn) {
	var c = <-conns
	for {
		c = <-conns
		go func() { use(c) }()
	}
}

func setInside(conns chan conn) {
	var c conn
	for {
		set := func() { c = <-conns }
		set()
		go func() { use(c) }()
	}
}

func declaredAgain(conns chan conn) {
	var c conn
	for {
		c = <-conns
		go func() { use(c) }()
		c := 1
		_ = c
	}
}

func otherType(conns chan conn) {
	var c conn
	conn := 1
	for {
		c = <-conns
		go func() { use(c) }()
		_ = conn
	}
}

func leaves(conns chan conn) {
	var c conn
	for {
		c = <-conns
		go func() { use(c) }()
		return
	}
}

func deferredOnce(conns chan conn, last bool) (found conn) {
	var c conn
	for {
		c = <-conns
		if last {
			defer func() { found = c }()
			last = false
		}
		if isLast(c) {
			return
		}
	}
}

func deferred(conns chan conn) {
	var c conn
	for {
		c = <-conns
		defer func() { use(c) }()
		if isLast(c) {
			return
		}
	}
}

func startedOnce(conns chan conn, started bool) {
	var c conn
	for {
		c = <-conns
		if !started {
			go func() { use(c) }()
			started = true
		}
	}
}

func isLast(conn) bool { return false }

func main() {}
