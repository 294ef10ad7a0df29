import MigrationModel
import PostgresSession

/// The SQL of a reading.
///
/// Everything from the catalog is written with `pg_catalog`, operators too: the search path stays as the role has it,
/// since it decides which tables are visible, and another owner's functions may be on it.
enum ReadingScript {
    /// Begins the transaction. One snapshot for all of it, and the limits only for its length, so that they also hold
    /// on a connection that a pooler hands to somebody else afterwards. What asks the catalog of many tables looks costly
    /// to the planner, and compiling it would take longer than to answer it.
    static func begin(within remaining: Duration, bytesAsTheyAre: Bool) -> String {
        let milliseconds = max(1, Int64(remaining.seconds * 1_000))
        // The server gives up a little earlier than we do, so that its answer arrives and the connection stays.
        let statement = max(1, milliseconds * 9 / 10)
        let lock = max(1, milliseconds * 8 / 10)
        return """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL statement_timeout = \(statement);
            SET LOCAL lock_timeout = \(lock);
            SET LOCAL idle_in_transaction_session_timeout = \(milliseconds);
            SET LOCAL jit = off;
            \(constantsAreWritten)
            \(bytesAsTheyAre ? "SET LOCAL client_encoding = 'SQL_ASCII';" : "")
            \(Guarantees.query);

            """
    }

    /// The server writes the constants of defaults and conditions in the form that the session has set, which a database
    /// or a role may have another default for.
    private static let constantsAreWritten = """
        SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, MDY'; SET LOCAL IntervalStyle = 'postgres';
        SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL quote_all_identifiers = off;
        """

    static let commit = "COMMIT;"
    static let rollback = "ROLLBACK;"
}

extension ReadingScript {
    /// The rows of a version table.
    ///
    /// `concat` writes a value of any type as a client would see it: a cast would strip a `char(n)` of its blanks.
    static func rows(of table: TableName) -> String {
        let name = [table.schema, table.name].compactMap(\.self).map(SQLText.identifier).joined(separator: ".")
        return """
            SELECT version_num IS NULL, pg_catalog."left"(pg_catalog.concat(version_num), \(VersionRows.longest + 1))
            FROM \(name) LIMIT \(VersionRows.most + 1);

            """
    }

    /// The relations that could be the version table.
    ///
    /// A column of a table elsewhere that is renamed to `version_num` is seen with the next other change of the catalog.
    static func candidates(_ scope: CatalogScope, unless known: String?) -> String {
        """
        SELECT n.nspname, c.relname, pg_catalog.pg_table_is_visible(c.oid), t.typcategory,
            pg_catalog.format_type(a.atttypid, NULL),
            pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND (pg_catalog.has_table_privilege(c.oid, 'SELECT')
                OR COALESCE(pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT'), false))
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid
            AND a.attname OPERATOR(pg_catalog.=) 'version_num'::pg_catalog.name
            AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2 AND NOT a.attisdropped
        LEFT JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) a.atttypid
        WHERE c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p', 'v', 'm', 'f']::pg_catalog."char"[])
        AND NOT c.relispartition AND \(scope.watched) AND \(condition(for: scope.versionTable))
        AND \(Fingerprint.differs(from: known))
        ORDER BY n.nspname, c.relname;

        """
    }

    private static func condition(for choice: VersionTableChoice) -> String {
        switch choice {
        case .named(let name, schema: _):
            // The usual name too: where the one that was asked for is missing, it is worth a hint.
            return "c.relname OPERATOR(pg_catalog.=) ANY (\(SQLText.nameArray([name, VersionRows.usualName])))"
        case .byShape(let schema):
            let shape = """
                (c.relname OPERATOR(pg_catalog.=) \(SQLText.literal(VersionRows.usualName))::pg_catalog.name
                OR t.typcategory OPERATOR(pg_catalog.=) ANY (ARRAY['S', 'E']::pg_catalog."char"[]))
                """
            guard let schema else { return shape }
            return shape + " AND n.nspname OPERATOR(pg_catalog.=) \(SQLText.literal(schema))::pg_catalog.name"
        }
    }

    /// The server reserves names that begin with `pg_`: catalogs, TOAST and temporary tables.
    static let userSchema = """
        n.nspname OPERATOR(pg_catalog.!~) '^pg_'::pg_catalog.text \
        AND n.nspname OPERATOR(pg_catalog.<>) 'information_schema'::pg_catalog.name
        """
}
