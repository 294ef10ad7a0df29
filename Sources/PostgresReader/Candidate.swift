import Inspector
import MigrationModel
import PostgresSession

/// A relation that could be Alembic's version table.
struct Candidate: Equatable {
    let name: TableName
    /// Found by its bare name, as Alembic would find it.
    let isVisible: Bool
    let column: Column
    let isReadable: Bool

    enum Column: Equatable {
        case missing
        case text
        /// With the name of its type.
        case other(String)
    }

    init(name: TableName, isVisible: Bool, column: Column, isReadable: Bool) {
        self.name = name
        self.isVisible = isVisible
        self.column = column
        self.isReadable = isReadable
    }

    init?(_ row: [QueryResult.Cell?]) {
        guard row.count == 6, let schema = row[0], let name = row[1] else { return nil }
        self.name = TableName(schema: schema.text, name.text)
        isVisible = row[2]?.text == "t"
        // Strings and enumerations: what a driver hands to Alembic as text.
        column =
            switch row[3]?.text {
            case nil: .missing
            case "S", "E": .text
            default: .other(row[4]?.text ?? "unknown type")
            }
        isReadable = row[5]?.text == "t"
    }
}

extension VersionTableChoice {
    /// The one that is meant. `nil` where there is none.
    func choose(from candidates: [Candidate]) throws(ReadError) -> Candidate? {
        switch self {
        case .named(let name, let schema?):
            return candidates.first { $0.name == TableName(schema: schema, name) }
        case .named(let name, nil):
            let named = candidates.filter { $0.name.name == name }
            if let visible = named.first(where: \.isVisible) { return visible }
            return try only(of: named)
        case .byShape(let schema):
            return try only(of: candidates.filter { schema == nil || $0.name.schema == schema })
        }
    }

    /// The one schema in which it is looked for.
    var schema: String? {
        switch self {
        case .named(_, let schema), .byShape(let schema): schema
        }
    }

    /// Those that could be meant instead: the same name in another schema, or where there is no chosen one, any. Whoever
    /// named the schema too means no other.
    func others(than chosen: Candidate?, of candidates: [Candidate]) -> [TableName] {
        if chosen != nil, schema != nil { return [] }
        return candidates.filter { candidate in
            guard let chosen else { return candidate.column == .text }
            return candidate != chosen && candidate.name.name == chosen.name.name
        }.map(\.name)
    }

    private func only(of candidates: [Candidate]) throws(ReadError) -> Candidate? {
        guard candidates.count <= 1 else { throw .severalVersionTables(candidates.map(\.name)) }
        return candidates.first
    }
}
