package golden

import (
	"testing"
	"time"
)

func TestWork(t *testing.T) { Work(func() { time.Sleep(20 * time.Millisecond) }) }
