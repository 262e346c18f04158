package initial

var mode = "debug"

var banner = "running in " + mode

func set(m string) { mode = m }
