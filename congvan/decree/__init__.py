"""What Decree 30/2020/NĐ-CP names and numbers: kinds of documents, numerals. Shared by the writer and the checker.

Names and numbers only. Measures and thresholds are not shared: the checker stays a second opinion on the writer.
"""
