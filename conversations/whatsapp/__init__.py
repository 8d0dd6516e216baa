"""WhatsApp as Twilio speaks it: forms in, messages out; it knows no agent and no database row."""
