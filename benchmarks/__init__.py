"""Side by side with peers: how fast a site is built, what it costs in memory, and how that grows."""
