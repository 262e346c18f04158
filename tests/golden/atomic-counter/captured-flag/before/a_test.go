package flag

import (
	"testing"
	"time"
)

func TestAwait(t *testing.T) {
	await(func() { time.Sleep(5 * time.Millisecond) })
}
