package conditional

type User struct {
	ID     int
	Active bool
}

func under(users []User) map[int]User {
	m := make(map[int]User)
	for _, user := range users {
		if user.Active {
			m[user.ID] = user
		}
	}
	return m
}

func skipped(users []User) map[int]User {
	m := make(map[int]User)
	for _, user := range users {
		if !user.Active {
			continue
		}
		m[user.ID] = user
	}
	return m
}

func stopped(users []User) map[int]User {
	m := make(map[int]User)
	for _, user := range users {
		if !user.Active {
			break
		}
		m[user.ID] = user
	}
	return m
}

func found(users []User) bool {
	m := make(map[int]User)
	for _, user := range users {
		if _, ok := m[user.ID]; ok {
			return true
		}
		m[user.ID] = user
	}
	return false
}

func chosen(users []User) map[int]User {
	m := make(map[int]User)
	for _, user := range users {
		switch {
		case user.Active:
			m[user.ID] = user
		}
	}
	return m
}

func labelled(users [][]User) map[int]int {
	m := make(map[int]int)
outer:
	for i, group := range users {
		for _, user := range group {
			if user.Active {
				continue outer
			}
		}
		m[i] = len(group)
	}
	return m
}

func jumping(users []User) map[int]User {
	m := make(map[int]User)
	for _, user := range users {
		if !user.Active {
			goto end
		}
		m[user.ID] = user
	}
end:
	return m
}
