import MigrationModel
import PythonSource

extension UpgradeReading {
    mutating func readSQL(_ statement: Expression?, line: Int) {
        guard let statement else { return doubt(.anyTable, "SQL that is put together at run time", line: line) }
        guard let sql = sql(in: statement) else { return }
        if let text = evaluator.string(of: sql) {
            switch effect(ofSQL: text) {
            case .anyTable: doubt(.anyTable, "SQL that may do anything", line: line)
            case .tables(let tables) where tables.isEmpty: break
            case .tables(let tables): doubt(.tables(tables), "SQL", line: line)
            }
        } else if !isRowsOnly(sqlBeginning: beginning(of: sql)) {
            doubt(.anyTable, "SQL that is put together at run time", line: line)
        }
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
