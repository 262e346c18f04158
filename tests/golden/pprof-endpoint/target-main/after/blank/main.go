package main

import (
	"flag"
	"fmt"
)

func main() {
	name := flag.String("name", "", "whom to greet")
	flag.Parse()
	startDebug("127.0.0.1:6060")
	fmt.Println("hello", *name)
}
