"""The desk's tools: what editors write, rewrite, import and look up."""
