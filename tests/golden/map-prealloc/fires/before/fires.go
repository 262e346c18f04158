package fires

import (
	"errors"
	"sync"
)

type User struct {
	ID   int
	Name string
}

type Index map[int]User

func byID(users []User) map[int]User {
	index := make(map[int]User)
	for _, user := range users {
		index[user.ID] = user
	}
	return index
}

func named(users []User) Index {
	index := Index{}
	for _, user := range users {
		index[user.ID] = user
	}
	return index
}

func positions(names []string) map[string]int {
	var at = map[string]int{} // by name
	for i, name := range names {
		at[name] = i
	}
	return at
}

func inverted(byName map[string]User) map[string]int {
	ids := make(map[string]int)
	count := 0
	for name, user := range byName {
		ids[name] = user.ID
		count++
	}
	return ids
}

func squares(n int) map[int]int {
	m := make(map[int]int)
	for i := range n {
		m[i] = i * i
	}
	return m
}

func counted(n int) map[int]int {
	m := make(map[int]int)
	for i := 0; i < n; i++ {
		m[i] = i * i
	}
	return m
}

func constant() map[int]bool {
	m := make(map[int]bool)
	for i := range 100 {
		m[i] = i%2 == 0
	}
	return m
}

func array(table *[64]string) map[string]int {
	m := make(map[string]int)
	for i, word := range table {
		m[word] = i
	}
	return m
}

var errNoName = errors.New("no name")

func checked(users []User) (map[string]User, error) {
	m := make(map[string]User)
	for _, user := range users {
		if user.Name == "" {
			return nil, errNoName
		}
		if _, ok := m[user.Name]; ok {
			return nil, errors.New("twice")
		}
		m[user.Name] = user
	}
	return m, nil
}

func filled(names []string) map[string]int {
	var m map[string]int
	m = map[string]int{}
	for i, name := range names {
		key := "user/" + name
		m[key] = i
	}
	return m
}

func pointers(users map[string]User) map[string]*User {
	m := make(map[string]*User)
	for name, user := range users {
		user.Name = name
		m[name] = &user
	}
	return m
}

// What stands between does not change the list that the variable holds.
func between(users []User, lock sync.Locker) map[int]User {
	index := make(map[int]User)
	lock.Lock()
	defer lock.Unlock()
	for _, user := range users {
		index[user.ID] = user
	}
	return index
}

func sized(byName map[string]User) (map[string]int, []string) {
	ids := make(map[string]int)
	names := make([]string, 0, len(byName))
	for name, user := range byName {
		ids[name] = user.ID
		names = append(names, name)
	}
	return ids, names
}
