"""From a racing package to a proven fix: run, attribute, remedy, prove (layer 6)."""
