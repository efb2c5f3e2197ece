"""Explainer: publishes news explainers, written in YAML, as a versioned site with a source for every point."""

__version__ = "0.1.0"
