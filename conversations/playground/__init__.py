"""A made-up customer for staff to write as: through the real webhook and the real bot, and nothing goes to Twilio."""
