"""Builds a site: what has changed since the last time, over all cores, and keeps what was read for every command."""
