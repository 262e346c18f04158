"""Bulk migration (layer 6): plan, shards by owner, state, run, resume, export to branches."""
