package main

func use(p *Pool, s string) string {
	b := p.Get()
	defer p.Put(b)
	b.WriteString(s)
	return b.String()
}

func main() { println(use(NewPool(2), "text")) }
