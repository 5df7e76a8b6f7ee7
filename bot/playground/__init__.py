"""The local Discord: a server on loopback with Discord's protocol, for the unmodified bot."""
