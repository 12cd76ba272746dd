"""A small file of one's own with large numbers, for the tests of scaling."""

HOUSES = "rooms,area,price\n" + "".join(f"{2 + n % 3},{900 + 37 * n},{150_000 + 13_100 * n}\n" for n in range(12))
"""A regression of 12 rows: two inputs and a target, all but the first column far above 10."""
