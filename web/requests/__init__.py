"""Requests and answers: context, forms, cookies, limits, rates, logs."""
