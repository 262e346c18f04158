package taken

import syncatomic "sync/atomic"

func count(atomic int) int {
	var n syncatomic.Int64
	func() { n.Add(2) }()
	return int(n.Load())
}
