"""Discord's limits on what a bot sends, each failing with Discord's own error (code 50035)."""
