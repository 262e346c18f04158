// Package decoded fills its fields by name.
package decoded

import "encoding/json"

type config struct {
	Names map[string]int
}

func load(data []byte) (*config, error) {
	c := new(config)
	return c, json.Unmarshal(data, c)
}

func (c *config) add(word string) { c.Names[word]++ }
