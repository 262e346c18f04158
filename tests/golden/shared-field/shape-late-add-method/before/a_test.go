package golden

import (
	"testing"
	"time"
)

func TestServer(t *testing.T) {
	var a app
	wait := func() { time.Sleep(20 * time.Millisecond) }
	a.start(wait, wait)
	time.Sleep(time.Millisecond)
	a.server.wait()
}
