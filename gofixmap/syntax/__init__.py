"""Layer 1: Go files as bytes, declarations, and trees on demand."""
