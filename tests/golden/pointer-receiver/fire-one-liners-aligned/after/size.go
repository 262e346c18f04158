package size

type size struct{ w, h int }

func (s size) area() int    { return s.w * s.h }
func (s *size) setW(w int)  { s.w = w }
func (s *size) setH(hh int) { s.h = hh }
func (s size) tall() bool   { return s.h > s.w }
