"""What the suite `operations` runs, a module a noun."""
