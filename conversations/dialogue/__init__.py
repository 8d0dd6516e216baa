"""Pure Spanish: what a customer's words mean, what the bot remembers, and how a reply is worded."""
