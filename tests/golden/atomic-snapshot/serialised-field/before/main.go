package main

import (
	"encoding/json"
	"os"
)

type Config struct{ Host string }

type State struct{ Cfg *Config }

func (s *State) set(c *Config) { s.Cfg = c }

func main() {
	s := &State{}
	go s.set(&Config{})
	json.NewEncoder(os.Stdout).Encode(s)
}
