package main

func main() {
	// The program does what it has to do,
	// and then ends.
	run()
}

func run() {}
