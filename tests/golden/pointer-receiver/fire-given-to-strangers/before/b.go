package a

import "example.com/missing/lib"

func isThree(t lib.T, n int) bool { return lib.Equal(t, 3, n) }
