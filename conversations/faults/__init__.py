"""The fault harness: the real processes under injected faults, judged by what the stand-in for Twilio accepted."""
