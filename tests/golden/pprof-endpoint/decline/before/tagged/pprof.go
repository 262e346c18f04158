//go:build profiling

package main

import _ "net/http/pprof"
