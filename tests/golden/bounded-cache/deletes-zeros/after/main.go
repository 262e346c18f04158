package main

import (
	"fmt"
	"reflect"
)

type table struct {
	byName map[string]uint64
	open   map[string]bool
}

func (t *table) add(name string, id uint64) {
	t.byName[name] = id
	t.open[name] = true
}

func (t *table) remove(name string, id uint64) {
	if t.byName[name] == id {
		delete(t.byName, name)
	}
	delete(t.open, name)
}

func (t *table) id(name string) (uint64, bool) {
	id := t.byName[name]
	return id, t.open[name]
}

func main() {
	t := &table{byName: map[string]uint64{}, open: map[string]bool{}}
	t.add("a", 1)
	t.add("b", 2)
	t.remove("a", 1)
	id, open := t.id("a")
	fmt.Println(count(t, "byName"), count(t, "open"), id, open)
}

// count sees the map as it is in memory.
func count(t *table, field string) int {
	return reflect.ValueOf(t).Elem().FieldByName(field).Len()
}
