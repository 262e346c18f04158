package golden

func Name() string { return "golden" }
