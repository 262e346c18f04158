package golden

type Point struct{ X, Y int }

type Base struct {
	ID  int
	Pos Point
}

type Item struct {
	Base
	In   Point
	Arr  [4]int
	Grid [2][3]Point
}

func nested(m map[string]Item, k string) {
	item := m[k]
	item.In.X = 1
	m[k] = item
}

func array(m map[string]Item, k string, i int) {
	item := m[k]
	item.Arr[i] = 1
	m[k] = item
}

func grid(m map[string]Item, k string, i int) {
	item := m[k]
	item.Grid[i][2].Y--
	m[k] = item
}

func promoted(m map[string]Item, k string) {
	item := m[k]
	item.ID = 1
	m[k] = item
}

func promotedTwice(m map[string]Item, k string) {
	item := m[k]
	item.Pos.X = 1
	m[k] = item
}

func explicit(m map[string]Item, k string) {
	item := m[k]
	item.Base.Pos.Y = 1
	m[k] = item
}

func arrays(arrs map[string][8]int, k string, i int) {
	arr := arrs[k]
	arr[i]++
	arrs[k] = arr
}

func anonymous(m map[string]struct{ N int }, k string) {
	entry := m[k]
	entry.N = 1
	m[k] = entry
}

func arrayOfStructs(m map[int][2]Point) {
	arr := m[3]
	arr[1].X |= 4
	m[3] = arr
}

func parens(m map[string]Item, k string) {
	item := m[k]
	item.In.X = 1
	m[k] = item
	println(k)
	itemEntry := (m)[k]
	(itemEntry.In).Y = 2
	(m)[k] = itemEntry
	println(k)
	itemEntry2 := m[k]
	(itemEntry2.In.X)++
	m[k] = itemEntry2
}
