"""Benchmarks against peers: build time, memory, and how both grow with the number of entries."""
