extension ColumnType {
    /// Whether both are one type, as Alembic's `compare_type` has it: `VARCHAR(50)` and `character varying(50)` are, and
    /// `VARCHAR` beside them too, since it says less.
    ///
    /// Two that Alembic takes for one are told apart: a type and an array of it.
    package func isSame(as other: ColumnType, in dialect: Dialect) -> Bool {
        TypeNames(of: [self, other], in: dialect).areSame(self, other)
    }
}

/// The names of types, each worked out once however many columns have it.
struct TypeNames {
    private var names: [ColumnType: TypeName?] = [:]

    init(of types: some Sequence<ColumnType>, in dialect: Dialect) {
        for type in types where names[type] == nil { names[type] = .some(TypeName(type, in: dialect)) }
    }

    /// Both are among those of the initializer.
    func areSame(_ a: ColumnType, _ b: ColumnType) -> Bool {
        if a == b { return true }
        guard let a = names[a] ?? nil, let b = names[b] ?? nil else { return true }
        return a.isNamed(as: b) && a.isArray == b.isArray
            && (a.arguments.count != b.arguments.count || a.arguments == b.arguments)
    }
}

extension ColumnType {
    /// Whether both are text of variable length and this one takes all that the other takes: no row is looked at where
    /// it comes instead.
    package func isWiderText(than other: ColumnType) -> Bool {
        guard let mine = TypeName(self, in: .postgresql)?.textLimit, !isCollated,
            let others = TypeName(other, in: .postgresql)?.textLimit, !other.isCollated
        else { return false }
        return mine >= others
    }

    private var isCollated: Bool { SQLTokens(text).tokens.contains(.word("collate")) }
}

/// A type by the one of its names that the database itself uses.
private struct TypeName {
    /// With its schema in front, where one was written.
    private let path: [String]
    let arguments: [String]
    let isArray: Bool

    /// `nil` where nothing is said, or nothing that can be compared.
    init?(_ type: ColumnType, in dialect: Dialect) {
        var words: [String] = []
        var path: [String] = []
        var arguments: [String] = []
        var isArray = false
        var depth = 0
        tokens: for token in SQLTokens(type.text).tokens {
            switch token {
            case .sign("("): depth += 1
            case .sign(")"): depth -= 1
            case .sign("["): isArray = true
            case .sign("."):
                path += words
                words = []
            case .word("collate"): break tokens
            case .word(let word) where depth > 0: arguments.append(word)
            case .number(let number) where depth > 0: arguments.append(number)
            case .text(let text) where depth > 0: arguments.append(text)
            case .word(let word): words.append(word)
            case .sign, .number, .text: continue
            }
        }
        if words.last == "array" {
            words.removeLast()
            isArray = true
        }
        guard !words.isEmpty else { return nil }
        var name = words.joined(separator: " ")
        switch dialect {
        case .postgresql:
            if words[0] == "interval" { name = "interval" }
            if name == "float", let precision = arguments.first.flatMap({ Int($0) }) {
                name = precision <= 24 ? "real" : "double precision"
                arguments = []
            }
            name = Self.postgresNames[name] ?? name
        case .sqlite:
            guard let known = Self.sqliteName(name) else { return nil }
            name = known
        }
        self.path = (path.first == "pg_catalog" ? [] : path) + [name]
        self.arguments = arguments
        self.isArray = isArray
    }

    /// A schema counts where both have one: the search path may hide it.
    func isNamed(as other: TypeName) -> Bool {
        let count = Swift.min(path.count, other.path.count)
        return path.suffix(count).map { $0.lowercased() } == other.path.suffix(count).map { $0.lowercased() }
    }

    /// How many characters it takes at most; `nil` where it is no text of variable length.
    var textLimit: Int? {
        guard !isArray, ["character varying", "text"].contains(path.joined(separator: ".")) else { return nil }
        return arguments.isEmpty || path == ["text"] ? .max : arguments.first.flatMap { Int($0) }
    }

    private static let postgresNames = [
        "int": "integer", "int4": "integer", "serial": "integer", "serial4": "integer",
        "int8": "bigint", "bigserial": "bigint", "serial8": "bigint",
        "int2": "smallint", "smallserial": "smallint", "serial2": "smallint",
        "varchar": "character varying", "char varying": "character varying", "nvarchar": "character varying",
        "national character varying": "character varying", "national char varying": "character varying",
        "char": "character", "nchar": "character", "bpchar": "character", "national character": "character",
        "national char": "character",
        "bool": "boolean", "decimal": "numeric", "dec": "numeric",
        "float": "double precision", "float8": "double precision", "double": "double precision", "float4": "real",
        "timestamptz": "timestamp with time zone", "timestamp": "timestamp without time zone",
        "timetz": "time with time zone", "time": "time without time zone", "varbit": "bit varying",
    ]
}

// As SQLAlchemy reads a type that SQLite gives back as it was written.
extension TypeName {
    private static let sqliteNames: Set = [
        "bigint", "blob", "boolean", "char", "date", "datetime", "decimal", "double", "double_precision", "float",
        "integer", "json", "numeric", "real", "smallint", "text", "time", "timestamp", "varchar", "nvarchar",
    ]
    private static let sqliteSynonyms = [
        "bool": "boolean", "int": "integer", "date_char": "date", "datetime_char": "datetime", "time_char": "time",
        "_text": "text", "decimal": "numeric",
    ]

    /// `nil` where SQLAlchemy gives up.
    private static func sqliteName(_ name: String) -> String? {
        if let synonym = sqliteSynonyms[name] { return synonym }
        if sqliteNames.contains(name) { return name }
        func has(_ words: String...) -> Bool { words.contains { name.contains($0) } }
        if has("int") { return "integer" }
        if has("char", "clob", "text") { return "text" }
        if has("blob") { return nil }
        return has("real", "floa", "doub") ? "real" : "numeric"
    }
}
