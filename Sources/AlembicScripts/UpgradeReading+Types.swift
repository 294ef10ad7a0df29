import MigrationModel

extension UpgradeReading {
    /// The type that SQLAlchemy writes for an expression, `VARCHAR(50)` for `sa.String(50)`; `nil` where it is not known.
    func typeName(_ term: Term) -> String? {
        switch term {
        case .path(let path): return typeName(path, Self.noArguments)
        case .call(let call):
            if case .attribute(let base, "with_variant") = call.function {
                guard
                    let dialects = call.hasMorePositional ? nil : Term.list(Array(call.positional.dropFirst())).strings
                else { return nil }
                return typeName(dialects.contains(dialect.rawValue) ? call.positional.first ?? .unknown : base)
            }
            guard case .path(let path) = call.function, !call.hasMorePositional, !call.hasMoreKeywords else {
                return nil
            }
            return typeName(path, call)
        default: return nil
        }
    }

    private static var noArguments: TermCall {
        TermCall(
            function: .unknown, positional: [], keywords: [], hasMorePositional: false, hasMoreKeywords: false, line: 0)
    }

    private func typeName(_ path: String, _ call: TermCall) -> String? {
        guard path.hasPrefix("sqlalchemy.") || path.hasPrefix("sqlmodel.") else { return nil }
        let isPostgres = dialect == .postgresql
        let name = path.lastName
        // Types of other databases have names of ours, and other spellings.
        if let other = path.behind("sqlalchemy.dialects."), other.firstName != dialect.rawValue {
            guard isPostgres == false, name == "UUID" || name == "TIMESTAMP" else { return nil }
        }
        switch name {
        case "String", "VARCHAR", "Unicode", "AutoString": return sized("VARCHAR", call)
        case "NVARCHAR", "NCHAR": return isPostgres ? nil : sized(name, call)
        case "CHAR": return sized("CHAR", call)
        case "Text", "UnicodeText", "TEXT": return sized("TEXT", call)
        case "Integer", "INTEGER", "INT": return "INTEGER"
        case "BigInteger", "BIGINT": return "BIGINT"
        case "SmallInteger", "SMALLINT": return "SMALLINT"
        case "Numeric", "NUMERIC": return precise("NUMERIC", call)
        case "DECIMAL": return precise("DECIMAL", call)
        case "Float", "FLOAT":
            let precision = call.argument(0, "precision") ?? .nothing
            if !isPostgres || precision == .nothing { return "FLOAT" }
            return precision.digits.map { "FLOAT(\($0))" }
        case "Double": return isPostgres ? "DOUBLE PRECISION" : "DOUBLE"
        case "DOUBLE_PRECISION": return "DOUBLE PRECISION"
        case "REAL": return "REAL"
        case "Boolean", "BOOLEAN", "BOOL": return "BOOLEAN"
        case "Date", "DATE": return "DATE"
        case "DateTime", "TIMESTAMP": return timed("TIMESTAMP", sqlite: name == "DateTime" ? "DATETIME" : name, call)
        case "DATETIME": return isPostgres ? nil : "DATETIME"
        case "Time", "TIME": return timed("TIME", sqlite: "TIME", call)
        case "Interval": return call.hasArguments ? nil : isPostgres ? "INTERVAL" : "DATETIME"
        case "INTERVAL": return call.hasArguments || !isPostgres ? nil : "INTERVAL"
        case "LargeBinary", "PickleType": return isPostgres ? "BYTEA" : "BLOB"
        case "BLOB": return isPostgres ? nil : "BLOB"
        case "JSON": return "JSON"
        case "Uuid", "UUID":
            return name == "Uuid" && (!isPostgres || call.keyword("native_uuid")?.truth == false) ? "CHAR(32)" : "UUID"
        case "Enum", "ENUM": return enumName(call, isNative: name == "ENUM")
        case "ARRAY": return isPostgres ? array(call) : nil
        default: return isPostgres && Self.plainTypes.contains(name) ? name : nil
        }
    }

