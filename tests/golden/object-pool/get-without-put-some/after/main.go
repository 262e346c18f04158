package main

import (
	"bytes"
	"fmt"
)

type printer struct{ spare chan *bytes.Buffer }

func (p *printer) take() *bytes.Buffer {
	select {
	case b := <-p.spare:
		b.Reset()
		return b
	default:
		return new(bytes.Buffer)
	}
}

func (p *printer) give(b *bytes.Buffer) {
	select {
	case p.spare <- b:
	default:
	}
}

func (p *printer) keep(text string) *bytes.Buffer {
	b := p.take()
	b.WriteString(text)
	return b
}

func (p *printer) line(text string) string {
	b := p.take()
	defer p.give(b)
	b.WriteString(text)
	return b.String()
}

func main() {
	p := &printer{spare: make(chan *bytes.Buffer, 2)}
	kept := p.keep("a line")
	other := p.line("another")
	fmt.Println(kept)
	fmt.Println(other)
}
