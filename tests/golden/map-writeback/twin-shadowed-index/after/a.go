package golden

type Mount struct {
	Path    string
	Options []string
}

func f(mounts []Mount, option string) {
	for j, m := range mounts {
		if m.Path == "/dev/shm" {
			for i, o := range m.Options {
				if o == option {
					m.Options[i] = ""
					return
				}
			}
			mounts[j].Options = append(mounts[j].Options, option)
		}
	}
}
