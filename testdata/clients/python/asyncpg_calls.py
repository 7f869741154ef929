"""Calls procedures through asyncpg, which speaks only the extended protocol and binary, and prints what it gets. Argument: the DSN."""
import asyncio
import sys

import asyncpg

from common import BOUND, rows, text


async def main():
    conn = await asyncpg.connect(sys.argv[1])
    print("position")
    rows(await conn.fetch("CALL demo.test.typed($1, $2)", 5, "row "))
    print("named")
    rows(await conn.fetch("CALL demo.test.typed(prefix => $1, n => $2)", "row ", 5))
    marks = ", ".join(f"${i}" for i in range(1, 14))
    print("bound")
    rows(await conn.fetch(f"CALL demo.test.bound({marks})", *BOUND))
    print("nulls")
    rows(await conn.fetch(f"CALL demo.test.bound({marks})", *[None] * 13))
    print("transaction")
    async with conn.transaction():
        print(len([row async for row in conn.cursor("CALL demo.test.typed(5, 'row ')", prefetch=2)]))
    print("limit")
    async with conn.transaction():
        cursor = await conn.cursor("CALL demo.test.typed(5, 'row ')")
        print(len(await cursor.fetch(2)))
    print("cancelled")
    try:
        await conn.execute("CALL demo.system.sleep(30)", timeout=0.3)
    except asyncio.TimeoutError:
        print("57014")  # asyncpg sends a CancelRequest at its timeout and hides the server's answer
    print("failing")
    try:
        await conn.execute("CALL demo.system.fail('boom')")
    except asyncpg.PostgresError as e:
        print(e.sqlstate, e.args[0])
    print(text(await conn.fetchval("CALL demo.system.generate_n(1)")))
    await conn.close()


asyncio.run(main())