    /// Types of PostgreSQL's own that are written as they are called.
    private static let plainTypes: Set<String> = [
        "BYTEA", "CIDR", "CITEXT", "DATEMULTIRANGE", "DATERANGE", "HSTORE", "INET", "INT4MULTIRANGE", "INT4RANGE",
        "INT8MULTIRANGE", "INT8RANGE", "JSONB", "JSONPATH", "MACADDR", "MACADDR8", "MONEY", "NUMMULTIRANGE", "NUMRANGE",
        "OID", "REGCLASS", "REGCONFIG", "TSMULTIRANGE", "TSQUERY", "TSRANGE", "TSTZMULTIRANGE", "TSTZRANGE", "TSVECTOR",
    ]

    private func sized(_ name: String, _ call: TermCall) -> String? {
        switch call.argument(0, "length") {
        case nil, .nothing?: name
        case let length?: length.digits.map { "\(name)(\($0))" }
        }
    }

    private func precise(_ name: String, _ call: TermCall) -> String? {
        let precision = call.argument(0, "precision") ?? .nothing
        let scale = call.argument(1, "scale") ?? .nothing
        if precision == .nothing { return name }
        guard let digits = precision.digits else { return nil }
        if scale == .nothing { return "\(name)(\(digits))" }
        return scale.digits.map { "\(name)(\(digits), \($0))" }
    }

    private func timed(_ name: String, sqlite: String, _ call: TermCall) -> String? {
        guard dialect == .postgresql else { return sqlite }
        let zone = call.argument(0, "timezone") ?? .boolean(false)
        let precision = call.argument(1, "precision") ?? .nothing
        guard let hasZone = zone.truth else { return nil }
        var size = ""
        if precision != .nothing {
            guard let digits = precision.digits else { return nil }
            size = "(\(digits))"
        }
        return "\(name)\(size) \(hasZone ? "WITH" : "WITHOUT") TIME ZONE"
    }

    private func array(_ call: TermCall) -> String? {
        guard let item = call.argument(0, "item_type").flatMap(typeName) else { return nil }
        switch call.argument(2, "dimensions") {
        case nil, .nothing?: return item + "[]"
        case .number(let digits)?: return Int(digits).map { item + String(repeating: "[]", count: min($0, 9)) }
        default: return nil
        }
    }

    /// PostgreSQL has a type for it, SQLite a text as long as the longest label.
    private func enumName(_ call: TermCall, isNative: Bool) -> String? {
        let labels = Term.list(call.positional).strings
        if dialect == .postgresql, call.keyword("native_enum") == nil || call.keyword("native_enum")?.truth == true {
            var name = call.keyword("name")?.string
            // Of a class of Python's it is the name of that class.
            if call.keyword("name") == nil, call.positional.count == 1 {
                switch call.positional.first {
                case .path(let path)?, .attribute(_, let path)?: name = path.lastName.lowercased()
                default: break
                }
            }
            guard let name, !name.isEmpty else { return nil }
            let schema = call.keyword("schema") ?? .nothing
            if schema == .nothing { return name.quotedIfNeeded }
            return schema.string.map { "\($0.quotedIfNeeded).\(name.quotedIfNeeded)" }
        }
        if let length = call.keyword("length"), length != .nothing { return length.digits.map { "VARCHAR(\($0))" } }
        guard call.keyword("native_enum")?.truth != nil || call.keyword("native_enum") == nil else { return nil }
        guard let longest = labels?.map(\.unicodeScalars.count).max(), !isNative else { return nil }
        return "VARCHAR(\(longest))"
    }
}

extension TermCall {
    fileprivate var hasArguments: Bool {
        !positional.isEmpty || !keywords.isEmpty || hasMorePositional || hasMoreKeywords
    }
}

extension Term {
    fileprivate var digits: String? {
        guard case .number(let digits) = self, digits.allSatisfy(\.isNumber) else { return nil }
        return digits
    }
}

extension String {
    /// As an identifier of SQL.
    fileprivate var quotedIfNeeded: String {
        let isPlain = unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
        return isPlain && first?.isNumber == false ? self : "\"\(replacing("\"", by: "\"\""))\""
    }
}
