"""Running CP-SAT: building blocks, budget, progress, status. Knows nothing of schools."""
