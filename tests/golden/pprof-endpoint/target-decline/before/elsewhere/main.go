package main

import "example.com/golden/server"

func main() {
	server.Run()
}
