package polledflag

import (
	"testing"
	"time"
)

func TestFinished(t *testing.T) {
	if !Finished(func() { time.Sleep(5 * time.Millisecond) }, 5*time.Second) {
		t.Error("never done")
	}
}
