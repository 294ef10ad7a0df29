import MigrationModel
import PythonSource

extension UpgradeReading {
    mutating func readSQL(_ statement: Expression?, line: Int) {
        guard let statement else { return doubt(.anyTable, "SQL that is put together at run time", line: line) }
        switch effect(ofSQLIn: statement, besides: []) {
        case nil, .anyTable?: doubt(.anyTable, "SQL that is not known, or may do anything", line: line)
        case .tables(let tables)? where tables.isEmpty: break
        case .tables(let tables)?: doubt(.tables(tables), "SQL", line: line)
        }
    }

    /// `nil` where a statement is nothing but one of `names`, whose values are looked at already.
    private func effect(ofSQLIn statement: Expression, besides names: Set<String>) -> SQLEffect? {
        guard let sql = sql(in: statement) else { return .tables([]) }
        if let text = evaluator.string(of: sql) { return AlembicScripts.effect(ofSQL: text) }
        if case .name(let name) = sql.node {
            return names.contains(name) ? nil : effect(ofValuesOf: name, besides: names.union([name]))
        }
        return isRowsOnly(sqlBeginning: beginning(of: sql)) ? .tables([]) : .anyTable
    }

    /// What any of the values that a name ever has may do.
    private func effect(ofValuesOf name: String, besides names: Set<String>) -> SQLEffect? {
        guard case .dynamic = evaluator.scope[name]?.binding, let values = assignments.values(of: name),
            names.count < 4, values.count < 10
        else { return .anyTable }
        // A value such as `statement.where(…)` adds nothing to what `statement` was.
        let effects = values.compactMap { effect(ofSQLIn: $0, besides: names) }
        guard !effects.isEmpty else { return nil }
        return effects.reduce(.tables([])) { $0.and($1) }
    }

    /// The text inside `sa.text(…)` and what is chained to it; `nil` for a construct that only touches rows.
    private func sql(in expression: Expression) -> Expression? {
        guard case .call(let function, let arguments) = expression.node else { return expression }
        switch function.node {
        case .name("text"), .attribute(_, "text"), .name("DDL"), .attribute(_, "DDL"): return arguments.first?.value
        case .name(let name), .attribute(_, let name):
            if ["delete", "exists", "insert", "select", "update"].contains(name) { return nil }
            guard case .attribute(let base, _) = function.node else { return expression }
            return sql(in: base)
        default: return expression
        }
    }

    /// What is known of a text up to its first unknown part.
    private func beginning(of expression: Expression) -> String {
        switch expression.node {
        case .string(let text): return text
        case .formatted(let pieces):
            guard case .text(let text)? = pieces.first else { return "" }
            return text
        case .sum(let terms): return terms.first.map(beginning) ?? ""
        case .remainder(let format, _): return evaluator.string(of: format) ?? ""
        case .name: return evaluator.string(of: expression) ?? ""
        // `"…".format(…)`
        case .call(let function, _):
            guard case .attribute(let base, "format") = function.node else { return "" }
            return beginning(of: base)
        default: return ""
        }
    }
}
