"""What other programs subscribe to: Atom and JSON feeds, and a calendar."""
