package golden

func double(n int) (int, error) { return 2 * n, nil }
