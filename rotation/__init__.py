"""Who goes where, for how long."""
