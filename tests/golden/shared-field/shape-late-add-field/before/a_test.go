package golden

import (
	"testing"
	"time"
)

func TestPool(t *testing.T) {
	var p Pool
	wait := func() { time.Sleep(20 * time.Millisecond) }
	p.Start(wait, wait)
	time.Sleep(time.Millisecond)
	p.Wait()
}
