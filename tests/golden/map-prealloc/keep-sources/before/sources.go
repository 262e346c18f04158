package sources

import (
	"encoding/binary"
	"io"
	"iter"
	"sync"
)

type User struct{ ID int }

type Store struct{ users []User }

func channel(users chan User) map[int]User {
	m := make(map[int]User)
	for user := range users {
		m[user.ID] = user
	}
	return m
}

func function(users iter.Seq[User]) map[int]User {
	m := make(map[int]User)
	for user := range users {
		m[user.ID] = user
	}
	return m
}

func call(load func() []User) map[int]User {
	m := make(map[int]User)
	for _, user := range load() {
		m[user.ID] = user
	}
	return m
}

func untrusted(r io.ByteReader) (map[int]uint64, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, err
	}
	m := make(map[int]uint64)
	for i := 0; i < int(n); i++ {
		if m[i], err = binary.ReadUvarint(r); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func untrustedToo(n int, r io.ByteReader) (map[int]uint64, error) {
	m := make(map[int]uint64)
	for i := range n {
		value, err := binary.ReadUvarint(r)
		if err != nil {
			return nil, err
		}
		m[i] = value
	}
	return m, nil
}

func declaredLater(load func() []User) map[int]User {
	m := make(map[int]User)
	users := load()
	for _, user := range users {
		m[user.ID] = user
	}
	return m
}

func changed(users []User) map[int]User {
	m := make(map[int]User)
	users = append(users, User{})
	for _, user := range users {
		m[user.ID] = user
	}
	return m
}

func mayBeNil(s *Store) map[int]User {
	m := make(map[int]User)
	if s == nil {
		return m
	}
	for _, user := range s.users {
		m[user.ID] = user
	}
	return m
}

func nilUntilThen(s *Store) map[int]User {
	m := make(map[int]User)
	if s == nil {
		s = &Store{}
	}
	for _, user := range s.users {
		m[user.ID] = user
	}
	return m
}

func grows(users []User) map[int]int {
	m := make(map[int]int)
	for i := 0; i < len(users); i++ {
		users = users[1:]
		m[i] = i
	}
	return m
}

func shadowed(users []User) map[int]User {
	len := func([]User) int { return 0 }
	m := make(map[int]User)
	for _, user := range users {
		m[user.ID] = user
	}
	_ = len(users)
	return m
}

// Until Lock returns, others may write to users.
func locks(users map[int]User, lock sync.Locker) map[int]User {
	m := make(map[int]User)
	lock.Lock()
	defer lock.Unlock()
	for id, user := range users {
		m[id] = user
	}
	return m
}

func waits(users map[int]User, ready chan struct{}) map[int]User {
	m := make(map[int]User)
	<-ready
	for id, user := range users {
		m[id] = user
	}
	return m
}

type Loading struct {
	ready chan struct{}
	users []User
}

func (l *Loading) waits() map[int]User {
	m := make(map[int]User)
	<-l.ready
	for _, user := range l.users {
		m[user.ID] = user
	}
	return m
}

func (l *Loading) selects(stop chan struct{}) map[int]User {
	m := make(map[int]User)
	select {
	case <-l.ready:
	case <-stop:
	}
	for _, user := range l.users {
		m[user.ID] = user
	}
	return m
}

func (l *Loading) sends() map[int]User {
	m := make(map[int]User)
	l.ready <- struct{}{}
	for _, user := range l.users {
		m[user.ID] = user
	}
	return m
}

func (l *Loading) drains(parts chan int) map[int]User {
	m := make(map[int]User)
	for range parts {
	}
	for _, user := range l.users {
		m[user.ID] = user
	}
	return m
}

var all []User

func load() { all = append(all, User{ID: len(all)}) }

func loads() map[int]User {
	m := make(map[int]User)
	load()
	for _, user := range all {
		m[user.ID] = user
	}
	return m
}

func collects(each func(func(User))) map[int]User {
	var users []User
	add := func(user User) { users = append(users, user) }
	m := make(map[int]User)
	each(add)
	for _, user := range users {
		m[user.ID] = user
	}
	return m
}

func decodes(decode func(any)) map[int]User {
	var users []User
	into := &users
	m := make(map[int]User)
	decode(into)
	for _, user := range users {
		m[user.ID] = user
	}
	return m
}

type Users []User

func (u *Users) load() { *u = append(*u, User{ID: len(*u)}) }

func loadsItself() map[int]User {
	var users Users
	m := make(map[int]User)
	users.load()
	for _, user := range users {
		m[user.ID] = user
	}
	return m
}
