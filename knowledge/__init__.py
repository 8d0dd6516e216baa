"""What we know about the seller: pages and answers read, split, embedded and found again."""
