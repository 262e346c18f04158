package firsterror

import (
	"errors"
	"testing"
)

func TestAll(t *testing.T) {
	bad := errors.New("bad")
	functions := make([]func() error, 40)
	for i := range functions {
		functions[i] = func() error { return bad }
	}
	if err := All(functions); err != bad {
		t.Errorf("error %v, want bad", err)
	}
}
