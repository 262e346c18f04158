package golden

import "testing"

func TestCount(t *testing.T) { _ = Count([]string{"a", "b"}) }
