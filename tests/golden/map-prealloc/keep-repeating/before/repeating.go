package repeating

type User struct {
	ID    int
	Group string
	Kind  uint8
}

func counts(words []string) map[string]int {
	m := make(map[string]int)
	for _, word := range words {
		m[word]++
	}
	return m
}

func sums(words []string) map[string]int {
	m := make(map[string]int)
	for _, word := range words {
		m[word] += len(word)
	}
	return m
}

func groups(users []User) map[string][]User {
	m := make(map[string][]User)
	for _, user := range users {
		m[user.Group] = append(m[user.Group], user)
	}
	return m
}

func last(users []User) map[string]User {
	m := make(map[string]User)
	for _, user := range users {
		m[user.Group] = user
	}
	return m
}

func kinds(users []User) map[uint8]User {
	m := make(map[uint8]User)
	for _, user := range users {
		m[user.Kind] = user
	}
	return m
}

func lengths(words []string) map[int]string {
	m := make(map[int]string)
	for _, word := range words {
		m[len(word)] = word
	}
	return m
}

func remainders(n int) map[int]int {
	m := make(map[int]int)
	for i := range n {
		m[i%7] = i
	}
	return m
}

func unique(words []string) []string {
	seen := make(map[string]bool)
	for _, word := range words {
		seen[word] = true
	}
	var list []string
	for word := range seen {
		list = append(list, word)
	}
	return list
}

func characters(text string) map[rune]bool {
	m := make(map[rune]bool)
	for _, char := range text {
		m[char] = true
	}
	return m
}

func added(words []string) map[string]User {
	m := make(map[string]User)
	for _, word := range words {
		user := m[word]
		user.ID++
		m[word] = user
	}
	return m
}

func types(words []string) map[string]int {
	m := make(map[string]int)
	for i, word := range words {
		m[word] = i // removes duplicates, too
	}
	return m
}

func protocols(words []string) bool {
	protocolsUnique := map[string]struct{}{}
	for _, word := range words {
		protocolsUnique[word] = struct{}{}
	}
	_, ok := protocolsUnique["h1"]
	return ok
}

type Status int

func statuses(all []Status) map[Status]bool {
	m := make(map[Status]bool)
	for _, status := range all {
		m[status] = true
	}
	return m
}

func merged(users map[User]bool) map[User]bool {
	m := make(map[User]bool)
	for user, active := range users {
		if user.Group == "old" {
			user.Group = "new"
		}
		m[user] = active
	}
	return m
}

func cut(queries []string) map[string]int {
	m := make(map[string]int)
	for i, query := range queries {
		key := query
		if len(key) > 3 {
			key = key[:3]
		}
		m[key] = i
	}
	return m
}

type Tag struct{ ID, Name, Value string }

// values gives each value once: the loop counts how often it comes.
func values(tags []Tag) (map[string]string, map[string]int) {
	names := make(map[string]string)
	counts := map[string]int{}
	for _, tag := range tags {
		counts[tag.ID]++
		names[tag.ID] = tag.Name
	}
	return names, counts
}

type Cluster struct{ Name string }

type Instance struct{ Cluster *Cluster }

func clusters(all []Instance) map[string]*Cluster {
	m := make(map[string]*Cluster)
	for _, instance := range all {
		m[instance.Cluster.Name] = instance.Cluster
	}
	return m
}
