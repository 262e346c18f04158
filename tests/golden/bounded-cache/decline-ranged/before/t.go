package t

var (
	byMail = map[int]string{}
	costs  = map[string]int{}
	names  = map[string]int{}
	queue  = map[string]int{}
)

func Put(id int, mail string) {
	byMail[id] = mail
	costs[mail] = id
	names[mail] = id
	queue[mail] = id
}

func Find(mail string) int {
	for id, each := range byMail {
		if each == mail {
			return id
		}
	}
	return 0
}

func Total() (total int) {
	for _, cost := range costs {
		total += cost
	}
	return total
}

func Invert() map[int]string {
	found := map[int]string{}
	for name, id := range names {
		found[id] = name
	}
	return found
}

func Send(ids chan<- int) {
	for _, id := range queue {
		ids <- id
	}
}
