package tableparallel

import "strings"

func Upper(s string) (string, error) { return strings.ToUpper(s), nil }
