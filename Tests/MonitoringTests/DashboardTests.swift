import Foundation
import TestSupport
import Testing

/// The rules of Grafana's dashboard-linter, and those of ours.
@Suite("The dashboards")
struct DashboardTests {
    private static let datasource = Dashboard.Datasource(type: "prometheus", uid: "${datasource}")

    @Test(arguments: Dashboard.names)
    func `each can be imported anywhere, and again`(name: String) throws {
        let dashboard = try Dashboard.read(name)
        let text = try String(contentsOfFile: Dashboard.path(name), encoding: .utf8)
        #expect(dashboard.uid == "migration-exporter-\(name)")
        #expect(!dashboard.editable)
        #expect(!text.contains("__inputs") && !text.contains("gnetId"))
        let fields = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(fields?["id"] == nil, "a fixed number would overwrite a stranger's dashboard")
    }

    @Test(arguments: Dashboard.names)
    func `its variables choose data source, job, instance and database`(name: String) throws {
        let variables = try Dashboard.read(name).templating.list
        #expect(variables.map(\.name) == ["datasource", "job", "instance", "database"])
        #expect(variables.map(\.label) == ["Data Source", "job", "instance", "database"])
        #expect(variables[0].type == "datasource")
        for variable in variables.dropFirst() {
            #expect(variable.type == "query")
            #expect(variable.datasource == Self.datasource)
            // 2: asked again when the time range changes.
            #expect(variable.refresh == 2)
            #expect(variable.includeAll == variable.multi)
            #expect(variable.allValue == (variable.multi ? ".+" : nil))
        }
        #expect(variables.map(\.multi) == [false, true, true, name == "fleet"])
    }

    @Test(arguments: Dashboard.names)
    func `each panel has a title, a description, a unit and the chosen data source`(name: String) throws {
        let panels = try Dashboard.read(name).panels
        #expect(Set(panels.map(\.id)).count == panels.count)
        for panel in panels {
            #expect(!panel.title.isEmpty && panel.description.hasSuffix("."), "\(panel.title)")
            #expect(panel.fieldConfig.defaults.unit?.isEmpty == false, "\(panel.title)")
            #expect(panel.datasource == Self.datasource, "\(panel.title)")
            #expect(!panel.targets.isEmpty && panel.targets.allSatisfy { $0.datasource == Self.datasource })
            #expect(Set(panel.targets.map(\.refId)).count == panel.targets.count, "\(panel.title)")
        }
    }

    @Test(arguments: Dashboard.names)
    func `no two panels lie on each other`(name: String) throws {
        let panels = try Dashboard.read(name).panels
        for (index, panel) in panels.enumerated() {
            let place = panel.gridPos
            #expect(place.x + place.w <= 24, "\(panel.title)")
            for other in panels[(index + 1)...] {
                let (a, b) = (place, other.gridPos)
                let isApart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y
                #expect(isApart, "\(panel.title) and \(other.title)")
            }
        }
    }

    @Test(arguments: Dashboard.names)
    func `each query names metrics that exist, and only the chosen jobs and instances`(name: String) throws {
        for (place, text) in try Dashboard.read(name).expressions {
            let words = QueryWords(text)
            #expect(!words.selectors.isEmpty, "\(place)")
            #expect(words.unknown == [], "\(place)")
            for selector in words.selectors {
                #expect(selector.labels.prefix(2) == ["job", "instance"], "\(place)")
            }
            #expect(text.matches(of: /\[[^\]]*\]/).allSatisfy { $0.0 == "[$__rate_interval]" }, "\(place)")
        }
    }

    @Test(arguments: Dashboard.names)
    func `a counter is never shown as it is`(name: String) throws {
        for (place, text) in try Dashboard.read(name).expressions {
            let counters = text.matches(of: /(\w*\(?)(\w+_total)\b/)
            for counter in counters { #expect(["rate(", "increase("].contains(counter.1), "\(place)") }
        }
    }

    @Test func `what a person looks at first is on top`() throws {
        let one = try Dashboard.read("database").panels.map(\.title)
        #expect(one.prefix(4) == ["State", "Pending revisions", "In this state since", "Missing tables"])
        let fleet = try Dashboard.read("fleet").panels.map(\.title)
        #expect(fleet.prefix(5) == ["Databases", "Up to date", "Not up to date", "Unknown", "State of each database"])
    }

    @Test(arguments: Dashboard.names)
    func `it links to the other one and to runbooks that exist`(name: String) throws {
        let dashboard = try Dashboard.read(name)
        let other = name == "fleet" ? "database" : "fleet"
        #expect(dashboard.links.contains { $0.url == "/d/migration-exporter-\(other)" })
        let runbooks = dashboard.panels.flatMap(\.links)
        #expect(runbooks.count >= 7)
        for link in runbooks {
            let alert = try #require(link.url.firstMatch(of: /alerts\/runbooks\/(\w+)\.md$/)).1
            #expect(throws: Never.self) { try RuleFile.runbook(of: String(alert)) }
            #expect(link.title.hasSuffix(alert))
        }
    }

    @Test(arguments: Dashboard.names)
    func `Grafana's own SDK reads every panel and query as what it is`(name: String) async throws {
        let program = """
            import json, sys
            from grafana_foundation_sdk.cog.encoder import JSONEncoder
            from grafana_foundation_sdk.cog.plugins import register_default_plugins
            from grafana_foundation_sdk.models.dashboard import Dashboard
            register_default_plugins()
            source = json.load(open(sys.argv[1]))
            dashboard = Dashboard.from_json(source)
            assert dashboard.uid == source["uid"]
            assert len(dashboard.templating.list_val) == 4
            for panel, written in zip(dashboard.panels, source["panels"], strict=True):
                assert panel.title == written["title"]
                assert panel.options is None or not isinstance(panel.options, dict), panel.title
                for target in panel.targets:
                    assert type(target).__module__.endswith(".prometheus"), panel.title
            again = json.loads(JSONEncoder().encode(dashboard))
            assert [p["title"] for p in again["panels"]] == [p["title"] for p in source["panels"]]
            print(len(dashboard.panels))
            """
        let count = try await Alembic.python(["-c", program, Dashboard.path(name)])
        #expect(try count == "\(Dashboard.read(name).panels.count)\n")
    }
}
