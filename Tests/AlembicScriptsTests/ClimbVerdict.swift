import Foundation
import MigrationModel

/// How what is expected at each revision compares with what was there.
struct ClimbVerdict {
    /// What is claimed and not so: none may be.
    private(set) var falseAlarms: [String] = []
    /// What is there, is not claimed, and nothing says that it may be.
    private(set) var unexplained: [String] = []
    private(set) var claims = 0
    private(set) var claimed = 0
    private(set) var there = 0

    init() {}

    mutating func add(_ other: ClimbVerdict) {
        falseAlarms += other.falseAlarms
        unexplained += other.unexplained
        claims += other.claims
        claimed += other.claimed
        there += other.there
    }

    init(_ climb: Climb, _ scripts: MigrationScripts, _ dialect: Dialect) {
        for step in climb.steps {
            let revisions = scripts.graph.applyOrder(upTo: step.rows.compactMap(RevisionID.init))
            let defaultSchema = dialect == .postgresql ? "public" : nil
            compare(
                ExpectedSchema(after: revisions, of: scripts, defaultSchema: defaultSchema, dialect: dialect), step,
                dialect)
        }
    }

    private mutating func compare(_ expected: ExpectedSchema, _ step: Climb.Step, _ dialect: Dialect) {
        let place = step.rows.joined(separator: ", ")
        var tables = Dictionary(uniqueKeysWithValues: expected.tables.map { ($0.key.description, $0.value) })
        let known = Set(expected.unverified.keys.map(\.description) + expected.presupposed.keys.map(\.description))
        for (name, columns) in step.tables {
            there += 1 + columns.count
            guard let table = tables.removeValue(forKey: name) else {
                if expected.isWhole, !known.contains(name) { unexplained.append("\(place): table \(name)") }
                continue
            }
            claims += 1
            claimed += 1
            compare(table, columns, "\(place): \(name)", dialect)
        }
        claims += tables.count
        falseAlarms += tables.keys.map { "\(place): table \($0)" }
    }

    private mutating func compare(
        _ table: ExpectedTable, _ columns: [String: Climb.Column], _ place: String, _ dialect: Dialect
    ) {
        var rest = columns
        for column in table.definition.columns {
            claims += 1
            guard let found = rest.removeValue(forKey: column.name) else {
                falseAlarms.append("\(place).\(column.name)")
                continue
            }
            claimed += 1
            if let type = column.type, !type.isSame(as: ColumnType(found.type), in: dialect) {
                falseAlarms.append("\(place).\(column.name) is \(found.type) and not \(type.text)")
            }
            if let isNullable = column.isNullable, isNullable != found.isNullable {
                falseAlarms.append("\(place).\(column.name): nullable is not \(isNullable)")
            }
        }
        for name in rest.keys where table.columnsAreWhole && !table.doubts.contains(where: { $0.column == name }) {
            unexplained.append("\(place).\(name)")
        }
    }

    var precision: Double { claims == 0 ? 1 : Double(claims - falseAlarms.count) / Double(claims) }
    var recall: Double { there == 0 ? 1 : Double(claimed) / Double(there) }
    var words: String {
        "\(claims) claims, precision \(precision.percent), recall \(recall.percent)"
    }
}

extension Double {
    var percent: String { String(format: "%.1f %%", self * 100) }
}
