package statusfield

// Job is a unit of work with a status.
type Job struct {
	status string
}

func (j *Job) SetStatus(s string) { j.status = s }

func (j *Job) Status() string { return j.status }

func (j *Job) Done() bool { return j.status == "done" }
