package owngroup

import "sync"

// Group runs functions on goroutines of their own.
type Group struct {
	wg sync.WaitGroup
}

func (g *Group) Go(f func()) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		f()
	}()
}

func (g *Group) Wait() { g.wg.Wait() }

// Index finds the places of each word.
func Index(words []string) map[string][]int {
	index := map[string][]int{}
	var g Group
	for i, word := range words {
		g.Go(func() {
			index[word] = append(index[word], i)
		})
	}
	g.Wait()
	return index
}
