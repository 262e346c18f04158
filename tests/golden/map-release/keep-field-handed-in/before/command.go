package command

import "io"

type Command struct{ out io.WriteCloser }

func (c *Command) SetWriter(out io.WriteCloser) {
	c.out = out
}

func (c *Command) Close() error { return c.out.Close() }
