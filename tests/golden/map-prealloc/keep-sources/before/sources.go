package sources

import (
	"encoding/binary"
	"io"
	"iter"
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
