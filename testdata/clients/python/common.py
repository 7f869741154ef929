"""What the two Python programs share: how values are printed."""
import datetime
import decimal


def text(value):
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (bytes, memoryview)):
        return "\\x" + bytes(value).hex()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        if value.tzinfo:
            value = value.astimezone(datetime.timezone.utc)
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return str(value)


def rows(result):
    for row in result:
        print("|".join(text(v) for v in row))


BOUND = [
    True,
    -32768,
    2147483647,
    -9223372036854775808,
    0.1,
    0.30000000000000004,
    decimal.Decimal("12345678901234.567890"),
    "naïve 日本 'quoted'",
    "code",
    b"\x00\x01\xff",
    datetime.date(2024, 2, 29),
    datetime.datetime(2024, 2, 29, 12, 34, 56, 123456),
    datetime.datetime(2024, 2, 29, 12, 34, 56, 123456, tzinfo=datetime.timezone.utc),
]
