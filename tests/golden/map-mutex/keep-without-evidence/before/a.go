package golden

type Index struct {
	words map[string][]int
}

func (i *Index) Add(word string, at int) {
	if i.words == nil {
		i.words = make(map[string][]int)
	}
	i.words[word] = append(i.words[word], at)
}

func (i *Index) Find(word string) []int { return i.words[word] }

func Log(lines <-chan string) {
	go func() {
		for line := range lines {
			println(line)
		}
	}()
}
