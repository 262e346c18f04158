package main

import (
	"context"
	"fmt"
	"time"
)

func each(n int) {
	for range n {
		ctx, _ := context.WithTimeout(context.Background(), time.Hour)
		fmt.Println(ctx.Err())
	}
}

func header() {
	if ctx, _ := context.WithTimeout(context.Background(), time.Hour); ctx.Err() == nil {
		fmt.Println("alive")
	}
}

func main() {
	each(1)
	header()
}
