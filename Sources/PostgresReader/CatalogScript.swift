import Inspector
import MigrationModel
import PostgresSession

/// What of the catalog a reading wants.
struct CatalogScope: Equatable {
    let versionTable: VersionTableChoice
    /// Where tables are listed; empty for every schema but the system's.
    let schemas: [String]
    let depth: ReadingRequest.Depth

    init(_ request: ReadingRequest) {
        versionTable = request.versionTable
        schemas = request.schemas
        depth = request.depth
    }

    /// As a condition on `n`: the schemas whose tables are wanted by name.
    var listed: String {
        schemas.isEmpty
            ? ReadingScript.userSchema : "n.nspname OPERATOR(pg_catalog.=) ANY (\(SQLText.nameArray(schemas)))"
    }

    /// As a condition on `n`: those, and where the version table may be.
    var watched: String {
        guard let schema = versionTable.schema else { return ReadingScript.userSchema }
        return "(\(listed) OR n.nspname OPERATOR(pg_catalog.=) \(SQLText.literal(schema))::pg_catalog.name)"
    }

    /// As a condition on `n`: the schemas whose tables are wanted in detail. `nil` for none.
    var detailed: String? {
        guard case .definitions(let others) = depth else { return nil }
        let own = schemas.first.map { "\(SQLText.literal($0))::pg_catalog.name" } ?? "pg_catalog.current_schema()"
        return """
            (n.nspname OPERATOR(pg_catalog.=) \(own) \
            OR n.nspname OPERATOR(pg_catalog.=) ANY (\(SQLText.nameArray(others))))
            """
    }
}

/// The questions about tables and what they are made of. None is answered where the fingerprint is the known one.
///
/// Each row of a detail begins with the number of its table. Those of tables that are not listed are for nobody.
enum CatalogScript {
    static func queries(_ scope: CatalogScope, unless known: String?) -> String {
        let gate = Fingerprint.differs(from: known)
        let tables = tables(scope, gate)
        guard let detailed = scope.detailed else { return tables }
        let condition = "\(detailed) AND \(gate)"
        return tables + columns(condition) + constraints(condition) + indexes(condition) + relations(condition)
            + enums(condition)
    }

    /// The ordinary tables: no partitions, nothing temporary, nothing that belongs to an extension.
    private static func tables(_ scope: CatalogScope, _ gate: String) -> String {
        """
        SELECT n.nspname, c.relname, c.oid, \(scope.detailed ?? "false")
        FROM pg_catalog.pg_class c
        \(namespace)
        WHERE c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p', 'f']::pg_catalog."char"[])
        AND NOT c.relispartition AND c.relpersistence OPERATOR(pg_catalog.<>) 't'::pg_catalog."char"
        AND \(scope.listed) AND \(isFree("c")) AND \(gate)
        ORDER BY n.nspname, c.relname;

        """
    }

    private static func columns(_ condition: String) -> String {
        """
        SELECT a.attrelid, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
            a.attgenerated, pg_catalog.pg_get_expr(d.adbin, d.adrelid), o.objid IS NOT NULL
        FROM pg_catalog.pg_class c
        \(namespace)
        JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid
            AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2 AND NOT a.attisdropped
        LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid OPERATOR(pg_catalog.=) a.attrelid
            AND d.adnum OPERATOR(pg_catalog.=) a.attnum
        LEFT JOIN (\(ownedSequences)) o ON o.refobjid OPERATOR(pg_catalog.=) a.attrelid
            AND o.refobjsubid OPERATOR(pg_catalog.=) a.attnum
        WHERE c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p', 'f']::pg_catalog."char"[])
        AND NOT c.relispartition AND \(condition)
        ORDER BY a.attrelid, a.attnum;

        """
    }

    /// A row for each column of a constraint, in the order in which it names them.
    private static func constraints(_ condition: String) -> String {
        """
        SELECT k.conrelid, k.oid, k.conname, k.contype, \(column("u.own", of: "k.conrelid")), fn.nspname, f.relname,
            \(column("u.other", of: "k.confrelid")),
            CASE k.contype WHEN 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid)
                WHEN 'x' THEN pg_catalog.pg_get_constraintdef(k.oid) END
        FROM pg_catalog.pg_class c
        \(namespace)
        JOIN pg_catalog.pg_constraint k ON k.conrelid OPERATOR(pg_catalog.=) c.oid
            AND k.contype OPERATOR(pg_catalog.=) ANY (ARRAY['p', 'u', 'f', 'c', 'x']::pg_catalog."char"[])
        LEFT JOIN LATERAL ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) WITH ORDINALITY
            AS u(own, other, position) ON true
        LEFT JOIN pg_catalog.pg_class f ON f.oid OPERATOR(pg_catalog.=) k.confrelid
        LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid OPERATOR(pg_catalog.=) f.relnamespace
        WHERE NOT c.relispartition AND \(condition)
        ORDER BY k.conname, k.oid, u.position;

        """
    }

