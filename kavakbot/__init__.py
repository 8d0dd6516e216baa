"""The ground floor of the house: settings, errors, authentication and the HTTP edge; it imports no app."""
