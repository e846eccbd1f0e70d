"""The benchmarks: `make bench`. They report; nothing in them passes or fails."""
