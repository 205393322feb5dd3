"""Small widgets that screens are built from; each knows roles, none knows the commune."""