    /// A row for each part of an index that is there for itself and works: one that `CREATE INDEX CONCURRENTLY` left
    /// half made is not there.
    private static func indexes(_ condition: String) -> String {
        """
        SELECT i.indrelid, x.relname, i.indisunique,
            COALESCE(\(column("p.key", of: "i.indrelid"))::pg_catalog.text,
                pg_catalog.pg_get_indexdef(i.indexrelid, p.number::pg_catalog.int4, false)),
            pg_catalog.pg_get_expr(i.indpred, i.indrelid)
        FROM pg_catalog.pg_class c
        \(namespace)
        JOIN pg_catalog.pg_index i ON i.indrelid OPERATOR(pg_catalog.=) c.oid AND i.indisvalid
        JOIN pg_catalog.pg_class x ON x.oid OPERATOR(pg_catalog.=) i.indexrelid
        CROSS JOIN LATERAL pg_catalog.unnest(i.indkey) WITH ORDINALITY AS p(key, number)
        WHERE p.number OPERATOR(pg_catalog.<=) i.indnkeyatts::pg_catalog.int8 AND NOT c.relispartition
        AND \(condition)
        AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid OPERATOR(pg_catalog.=) i.indexrelid
            AND k.contype OPERATOR(pg_catalog.=) ANY (ARRAY['p', 'u', 'x']::pg_catalog."char"[]))
        ORDER BY x.relname, i.indexrelid, p.number;

        """
    }

    /// Views, and sequences that no column owns.
    private static func relations(_ condition: String) -> String {
        """
        SELECT n.nspname, c.relname, c.relkind
        FROM pg_catalog.pg_class c
        \(namespace)
        WHERE c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['v', 'm', 'S']::pg_catalog."char"[])
        AND c.relpersistence OPERATOR(pg_catalog.<>) 't'::pg_catalog."char" AND \(isFree("c")) AND \(condition)
        AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_depend d WHERE d.classid OPERATOR(pg_catalog.=) \(catalog("pg_class"))
            AND d.objid OPERATOR(pg_catalog.=) c.oid AND d.refclassid OPERATOR(pg_catalog.=) \(catalog("pg_class"))
            AND d.deptype OPERATOR(pg_catalog.=) ANY (ARRAY['a', 'i']::pg_catalog."char"[]));

        """
    }

    private static func enums(_ condition: String) -> String {
        """
        SELECT n.nspname, t.typname, e.enumlabel
        FROM pg_catalog.pg_enum e
        JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) e.enumtypid
        JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace
        WHERE \(condition) AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_depend d WHERE d.classid OPERATOR(pg_catalog.=) \(catalog("pg_type"))
            AND d.objid OPERATOR(pg_catalog.=) t.oid AND d.deptype OPERATOR(pg_catalog.=) 'e'::pg_catalog."char")
        ORDER BY n.nspname, t.typname, e.enumsortorder;

        """
    }

    /// The name of the column with this number. Asked for each: a join would read every column of the database. `NULL` for
    /// an expression, which has the number 0.
    private static func column(_ number: String, of table: String) -> String {
        """
        (SELECT a.attname FROM pg_catalog.pg_attribute a WHERE a.attrelid OPERATOR(pg_catalog.=) \(table) \
        AND a.attnum OPERATOR(pg_catalog.=) \(number))
        """
    }

    private static let namespace = "JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"

    private static func isFree(_ relation: String) -> String {
        "NOT (\(relation).oid OPERATOR(pg_catalog.=) ANY (\(ownedByExtensions)))"
    }

    /// The relations that belong to extensions, found from these.
    static let ownedByExtensions = """
        SELECT objid FROM pg_catalog.pg_depend WHERE refclassid OPERATOR(pg_catalog.=) \(catalog("pg_extension")) \
        AND classid OPERATOR(pg_catalog.=) \(catalog("pg_class")) AND deptype OPERATOR(pg_catalog.=) 'e'::pg_catalog."char"
        """

    private static let ownedSequences = """
        SELECT d.objid, d.refobjid, d.refobjsubid FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_class s ON s.oid OPERATOR(pg_catalog.=) d.objid
            AND s.relkind OPERATOR(pg_catalog.=) 'S'::pg_catalog."char"
        WHERE d.classid OPERATOR(pg_catalog.=) \(catalog("pg_class"))
        AND d.refclassid OPERATOR(pg_catalog.=) \(catalog("pg_class"))
        AND d.deptype OPERATOR(pg_catalog.=) 'a'::pg_catalog."char"
        """

    private static func catalog(_ name: String) -> String {
        "'pg_catalog.\(name)'::pg_catalog.regclass::pg_catalog.oid"
    }
}
