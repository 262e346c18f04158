package shop

import "maps"

type config struct {
	labels map[string]string
	nested struct{ limits map[string]int }
	names  []string
	other  *config
}

// Apply books into the map that all copies share.
func (c config) Apply(k, v string) {
	c.labels[k] = v
}

func (c config) With(k, v string) config {
	c.labels = maps.Clone(c.labels)
	c.labels[k] = v
	return c
}

func (c *config) Clone() *config {
	copied := *c
	copied.labels = make(map[string]string, len(c.labels))
	for k, v := range c.labels {
		copied.labels[k] = v
	}
	copied.own()
	copied.names[0] = "x"
	copied.nested.limits = nil
	return &copied
}

func (c *config) own() { c.names = append([]string(nil), c.names...) }

func (c *config) CloneWith(name string) config {
	copied := *c
	copied.names = append(copied.names[:len(copied.names):len(copied.names)], name)
	return copied
}

func (c *config) Pointer() config {
	copied := *c
	copied.other.labels["a"] = "b"
	return copied
}

func writeBack(all map[string]config, k string) {
	c := all[k]
	c.labels["a"] = k
	all[k] = c
}

func each(all []config) {
	for _, c := range all {
		c.labels["a"] = "b"
	}
}
