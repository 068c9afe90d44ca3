"""Which schools form a community (F01), decided before anything else."""
