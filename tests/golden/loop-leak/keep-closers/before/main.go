package main

import (
	"bufio"
	"database/sql"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"syscall"
	"time"
)

type store struct {
	file *os.File
	list []io.Closer
}

func deferred(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
	_, err = io.Copy(io.Discard, f)
	return err
}

func everywhere(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if _, err = io.Copy(io.Discard, f); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

func returned(path string) (io.Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil
}

func wrapped(path string) (*store, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &store{file: f}, nil
}

func (s *store) stored(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	s.file = f
	s.list = append(s.list, f)
	return nil
}

func (s *store) field(path string) (err error) {
	s.file, err = os.Open(path)
	return err
}

func quiet(c io.Closer) { _ = c.Close() }

func helped(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer quiet(f)
	_, err = io.Copy(io.Discard, f)
	return err
}

func captured(path string) (func() error, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return func() error { return f.Close() }, nil
}

func bound(path string) (func() error, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return f.Close, nil
}

func sent(path string, files chan *os.File) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	files <- f
	return nil
}

func started(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	go serve(conn)
	return nil
}

func serve(conn net.Conn) {
	defer conn.Close()
	_, _ = io.Copy(io.Discard, conn)
}

func logged(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	log.SetOutput(f)
	return nil
}

func served(address string, handler http.Handler) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	return http.Serve(l, handler)
}

type consumer interface{ Consume(io.Reader) error }

func unknown(path string, c consumer) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return c.Consume(f)
}

// locked holds the lock as long as the descriptor is open.
func locked(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
}

func ran(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	command := exec.Command("true")
	command.Stdout = f
	return command.Start()
}

func query(db *sql.DB) (*sql.Rows, error) {
	return db.Query("select 1")
}

// general holds what is made of it as well.
func general(address string, wrap func(any) any) any {
	var l any
	var err error
	l, err = net.Listen("tcp", address)
	if err != nil {
		return nil
	}
	l = wrap(l)
	return l
}

// collected closes all of them together.
func collected(paths []string) (func(), error) {
	var all []*os.File
	closeAll := func() {
		for _, f := range all {
			f.Close()
		}
	}
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			closeAll()
			return nil, err
		}
		all = append(all, f)
	}
	return closeAll, nil
}

// flagged says by a flag who closes it.
func (s *store) flagged(path string) error {
	f, opened := s.file, false
	if f == nil {
		var err error
		f, err = os.Open(path)
		if err != nil {
			return err
		}
		opened = true
	}
	if err := f.Sync(); err != nil {
		if opened {
			_ = f.Close()
		}
		return err
	}
	if opened {
		return f.Close()
	}
	return nil
}

// endless never returns.
func endless(path string) {
	f, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	ticker := time.NewTicker(time.Second)
	for ; true; <-ticker.C {
		fmt.Println(f.Name())
	}
}

func forever(path string) {
	f, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	for t := range time.NewTicker(time.Second).C {
		fmt.Fprintln(f, t)
	}
}

// listen keeps the listener, and gives it to who only asks for its address.
func (s *store) listen() (net.Listener, error) {
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		return nil, err
	}
	s.list = append(s.list, l)
	return l, nil
}

func (s *store) reload() error {
	l, err := s.listen()
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	return nil
}

func fatal(path string) {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, f); err != nil {
		log.Fatal(err)
	}
	os.Exit(0)
}

var shared *os.File

// cached opens nothing: it gives what is open already.
func cachedFile() (*os.File, error) { return shared, nil }

func reads() error {
	f, err := cachedFile()
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	return err
}

func main() {
	f, err := os.Open("config")
	if err != nil {
		log.Fatal(err)
	}
	_, _ = io.Copy(os.Stdout, f)
	_ = deferred("")
	_ = everywhere("")
	_, _ = returned("")
	s, _ := wrapped("")
	_ = s.stored("")
	_ = s.field("")
	_ = helped("")
	_, _ = captured("")
	_, _ = bound("")
	_ = sent("", nil)
	_ = started("")
	_ = logged("")
	_ = served("", nil)
	_ = unknown("", nil)
	_ = locked("")
	_ = ran("")
	_, _ = query(nil)
	_ = reads()
	_ = s.reload()
	go endless("")
	go forever("")
	_ = s.flagged("")
	_, _ = collected(nil)
	_ = general("", nil)
	fmt.Println()
	fatal("")
}
