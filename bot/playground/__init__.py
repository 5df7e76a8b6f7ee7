"""The local Discord: a server on loopback that speaks Discord's protocol to the unmodified bot."""
