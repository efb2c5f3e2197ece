"""Fetches pages whose addresses anyone may have proposed. A build never does; only commands that editors start."""
