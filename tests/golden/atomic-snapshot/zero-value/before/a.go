package zero

import "example.com/golden/internal/state"

var shared state.State

func Mode() string { return shared.Mode }
