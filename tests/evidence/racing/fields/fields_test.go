// Package fields races on fields, package variables and what they hold.
package fields

import (
	"bytes"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func both(f, g func()) {
	var group sync.WaitGroup
	group.Add(2)
	go func() {
		defer group.Done()
		f()
	}()
	go func() {
		defer group.Done()
		g()
	}()
	group.Wait()
}

type counter struct {
	hits  int
	total int
	name  string
}

func (c *counter) add()     { c.hits++ }
func (c *counter) sum() int { return c.hits + c.total }

// races: counter.hits
func TestField(t *testing.T) {
	c := &counter{}
	both(func() { c.add() }, func() { _ = c.sum() })
}

// races: counter.name
func TestInlinedGetter(t *testing.T) {
	c := &counter{}
	both(func() { c.setName("a") }, func() { _ = c.getName() })
}

func (c *counter) setName(name string) { c.name = name }
func (c *counter) getName() string     { return c.name }

type page struct {
	counter
	title string
}

// races: counter.hits
func TestEmbedded(t *testing.T) {
	p := &page{}
	both(func() { p.hits++ }, func() { p.add() })
}

// races: counter.hits
func TestMethodValue(t *testing.T) {
	c := &counter{}
	both(c.add, c.add)
}

type pair[K comparable, V any] struct {
	key   K
	value V
}

func (p *pair[K, V]) set(key K, value V) {
	p.key = key
	p.value = value
}

// races: pair.key, pair.value
func TestGeneric(t *testing.T) {
	p := &pair[string, int]{}
	both(func() { p.set("a", 1) }, func() { p.set("b", 2) })
}

type list struct {
	items []int
	parts []counter
	array [4]int
}

func (l *list) add(item int) { l.items = append(l.items, item) }
func (l *list) length() int  { return len(l.items) }

// races: list.items
func TestAppend(t *testing.T) {
	l := &list{}
	both(func() { l.add(1) }, func() { l.add(2) })
}

// races: list.items
func TestLength(t *testing.T) {
	l := &list{}
	both(func() { l.add(1) }, func() { _ = l.length() })
}

// races: list.items
func TestElement(t *testing.T) {
	l := &list{items: make([]int, 4)}
	both(func() { l.items[1] = 1 }, func() {
		for _, item := range l.items {
			_ = item
		}
	})
}

// races: counter.total
func TestElementOfStructs(t *testing.T) {
	l := &list{parts: make([]counter, 4)}
	both(func() { l.parts[1].total++ }, func() { l.parts[1].total = 7 })
}

// races: list.array
func TestArray(t *testing.T) {
	l := &list{}
	both(func() { l.array[2]++ }, func() { _ = l.array[2] })
}

// races: counter.total
func TestWholeValue(t *testing.T) {
	c := &counter{}
	both(func() { c.total++ }, func() { _ = *c })
}

// races: list.parts
func TestElementCopied(t *testing.T) {
	l := &list{parts: make([]counter, 1)}
	both(func() { l.parts[0].total++ }, func() {
		for _, part := range l.parts {
			_ = part.name
		}
	})
}

type stats struct{ reads int64 }

// races: stats.reads
func TestAtomicAndPlain(t *testing.T) {
	s := &stats{}
	both(func() { s.count() }, func() { s.reads++ })
}

func (s *stats) count() { atomic.AddInt64(&s.reads, 1) }

// races: stats.reads
func TestAtomicLoad(t *testing.T) {
	s := &stats{}
	done := make(chan bool)
	go func() {
		defer close(done)
		for range 100 {
			s.reads++
		}
	}()
	for range 100 {
		_ = s.load()
	}
	<-done
}

func (s *stats) load() int64 { return atomic.LoadInt64(&s.reads) }

type logger struct {
	buffer bytes.Buffer
	strings.Builder
}

func (l *logger) log(text string) { l.buffer.WriteString(text) }

// races: logger.buffer
func TestBuffer(t *testing.T) {
	l := &logger{}
	both(func() { l.log("a") }, func() { l.log("b") })
}

// races: logger.Builder
func TestEmbeddedBuilder(t *testing.T) {
	l := &logger{}
	both(func() { l.WriteString("a") }, func() { l.WriteString("b") })
}

var (
	visits int
	config struct{ level int }
	cached *counter
)

// races: visits
func TestPackageVariable(t *testing.T) {
	both(func() { visits++ }, func() { visits++ })
}

// races: config
func TestAnonymousStruct(t *testing.T) {
	both(func() { config.level++ }, func() { _ = config.level })
}

func get() *counter {
	if cached == nil {
		cached = &counter{name: "one"}
	}
	return cached
}

// races: cached
func TestLazySingleton(t *testing.T) {
	both(func() { get() }, func() { get() })
}

type node struct {
	next  *node
	count int
}

// races: node.count
func TestNested(t *testing.T) {
	n := &node{next: &node{}}
	both(func() { n.next.count++ }, func() { n.next.count++ })
}

type hooks struct{ onDone func() }

// races: hooks.onDone
func TestFuncField(t *testing.T) {
	h := &hooks{onDone: func() {}}
	both(func() { h.onDone() }, func() { h.onDone = func() {} })
}

type flag struct{ stopped bool }

// races: flag.stopped
func TestFlag(t *testing.T) {
	f := &flag{}
	done := make(chan bool)
	go func() {
		f.stopped = true
		close(done)
	}()
	for range 1000 {
		if f.stopped {
			break
		}
	}
	<-done
}

type writer interface{ write(int) }

type sink struct{ last int }

func (s *sink) write(value int) { s.last = value }

// races: sink.last
func TestInterface(t *testing.T) {
	var w writer = &sink{}
	both(func() { w.write(1) }, func() { w.write(2) })
}

type settings struct{ url string }

type service struct{ current *settings }

// races: service.current
func TestPublished(t *testing.T) {
	s := &service{current: &settings{"a"}}
	both(func() { s.current = &settings{url: "b"} }, func() { _ = s.current.url })
}
