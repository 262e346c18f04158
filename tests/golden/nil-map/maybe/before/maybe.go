package maybe

func labels(base map[string]string, ok bool, name string) map[string]string {
	var labels map[string]string
	if ok {
		labels = base
	}
	labels["name"] = name
	labels["kind"] = "x"
	return labels
}
