package golden

type State struct {
	epoll int
	open  map[int]bool
}
