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
	m[k].In.X = 1
}

func array(m map[string]Item, k string, i int) {
	m[k].Arr[i] = 1
}

func grid(m map[string]Item, k string, i int) {
	m[k].Grid[i][2].Y--
}

func promoted(m map[string]Item, k string) {
	m[k].ID = 1
}

func promotedTwice(m map[string]Item, k string) {
	m[k].Pos.X = 1
}

func explicit(m map[string]Item, k string) {
	m[k].Base.Pos.Y = 1
}

func arrays(arrs map[string][8]int, k string, i int) {
	arrs[k][i]++
}

func anonymous(m map[string]struct{ N int }, k string) {
	m[k].N = 1
}

func arrayOfStructs(m map[int][2]Point) {
	m[3][1].X |= 4
}

func parens(m map[string]Item, k string) {
	(m[k]).In.X = 1
	println(k)
	((m)[k].In).Y = 2
	println(k)
	(m[k].In.X)++
}
