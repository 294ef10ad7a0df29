import Foundation
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("The alerts")
struct AlertTests {
    private let promtool = Result { try Tool("promtool", in: [], package: "prometheus") }

    @Test func `promtool accepts them`() async throws {
        _ = try await promtool.get().run(["check", "rules", "--lint=all", "--lint-fatal", RuleFile.path])
    }

    @Test(arguments: ["fires", "silence", "gaps", "fleet"])
    func `promtool finds that each fires, is silent and resolves as its tests say`(tests: String) async throws {
        let file = RuleFile.directory.appending("tests/\(tests).yml").string
        _ = try await promtool.get().run(["test", "rules", file])
    }

    @Test func `each is proved to fire`() throws {
        let tests = try String(
            contentsOfFile: RuleFile.directory.appending("tests/fires.yml").string, encoding: .utf8)
        for alert in Set(try RuleFile.read().alerts.compactMap(\.alert)) {
            #expect(tests.contains("alertname: \(alert)\n        exp_alerts:\n          - exp_labels"), "\(alert)")
            #expect(tests.contains("alertname: \(alert)\n        exp_alerts: []"), "\(alert)")
        }
    }

    @Test func `each says what it is about, how bad it is, and where to read on`() throws {
        let alerts = try RuleFile.read().alerts
        #expect(alerts.count >= 13)
        for rule in alerts {
            let alert = try #require(rule.alert)
            let annotations = rule.annotations ?? [:]
            #expect(["critical", "warning"].contains(rule.labels?["severity"]), "\(alert)")
            #expect(annotations["summary"]?.hasSuffix(".") == true, "\(alert)")
            #expect(annotations["summary"]?.contains("{{") == false, "the summary of \(alert) must group")
            #expect(annotations["description"]?.contains("{{ $labels.") == true || alert.hasSuffix("Absent"))
            #expect(annotations["runbook_url"]?.hasPrefix("https://") == true, "\(alert)")
            #expect(annotations["runbook_url"]?.hasSuffix("/alerts/runbooks/\(alert).md") == true, "\(alert)")
            #expect(annotations.count == 3)
        }
    }

    @Test func `each has a runbook with the four parts, and no runbook is left over`() throws {
        let alerts = Set(try RuleFile.read().alerts.compactMap(\.alert))
        let files = try FileManager.default.contentsOfDirectory(
            atPath: RuleFile.directory.appending("runbooks").string)
        #expect(Set(files) == Set(alerts.map { "\($0).md" }))
        for alert in alerts {
            let headings = try RuleFile.runbook(of: alert).split(separator: "\n").filter { $0.hasPrefix("#") }
            #expect(headings == ["# \(alert)", "## Meaning", "## Impact", "## Diagnosis", "## What to do"])
        }
    }

    @Test func `the README explains each`() throws {
        let readme = try String(contentsOfFile: RuleFile.directory.appending("README.md").string, encoding: .utf8)
        for rule in try RuleFile.read().rules {
            if let alert = rule.alert { #expect(readme.contains("| \(alert) |"), "\(alert)") }
            if let record = rule.record { #expect(readme.contains("`\(record)`"), "\(record)") }
        }
    }

    @Test func `they use only metrics and labels that exist`() throws {
        for rule in try RuleFile.read().rules {
            let words = QueryWords(rule.expr)
            #expect(!words.selectors.isEmpty)
            #expect(words.unknown == [], "\(rule.alert ?? rule.record ?? "")")
            // A query in a template writes its conditions as `database=%q`.
            let description = QueryWords(rule.annotations?["description"] ?? "")
            #expect(description.unknown == [], "\(rule.alert ?? "")")
        }
    }

    @Test func `every state but the good one has its alert`() throws {
        let text = try RuleFile.read().alerts.map(\.expr).joined()
        let named = Set(text.matches(of: /state="(\w+)"/).map { String($0.1) })
        #expect(named == Set(State.allCases.map(\.rawValue)).subtracting(["up_to_date"]))
    }
}
