package twomaps

// Bimap finds names by number and numbers by name.
type Bimap struct {
	names   map[int]string
	numbers map[string]int
}

func New() *Bimap {
	return &Bimap{
		names:   map[int]string{},
		numbers: map[string]int{},
	}
}

func (b *Bimap) Add(number int, name string) {
	b.names[number] = name
	b.numbers[name] = number
}

func (b *Bimap) Name(number int) string { return b.names[number] }

func (b *Bimap) Number(name string) int { return b.numbers[name] }
