"""Local search on compiled tables: millions of small changes where CP-SAT makes few large ones."""
