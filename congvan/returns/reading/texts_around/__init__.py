"""What is around the tables of a filled form: titles, lines of facts, closing words, signatures."""
