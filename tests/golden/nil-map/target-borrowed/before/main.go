package main

import "fmt"

type message struct {
	header map[string]string
	body   string
}

type registry struct {
	names  map[string]int
	hidden map[string]int
}

var global *registry

func process(in *message) *message {
	out := &message{
		header: in.header,
		body:   in.body,
	}
	out.header["id"] = "1"
	out.header["session"] = in.body
	return out
}

// fresh makes its own.
func fresh(in *message) *message {
	out := &message{header: make(map[string]string), body: in.body}
	out.header["id"] = "2"
	return out
}

func start() {
	global = &registry{
		hidden: map[string]int{},
	}
}

func (r *registry) reset() {
	r.names = make(map[string]int)
}

func (r *registry) add(name string) {
	r.names[name]++
	r.hidden[name]++
}

func main() {
	in := &message{body: "x"}
	out := process(in)
	fmt.Println(len(out.header), out.header["id"], in.header == nil, len(fresh(in).header))
	start()
	global.add("a")
	global.add("a")
	fmt.Println(global.names["a"])
	global.reset()
}
