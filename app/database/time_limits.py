"""Statements that the server ends when they take too long."""


def select_within(milliseconds: int) -> str:
    """The beginning of a SELECT that may take so long; the server's refusal is `is_timeout`.

    MariaDB reads the first comment and MySQL the second.
    """
    mariadb = f"/*M! SET STATEMENT max_statement_time={milliseconds / 1000} FOR */"
    return f"{mariadb} SELECT /*+ MAX_EXECUTION_TIME({milliseconds}) */ "
