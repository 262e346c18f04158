package linkname

import _ "embed"

//go:linkname hits example.com/other.hits
var hits int

func hit() { hits++ }
