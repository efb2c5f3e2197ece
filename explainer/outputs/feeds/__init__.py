"""Feeds for other programs: Atom, JSON Feed, and a calendar."""
