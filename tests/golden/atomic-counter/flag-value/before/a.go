package older

var ready bool

func set(n int) { ready = n > 3 }
