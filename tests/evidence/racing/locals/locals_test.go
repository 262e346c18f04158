// Package locals races on variables that closures capture, and on wait groups.
package locals

import (
	"errors"
	"sync"
	"testing"
	"time"
)

// races: TestCounter.count
func TestCounter(t *testing.T) {
	count := 0
	var group sync.WaitGroup
	for range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			count++
		}()
	}
	group.Wait()
	_ = count
}

func work() error { return errors.New("no") }

// races: TestErr.err
func TestErr(t *testing.T) {
	var err error
	done := make(chan bool)
	go func() {
		err = work()
		close(done)
	}()
	err = work()
	_ = err
	<-done
}

// races: TestErrOfTwo.err
func TestErrOfTwo(t *testing.T) {
	value, err := two()
	done := make(chan bool)
	go func() {
		_, err = two()
		close(done)
	}()
	if err != nil {
		t.Log(value)
	}
	<-done
}

func two() (int, error) { return 1, nil }

// races: TestPointer.count
func TestPointer(t *testing.T) {
	count := 0
	done := make(chan bool)
	go func() {
		add(&count, 1)
		close(done)
	}()
	count += 2
	<-done
}

//go:noinline
func add(to *int, by int) { *to += by }

// races: TestSlice.found
func TestSlice(t *testing.T) {
	var found []int
	var group sync.WaitGroup
	for i := range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			found = append(found, i)
		}()
	}
	group.Wait()
}

// races: TestInner.x
func TestInner(t *testing.T) {
	x := 0
	x++
	{
		x := 1
		done := make(chan bool)
		go func() {
			x++
			close(done)
		}()
		x++
		<-done
	}
	_ = x
}

// races: TestTable.got
func TestTable(t *testing.T) {
	var got string
	for _, name := range []string{"a", "b", "c"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got = name
			time.Sleep(time.Millisecond)
		})
	}
	_ = got
}

// races: withResult.result
func TestResult(t *testing.T) {
	_ = withResult()
}

func withResult() (result int) {
	done := make(chan bool)
	go func() {
		result = 1
		close(done)
	}()
	result = 2
	<-done
	return result
}

// races: TestStruct.point
func TestStruct(t *testing.T) {
	var point struct{ x, y int }
	done := make(chan bool)
	go func() {
		point.x = 1
		close(done)
	}()
	point.x = 2
	<-done
}

// races: TestDeferred.n
func TestDeferred(t *testing.T) {
	n := 0
	done := make(chan bool)
	go func() {
		defer close(done)
		defer add(&n, 1)
	}()
	n++
	<-done
}

// races: TestLateAdd.group, TestLateAdd.n
func TestLateAdd(t *testing.T) {
	var group sync.WaitGroup
	n := 0
	for range 8 {
		go func() {
			group.Add(1)
			defer group.Done()
			n++
		}()
	}
	group.Wait()
	time.Sleep(10 * time.Millisecond)
}

// races: TestLateAddOnly.group
func TestLateAddOnly(t *testing.T) {
	var group sync.WaitGroup
	go func() {
		group.Add(1)
		time.Sleep(20 * time.Millisecond)
		group.Done()
	}()
	time.Sleep(5 * time.Millisecond)
	group.Wait()
}

type pool struct {
	workers sync.WaitGroup
}

func (p *pool) work() {
	p.workers.Add(1)
	defer p.workers.Done()
	time.Sleep(20 * time.Millisecond)
}

// races: pool.workers
func TestLateAddOfField(t *testing.T) {
	p := &pool{}
	go p.work()
	time.Sleep(5 * time.Millisecond)
	p.workers.Wait()
}

// races: TestEarlyDone.n
func TestEarlyDone(t *testing.T) {
	n := 0
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		group.Done()
		n++
	}()
	group.Wait()
	_ = n
	time.Sleep(time.Millisecond)
}

// races: TestAfterFunc.fired
func TestAfterFunc(t *testing.T) {
	fired := false
	time.AfterFunc(time.Millisecond, func() { fired = true })
	time.Sleep(5 * time.Millisecond)
	_ = fired
	if fired {
		t.Log("fired")
	}
}

// races: TestMethodOnLocal.c
func TestMethodOnLocal(t *testing.T) {
	var c tally
	done := make(chan bool)
	go func() {
		c = 7
		close(done)
	}()
	c.inc()
	<-done
}

type tally int

func (t *tally) inc() { *t++ }

func load() (text string, err error) {
	done := make(chan bool)
	go func() {
		err = work()
		close(done)
	}()
	if text == "" {
		return "none", nil
	}
	<-done
	return
}

// races: load.err
func TestReturnOverNamedResult(t *testing.T) {
	_, _ = load()
	time.Sleep(time.Millisecond)
}

// races: TestArgumentOfLiteral.x
func TestArgumentOfLiteral(t *testing.T) {
	done := make(chan bool)
	x := 0
	go func() {
		x = 1
		close(done)
	}()
	go func(y int) {
		_ = y
	}(x)
	<-done
}

type key [40]*int

// races: TestMapKey.k
func TestMapKey(t *testing.T) {
	m := map[key]int{}
	var k key
	done := make(chan bool)
	go func() {
		m[k] = 1
		close(done)
	}()
	k[30] = new(int)
	<-done
}

// races: TestPointerToElement.counts
func TestPointerToElement(t *testing.T) {
	counts := make([]int, 2)
	done := make(chan bool)
	go func() {
		add(&counts[1], 1)
		close(done)
	}()
	counts[1]++
	<-done
}

// races: TestPointerToPart.both
func TestPointerToPart(t *testing.T) {
	var both struct{ first, second int }
	done := make(chan bool)
	go func() {
		add(&both.first, 1)
		close(done)
	}()
	both = struct{ first, second int }{1, 2}
	<-done
}
