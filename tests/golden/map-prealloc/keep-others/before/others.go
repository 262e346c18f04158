package others

type User struct{ ID int }

func before(users []User) map[int]User {
	m := make(map[int]User)
	m[0] = User{}
	for _, user := range users {
		m[user.ID] = user
	}
	return m
}

func again(users, others []User) map[int]User {
	m := make(map[int]User)
	for _, user := range users {
		m[user.ID] = user
	}
	for _, user := range others {
		m[user.ID] = user
	}
	return m
}

func nested(groups [][]User) map[int]User {
	m := make(map[int]User)
	for _, users := range groups {
		for _, user := range users {
			m[user.ID] = user
		}
	}
	return m
}

func twice(users []User) map[int]User {
	m := make(map[int]User)
	for i, user := range users {
		m[user.ID] = user
		m[-i] = user
	}
	return m
}

func deleted(users []User) map[int]User {
	m := make(map[int]User)
	for i, user := range users {
		m[user.ID] = user
		delete(m, i)
	}
	return m
}

func passed(users []User, add func(map[int]User)) map[int]User {
	m := make(map[int]User)
	for _, user := range users {
		m[user.ID] = user
		add(m)
	}
	return m
}

func sized(users []User) map[int]User {
	m := make(map[int]User, 1)
	for _, user := range users {
		m[user.ID] = user
	}
	return m
}

func literal(users []User) map[int]User {
	m := map[int]User{0: {}}
	for _, user := range users {
		m[user.ID] = user
	}
	return m
}

func commented(users []User) map[int]User {
	m := map[int]User{ // filled below
	}
	for _, user := range users {
		m[user.ID] = user
	}
	return m
}

func nilStaysNil(users []User) map[int]User {
	if len(users) == 0 {
		return nil
	}
	var m map[int]User
	for _, user := range users {
		if m == nil {
			m = make(map[int]User)
		}
		m[user.ID] = user
	}
	return m
}

func inBlock(users []User, ok bool) map[int]User {
	m := make(map[int]User)
	if ok {
		for _, user := range users {
			m[user.ID] = user
		}
	}
	return m
}

func slice(users []User) [][]int {
	lists := make([][]int, len(users))
	for i := range users {
		lists[i] = nil
	}
	return lists
}
