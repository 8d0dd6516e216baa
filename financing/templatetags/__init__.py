"""What templates of the back office write figures with."""
