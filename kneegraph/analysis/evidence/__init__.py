"""What lies behind a claim: which sources are independent, what their evidence weighs, and what would change it."""
