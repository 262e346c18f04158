"""Shared state: which variables goroutines share, who accesses them, under which locks."""
