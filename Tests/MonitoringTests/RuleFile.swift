import Foundation
import SystemPackage
import TestSupport
import Yams

/// The rule file, as far as the tests ask.
struct RuleFile: Decodable {
    struct Group: Decodable {
        let rules: [Rule]
    }

    struct Rule: Decodable {
        let alert: String?
        let record: String?
        let expr: String
        let labels: [String: String]?
        let annotations: [String: String]?
    }

    let groups: [Group]

    static let directory = Alembic.packageRoot.appending("alerts")
    static let path = directory.appending("migration-exporter.rules.yml").string

    static func read() throws -> RuleFile {
        try YAMLDecoder().decode(RuleFile.self, from: String(contentsOfFile: path, encoding: .utf8))
    }

    var rules: [Rule] { groups.flatMap(\.rules) }
    var alerts: [Rule] { rules.filter { $0.alert != nil } }

    /// The text of an alert's runbook.
    static func runbook(of alert: String) throws -> String {
        try String(contentsOfFile: directory.appending("runbooks/\(alert).md").string, encoding: .utf8)
    }
}
