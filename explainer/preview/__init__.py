"""The preview: the site while it is written, in memory, made anew only where somebody looks."""
