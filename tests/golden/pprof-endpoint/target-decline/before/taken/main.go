package main

func main() {
	startDebug()
	startDebugServer()
	startDebugListener()
	startProfiler()
}

func startDebug()         {}
func startDebugServer()   {}
func startDebugListener() {}
func startProfiler()      {}
