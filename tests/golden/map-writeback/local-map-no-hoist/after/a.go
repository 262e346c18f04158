package golden

type Group struct {
	Size  int
	Names []string
}

func describe(int) string { return "" }

func group(ids []int) map[string]Group {
	groups := make(map[string]Group)
	for _, id := range ids {
		groupEntry := groups["all"]
		groupEntry.Names = append(groupEntry.Names, describe(id))
		groups["all"] = groupEntry
		println(id)
		groupEntry2 := groups["all"]
		groupEntry2.Size += len(describe(id))
		groups["all"] = groupEntry2
	}
	return groups
}
