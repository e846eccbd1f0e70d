"""Shared by all tables: the metadata, the names of constraints, the column types that differ by engine."""

from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData, Text
from sqlalchemy.dialects import mysql

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows itself only for INTEGER keys
Ms = BigInteger  # UTC milliseconds
LongText = Text().with_variant(mysql.LONGTEXT(), "mysql")  # plain TEXT ends at 64 KiB there
LongBytes = LargeBinary().with_variant(mysql.LONGBLOB(), "mysql")

# Both engines compare text byte by byte, so that a test on one says something about the other.
# What has to be found ignoring case is stored a second time in lower case (`email_key`).
ENGINE: dict[str, Any] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
