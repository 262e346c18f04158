package a

import "math"

type point struct{ x, y float64 }

var roots = map[float64]float64{}

var distances = map[[2]point]float32{}

type Plot struct{ cache map[point]string }

func Root(x float64) float64 {
	if y, ok := roots[x]; ok {
		return y
	}
	y := math.Sqrt(x)
	roots[x] = y
	return y
}

func Distance(a, b point) float32 {
	if d, ok := distances[[2]point{a, b}]; ok {
		return d
	}
	d := float32(math.Hypot(a.x-b.x, a.y-b.y))
	distances[[2]point{a, b}] = d
	return d
}

func (p *Plot) Label(at point) string {
	if label, ok := p.cache[at]; ok {
		return label
	}
	label := "o"
	p.cache[at] = label
	return label
}
