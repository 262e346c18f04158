package a

import "example.com/missing/lib"

type point struct{ x, y int }

func (p point) Norm() int { return p.x*p.x + p.y*p.y }

func isOrigin(t lib.T, p point) bool { return lib.Equal(t, point{}, p) }

type hidden struct{ n int }

func (h hidden) norm() int { return h.n }

func keep(box lib.Box, h hidden) { box.Keep(h) }

type kept struct{ n int }

func (k kept) Norm() int { return k.n }

func keepPointer(box lib.Box) { box.Keep(&kept{}) }

type partly interface {
	lib.Partly
	other()
}

func (k *kept) other() {}

func use(partly) {}

func usePointer() { use(&kept{}) }
