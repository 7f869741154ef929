import java.math.BigDecimal;
import java.sql.*;
import java.time.*;
import java.time.format.DateTimeFormatter;
import java.util.Properties;

/** Calls procedures through pgJDBC and prints what it gets, a line a row. Arguments: URL, escapeSyntaxCallMode, prepareThreshold. */
public class Calls {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    public static void main(String[] args) throws Exception {
        Properties p = new Properties();
        p.setProperty("user", "tester");
        p.setProperty("escapeSyntaxCallMode", args[1]);
        p.setProperty("prepareThreshold", args[2]);
        try (Connection c = DriverManager.getConnection(args[0], p)) {
            typed(c);
            bound(c);
            transaction(c);
            limit(c);
            cancelled(c);
            failing(c);
        }
    }

    static void typed(Connection c) throws SQLException {
        System.out.println("position");
        try (CallableStatement s = c.prepareCall("{call demo.test.typed(?, ?)}")) {
            s.setInt(1, 5);
            s.setString(2, "row ");
            for (int i = 0; i < 6; i++) { // often enough for a named statement and binary results
                try (ResultSet r = s.executeQuery()) {
                    if (i == 5) {
                        rows(r);
                    }
                }
            }
        }
        System.out.println("named");
        try (PreparedStatement s = c.prepareStatement("CALL demo.test.typed(prefix => ?, n => ?)")) {
            s.setString(1, "row ");
            s.setInt(2, 5);
            try (ResultSet r = s.executeQuery()) {
                rows(r);
            }
        }
    }

    static void bound(Connection c) throws SQLException {
        try (CallableStatement s = c.prepareCall("{call demo.test.bound(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)}")) {
            s.setBoolean(1, true);
            s.setShort(2, Short.MIN_VALUE);
            s.setInt(3, Integer.MAX_VALUE);
            s.setLong(4, Long.MIN_VALUE);
            s.setFloat(5, 0.1f);
            s.setDouble(6, 0.30000000000000004);
            s.setBigDecimal(7, new BigDecimal("12345678901234.567890"));
            s.setString(8, "naïve 日本 'quoted'");
            s.setString(9, "code");
            s.setBytes(10, new byte[] {0, 1, (byte) 0xff});
            s.setObject(11, LocalDate.of(2024, 2, 29));
            s.setObject(12, LocalDateTime.of(2024, 2, 29, 12, 34, 56, 123456000));
            s.setObject(13, OffsetDateTime.of(2024, 2, 29, 12, 34, 56, 123456000, ZoneOffset.UTC));
            System.out.println("bound");
            try (ResultSet r = s.executeQuery()) {
                rows(r);
            }
            int[] types = {Types.BOOLEAN, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.DOUBLE, Types.NUMERIC, Types.VARCHAR,
                Types.VARCHAR, Types.BINARY, Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE};
            for (int i = 0; i < types.length; i++) {
                s.setNull(i + 1, types[i]);
            }
            System.out.println("nulls");
            try (ResultSet r = s.executeQuery()) {
                rows(r);
            }
        }
    }

    static void transaction(Connection c) throws SQLException {
        System.out.println("transaction");
        c.setAutoCommit(false);
        try (Statement s = c.createStatement()) {
            s.setFetchSize(2); // a portal that is suspended after every second row
            try (ResultSet r = s.executeQuery("CALL demo.test.typed(5, 'row ')")) {
                int n = 0;
                while (r.next()) {
                    n++;
                }
                System.out.println(n);
            }
        }
        c.commit();
        c.setAutoCommit(true);
    }

    static void limit(Connection c) throws SQLException {
        System.out.println("limit");
        try (Statement s = c.createStatement()) {
            s.setMaxRows(2);
            try (ResultSet r = s.executeQuery("CALL demo.test.typed(5, 'row ')")) {
                int n = 0;
                while (r.next()) {
                    n++;
                }
                System.out.println(n);
            }
        }
    }

    static void cancelled(Connection c) throws Exception {
        System.out.println("cancelled");
        try (Statement s = c.createStatement()) {
            Thread t = new Thread(() -> {
                try {
                    while (true) { // until the statement that is to be cancelled has ended
                        Thread.sleep(50);
                        s.cancel();
                    }
                } catch (SQLException | InterruptedException e) {
                    return;
                }
            });
            t.start();
            try {
                s.execute("CALL demo.system.sleep(30)");
            } catch (SQLException e) {
                System.out.println(e.getSQLState());
            }
            t.interrupt();
            t.join();
        }
    }

    static void failing(Connection c) throws SQLException {
        System.out.println("failing");
        try (Statement s = c.createStatement()) {
            s.execute("CALL demo.system.fail('boom')");
        } catch (SQLException e) {
            System.out.println(e.getSQLState() + " " + ((org.postgresql.util.PSQLException) e).getServerErrorMessage().getMessage());
        }
        try (Statement s = c.createStatement(); ResultSet r = s.executeQuery("CALL demo.system.generate_n(1)")) {
            r.next();
            System.out.println(r.getLong(1));
        }
    }

    static void rows(ResultSet r) throws SQLException {
        while (r.next()) {
            StringBuilder b = new StringBuilder();
            for (int i = 1; i <= 13; i++) {
                b.append(i > 1 ? "|" : "").append(text(r, i));
            }
            System.out.println(b);
        }
    }

    static String text(ResultSet r, int i) throws SQLException {
        Object v = switch (i) {
            case 11 -> r.getObject(i, LocalDate.class);
            case 12 -> r.getObject(i, LocalDateTime.class);
            case 13 -> r.getObject(i, OffsetDateTime.class);
            default -> r.getObject(i);
        };
        if (v == null) {
            return "NULL";
        }
        if (v instanceof byte[] bytes) {
            StringBuilder b = new StringBuilder("\\x");
            for (byte x : bytes) {
                b.append(String.format("%02x", x));
            }
            return b.toString();
        }
        if (v instanceof BigDecimal d) {
            return d.toPlainString();
        }
        if (v instanceof LocalDateTime t) {
            return t.format(TIME);
        }
        if (v instanceof OffsetDateTime t) {
            return t.withOffsetSameInstant(ZoneOffset.UTC).format(TIME);
        }
        return v.toString();
    }
}
