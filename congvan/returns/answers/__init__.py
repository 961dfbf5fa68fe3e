"""What the answers amount to: status, facts for documents, teams. May import collect and all below it."""
