package initial

var ready = true

func stop() { ready = false }

type T struct{ n int }

func all() []T { return []T{{n: 1}} }

type U struct{ n int }

var first = &U{n: 2}

func next() int { return 3 }

func hit() { first.n++ }
