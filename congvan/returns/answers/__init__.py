"""Results from the answers: status, facts for documents, team proposals. May import collect and all below it."""
