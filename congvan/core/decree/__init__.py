"""Names and numerals of Decree 30/2020/NĐ-CP, shared by the writer and the checker.

Names and numbers only. Measures and thresholds are not shared: the checker stays a second opinion on the writer.
"""
