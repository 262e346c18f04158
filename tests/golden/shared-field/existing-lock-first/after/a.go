package golden

import "sync"

type Job struct {
	mu    sync.RWMutex
	steps []string
	state string
}

func (j *Job) Add(step string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.steps = append(j.steps, step)
}

func (j *Job) Steps() int {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return len(j.steps)
}

func (j *Job) Run() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state = "running"
}

func (j *Job) State() string {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.state
}
