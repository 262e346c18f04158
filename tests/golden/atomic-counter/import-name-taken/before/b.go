package taken

func count(atomic int) int {
	n := 0
	func() { n += 2 }()
	return n
}
