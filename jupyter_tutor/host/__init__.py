"""The process that owns sessions, course and record for a kernel without a server of ours.

An interface like ``server``: it imports inward, and its composition module is the only place here
that builds adapters. What it says and hears is in docs/protocol.md.
"""
