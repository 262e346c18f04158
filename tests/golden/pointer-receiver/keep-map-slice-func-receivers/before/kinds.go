package kinds

type set map[string]int

func (s set) add(k string) { s[k]++ }

type list []int

func (l list) swap(i, j int) { l[i], l[j] = l[j], l[i] }

type rows []struct{ n int }

func (r rows) set(i, n int) { r[i].n = n }

type grid [][2]int

func (g grid) put(i, v int) { g[i][0] = v }

type pipe chan int

func (p pipe) put(v int) { p <- v }

type fn func(int)

func (f fn) call() { f(1) }
