package maybe

func labels(base map[string]string, ok bool, name string) map[string]string {
	var labels map[string]string
	if ok {
		labels = base
	}
	if labels == nil {
		labels = make(map[string]string)
	}
	labels["name"] = name
	labels["kind"] = "x"
	return labels
}
