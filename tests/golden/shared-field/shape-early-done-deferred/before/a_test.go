package golden

import "testing"

func TestLog(t *testing.T) { _ = Log(func() string { return "x" }) }
