package job

type job struct {
	done bool
	name string
}

func (j job) finish() string {
	j.done = true
	return j.name
}
