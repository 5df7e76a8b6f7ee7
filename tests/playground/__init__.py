"""Tests of the local Discord over real sockets."""
