package nestedtypes

type node struct {
	tags map[string]string
}

// Cluster reaches into its nodes.
type Cluster struct {
	nodes []*node
}

func New(n int) *Cluster {
	c := &Cluster{}
	for range n {
		c.nodes = append(c.nodes, &node{tags: map[string]string{}})
	}
	return c
}

func (c *Cluster) Tag(i int, key, value string) {
	c.nodes[i].tags[key] = value
}

func (c *Cluster) TagOf(i int, key string) string {
	return c.nodes[i].tags[key]
}

// Tagged counts the nodes that have the tag.
func (c *Cluster) Tagged(key string) int {
	n := 0
	for _, each := range c.nodes {
		if _, ok := each.tags[key]; ok {
			n++
		}
	}
	return n
}
