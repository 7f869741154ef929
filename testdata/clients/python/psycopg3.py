"""Calls procedures through psycopg 3 and prints what it gets, a line a row. Argument: the connection string."""
import sys
import threading

import psycopg

from common import BOUND, rows, text


def main():
    with psycopg.connect(sys.argv[1], autocommit=True) as conn:
        for binary in (False, True):
            cur = conn.cursor(binary=binary)
            print("position")
            rows(cur.execute("CALL demo.test.typed(%s, %s)", (5, "row ")))
            print("named")
            rows(cur.execute("CALL demo.test.typed(prefix => %s, n => %s)", ("row ", 5)))
            print("bound")
            marks = ", ".join("%s::real" if i == 4 else "%s" for i in range(13))  # Python has only doubles
            rows(cur.execute(f"CALL demo.test.bound({marks})", BOUND))
            print("nulls")
            rows(cur.execute(f"CALL demo.test.bound({marks})", [None] * 13))
        transaction(conn)
        cancelled(conn)
        failing(conn)


def transaction(conn):
    print("transaction")
    with conn.transaction():
        print(len(conn.execute("CALL demo.test.typed(5, 'row ')").fetchall()))
    print("limit")
    with conn.transaction(), psycopg.ServerCursor(conn, "c") as cur:
        cur.execute("CALL demo.test.typed(5, 'row ')")
        print(len(cur.fetchmany(2)))


def cancelled(conn):
    print("cancelled")
    done = threading.Event()

    def cancel():
        while not done.wait(0.05):
            conn.cancel_safe()

    thread = threading.Thread(target=cancel)
    thread.start()
    try:
        conn.execute("CALL demo.system.sleep(30)")
    except psycopg.Error as e:
        print(e.sqlstate)
    done.set()
    thread.join()


def failing(conn):
    print("failing")
    try:
        conn.execute("CALL demo.system.fail('boom')")
    except psycopg.Error as e:
        print(e.sqlstate, e.diag.message_primary)
    print(text(conn.execute("CALL demo.system.generate_n(1)").fetchone()[0]))


main()
