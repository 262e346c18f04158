package main

import (
	"testing"
	"time"
)

func TestTick(t *testing.T) {
	ticker := time.NewTicker(time.Millisecond)
	<-ticker.C
}
