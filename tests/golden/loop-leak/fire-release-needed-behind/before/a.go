package a

import (
	"net"
	"os"
	"sync"
)

func save(b []byte, dst string) error {
	f, err := os.CreateTemp("", "save")
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	f.Close()
	return os.Rename(f.Name(), dst)
}

func inspect(b []byte) (int64, error) {
	f, err := os.CreateTemp("", "inspect")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(b); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	f.Close()
	return info.Size(), nil
}

func serve(address string) error {
	var handlers sync.WaitGroup
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	c, err := l.Accept()
	if err != nil {
		return err
	}
	handlers.Go(func() { c.Close() })
	l.Close()
	handlers.Wait()
	return nil
}

func run(name string, jobs []func()) error {
	if name != "" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		head := make([]byte, 8)
		if _, err := f.Read(head); err != nil {
			return err
		}
		f.Close()
	}
	for _, job := range jobs {
		job()
	}
	return nil
}
