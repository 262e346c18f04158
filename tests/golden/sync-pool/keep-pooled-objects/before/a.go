package a

import "sync"

type parser struct {
	root *node
	data []byte
}

type node struct{ next *node }

func (p *parser) parse(data []byte) *node {
	p.data = data
	p.root = &node{}
	return p.root
}

func (p *parser) free() {
	*p = parser{}
	parsers.Put(p)
}

var parsers = sync.Pool{New: func() any { return new(parser) }}

func parse(data []byte) *node {
	p := parsers.Get().(*parser)
	defer parsers.Put(p)
	return p.parse(data)
}

func parseFree(data []byte) *node {
	p := parsers.Get().(*parser)
	defer p.free()
	return p.parse(data)
}

func field(data []byte) *node {
	p := parsers.Get().(*parser)
	p.parse(data)
	root := p.root
	p.root = nil
	parsers.Put(p)
	return root
}

type cache struct{ items map[string]any }

func (c *cache) Get() any         { return c.items[""] }
func (c *cache) Put(value string) {}

func other(c *cache) string {
	text := c.Get().(string)
	c.Put(text)
	c.Put(text)
	return text
}
