// How parts of a schema are named to a person, in the words of SQL.

extension ColumnDefinition: CustomStringConvertible {
    /// What is known of it, without its name: `VARCHAR(50) NOT NULL DEFAULT 'x'`.
    package var description: String {
        let parts = [type?.text, isNullable == false ? "NOT NULL" : nil, defaultValue.clause]
        return parts.compactMap(\.self).joined(separator: " ")
    }
}

extension ColumnDefault {
    fileprivate var clause: String? {
        switch self {
        case .unknown, .none: nil
        case .expression(let sql): "DEFAULT \(sql)"
        case .sequence, .generated: words
        }
    }
}

extension ColumnDefault {
    package var words: String {
        switch self {
        case .unknown: "unknown"
        case .none: "none"
        case .expression(let sql): sql
        case .sequence: "a sequence of its own"
        case .generated(let sql): "GENERATED ALWAYS AS (\(sql))"
        }
    }
}

extension ConstraintDefinition: CustomStringConvertible {
    package var description: String { (name.map { "\($0) " } ?? "") + kind.description }
}

extension ConstraintDefinition.Kind: CustomStringConvertible {
    package var description: String {
        func list(_ columns: [String]) -> String { "(\(columns.joined(separator: ", ")))" }
        return switch self {
        case .primaryKey(let columns): "PRIMARY KEY \(list(columns))"
        case .unique(let columns): "UNIQUE \(list(columns))"
        case .foreignKey(let columns, let table, let referred):
            "FOREIGN KEY \(list(columns)) REFERENCES \(table)\(referred.isEmpty ? "" : " \(list(referred))")"
        case .check(let sql): "CHECK (\(sql))"
        case .exclude(let sql): sql
        }
    }
}

extension IndexDefinition: CustomStringConvertible {
    package var description: String {
        let name = name.map { "\($0) " } ?? ""
        let condition = condition.map { " WHERE \($0)" } ?? ""
        return "\(name)\(isUnique ? "UNIQUE " : "")(\(parts.joined(separator: ", ")))\(condition)"
    }
}
