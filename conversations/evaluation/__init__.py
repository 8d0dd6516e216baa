"""How good the agent is: scenarios it plays as a customer would meet it, and what must hold of its replies."""
