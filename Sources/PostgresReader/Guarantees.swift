import MigrationModel
import PostgresSession

/// What protects the database from a reading, as the server itself says it is in force, and who we are there.
struct Guarantees {
    let defaultSchema: String?
    let role: String?

    static let query = """
        SELECT pg_catalog.current_setting('transaction_read_only'), \(milliseconds("statement_timeout")), \
        \(milliseconds("lock_timeout")), pg_catalog.current_schema(), current_user
        """

    private static func milliseconds(_ setting: String) -> String {
        """
        pg_catalog.date_part('epoch', pg_catalog.current_setting('\(setting)')::pg_catalog.interval) \
        OPERATOR(pg_catalog.*) 1000::pg_catalog.float8
        """
    }

    /// Throws what is missing, in words.
    init(_ rows: Session.Rows, limit: Duration) throws(Missing) {
        guard rows.count == 1, rows[0].count == 5 else { throw Missing("the server did not say what is in force") }
        let row = rows[0].map { $0?.text }
        guard row[0] == "on" else { throw Missing("the transaction is not read-only") }
        for (name, value) in [("statement_timeout", row[1]), ("lock_timeout", row[2])] {
            guard let value = value.flatMap(Double.init), value > 0, value <= limit.seconds * 1_000 else {
                throw Missing("\(name) is not in force. Does a connection pooler drop SET LOCAL?")
            }
        }
        defaultSchema = row[3]
        role = row[4]
    }

    struct Missing: Error, Equatable {
        let text: String

        init(_ text: String) {
            self.text = text
        }
    }
}
