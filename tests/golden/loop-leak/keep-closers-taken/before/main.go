package main

import (
	"io"
	"net"
	"os"
)

var start, check func(c io.ReadWriteCloser) error

// serve closes the connection only where nobody has taken it.
func serve(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	if err := start(conn); err != nil {
		conn.Close()
		return err
	}
	return nil
}

// maybe closes it on one of two ways behind the call.
func maybe(path string, keep bool) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := start(f); err != nil {
		return err
	}
	if !keep {
		f.Close()
	}
	return nil
}

// tried gives it to the one, and where that fails to the other.
func tried(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	if err := check(conn); err != nil {
		return start(conn)
	}
	conn.Close()
	return nil
}

// plain has no error to tell by.
func plain(path string, use func(*os.File) bool) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	if use(f) {
		return true
	}
	f.Close()
	return false
}

// wrapped has another connection in the same variable, or none.
func wrapped(address string, wrap func(net.Conn) (net.Conn, error)) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	conn, err = wrap(conn)
	if err != nil {
		return err
	}
	return conn.Close()
}

func main() {
	start = func(c io.ReadWriteCloser) error { return c.Close() }
	check = start
	_ = serve("")
	_ = maybe("", true)
	_ = tried("")
	_ = wrapped("", func(c net.Conn) (net.Conn, error) { return c, nil })
	_ = plain("", func(*os.File) bool { return false })
}
