import Inspector
import PostgresSession

/// A short text that changes when the catalog does, made by the server of the versions of its rows.
///
/// The server keeps it in a setting of the transaction, so that the questions behind it in the same message are answered
/// only where it is another one than last time: an unchanged catalog costs one small row, and a changed one no second
/// message. A row's `xmin` is the transaction that wrote it, and any change writes a new row. Analysing and vacuuming do
/// not count: they overwrite their figures in place.
enum Fingerprint {
    private static let setting = "'migration_exporter.catalog'"

    /// As a condition of a query: whether the fingerprint is another one.
    static func differs(from known: String?) -> String {
        "pg_catalog.current_setting(\(setting)) OPERATOR(pg_catalog.<>) \(SQLText.literal(known ?? ""))"
    }

    static func query(_ scope: CatalogScope) -> String {
        let definitions = scope.detailed == nil ? "" : ", " + definitionParts.joined(separator: ", ")
        return """
            WITH relation AS (
                SELECT c.oid, \(version("c")) AS version, \(version("n")) AS place, \(scope.detailed ?? "false") AS detailed
                FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
                WHERE c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p', 'v', 'm', 'f', 'S']::pg_catalog."char"[])
                AND \(scope.watched))
            SELECT pg_catalog.set_config(\(setting), pg_catalog.concat_ws(' ',
                pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time()),
                (SELECT oid FROM pg_catalog.pg_database
                    WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database()),
                pg_catalog.current_schemas(false),
                (SELECT pg_catalog.concat_ws(' ', pg_catalog.count(*), pg_catalog.sum(version), pg_catalog.sum(place),
                    pg_catalog.sum(oid::pg_catalog.int8)) FROM relation),
                (SELECT pg_catalog.concat_ws(' ', pg_catalog.count(*), pg_catalog.sum(objid::pg_catalog.int8))
                    FROM (\(CatalogScript.ownedByExtensions)) d)\(definitions)), true);

            """
    }

    private static let definitionParts = [
        part("pg_attribute", of: "attrelid", and: "p.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2"),
        part("pg_attrdef", of: "adrelid"), part("pg_constraint", of: "conrelid"), part("pg_index", of: "indrelid"),
        """
        (SELECT pg_catalog.sum(\(version("x"))) FROM pg_catalog.pg_index p
            JOIN relation r ON r.oid OPERATOR(pg_catalog.=) p.indrelid
            JOIN pg_catalog.pg_class x ON x.oid OPERATOR(pg_catalog.=) p.indexrelid WHERE r.detailed)
        """,
        """
        (SELECT pg_catalog.concat_ws(' ', pg_catalog.count(*), pg_catalog.sum(\(version("p")))) FROM pg_catalog.pg_type p
            WHERE p.typtype OPERATOR(pg_catalog.=) ANY (ARRAY['e', 'd']::pg_catalog."char"[]))
        """,
        "(SELECT pg_catalog.concat_ws(' ', pg_catalog.count(*), pg_catalog.sum(\(version("p")))) FROM pg_catalog.pg_enum p)",
    ]

    private static func part(_ catalog: String, of relation: String, and condition: String = "true") -> String {
        """
        (SELECT pg_catalog.concat_ws(' ', pg_catalog.count(*), pg_catalog.sum(\(version("p")))) FROM pg_catalog.\(catalog) p
            JOIN relation r ON r.oid OPERATOR(pg_catalog.=) p.\(relation) WHERE r.detailed AND \(condition))
        """
    }

    /// `xmin` has no arithmetic, but a hash, as part of an array.
    private static func version(_ row: String) -> String { "pg_catalog.hash_array(ARRAY[\(row).xmin])" }
}
