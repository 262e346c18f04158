package t

import "strings"

type driver struct{ name string }

var drivers = map[string]*driver{}

// RegisterDriver is called by the init functions of other packages.
func RegisterDriver(name string, d *driver) { drivers[name] = d }

func Driver(name string) *driver { return drivers[strings.ToLower(name)] }

var codecLookup = make(map[string]func([]byte) string)

func init() {
	codecLookup["plain"] = func(data []byte) string { return string(data) }
	for _, name := range []string{"a", "b"} {
		codecLookup[name] = codecLookup["plain"]
	}
}

type commands struct{ byName map[string]*driver }

var all = newCommands(nil)

func newCommands(drivers []*driver) *commands {
	c := &commands{byName: map[string]*driver{}}
	for _, d := range drivers {
		c.byName[d.name] = d
	}
	return c
}

func (c *commands) Find(name string) *driver { return c.byName[name] }

var seenCodes = map[int]string{1: "one", 2: "two"}

func Code(n int) string { return seenCodes[n] }
