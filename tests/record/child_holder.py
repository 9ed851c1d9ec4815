"""Another program that has the database open: until a line arrives."""

import sys

import duckdb

connection = duckdb.connect(sys.argv[1])
sys.stdout.write("open\n")
sys.stdout.flush()
sys.stdin.readline()
connection.close()
