package golden

type Group struct {
	Size  int
	Names []string
}

func describe(int) string { return "" }

func group(ids []int) map[string]Group {
	groups := make(map[string]Group)
	for _, id := range ids {
		groups["all"].Names = append(groups["all"].Names, describe(id))
		println(id)
		groups["all"].Size += len(describe(id))
	}
	return groups
}
