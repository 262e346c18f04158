"""Evidence from outside the source: race-detector reports and crashes, as plain values (layer 1)."""
