"""Measurements; `make bench-...` runs one."""
