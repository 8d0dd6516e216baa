"""Reading pages: what may be fetched, the one door that fetches, and the main content of what came."""
