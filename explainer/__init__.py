"""Explainer: publishes news explainers kept as YAML as a versioned, sourced site."""

__version__ = "0.1.0"
