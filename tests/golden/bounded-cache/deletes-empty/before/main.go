package main

import (
	"fmt"
	"sync"
)

type Hub struct {
	mu        sync.Mutex
	listeners map[string][]int
}

func (h *Hub) Join(topic string, id int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	all, ok := h.listeners[topic]
	if !ok {
		h.listeners[topic] = []int{id}
		return
	}
	all = append(all, id)
	h.listeners[topic] = all
}

func (h *Hub) Leave(topic string, id int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := h.listeners[topic]
	for i, each := range all {
		if each == id {
			all = append(all[:i], all[i+1:]...)
			break
		}
	}
	h.listeners[topic] = all // nobody may be left
}

func (h *Hub) Send(topic string) (sent int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for range h.listeners[topic] {
		sent++
	}
	return sent
}

func main() {
	h := &Hub{listeners: map[string][]int{}}
	h.Join("a", 1)
	h.Leave("a", 1)
	fmt.Println(len(h.listeners), h.Send("a"))
}
