import Foundation
import SystemPackage
import TestSupport

/// A Grafana dashboard in the classic form, as far as the tests ask.
struct Dashboard: Decodable {
    struct Datasource: Decodable, Equatable {
        let type: String?
        let uid: String?
    }

    struct Target: Decodable {
        let expr: String
        let datasource: Datasource
        let refId: String
    }

    struct Link: Decodable {
        let title: String
        let url: String
    }

    struct Panel: Decodable {
        struct FieldConfig: Decodable {
            struct Defaults: Decodable {
                let unit: String?
                let links: [Link]?
            }

            let defaults: Defaults
        }

        struct Position: Decodable {
            let x: Int, y: Int, w: Int, h: Int
        }

        let id: Int
        let type: String
        let title: String
        let description: String
        let datasource: Datasource
        let gridPos: Position
        let targets: [Target]
        let fieldConfig: FieldConfig
        let links: [Link]
    }

    struct Variable: Decodable {
        let name: String
        let type: String
        let label: String
        let datasource: Datasource?
        let definition: String?
        let refresh: Int
        let multi: Bool
        let includeAll: Bool
        let allValue: String?
    }

    struct Annotation: Decodable {
        let expr: String
        let datasource: Datasource
    }

    struct Templating: Decodable {
        let list: [Variable]
    }

    struct Annotations: Decodable {
        let list: [Annotation]
    }

    let uid: String
    let title: String
    let editable: Bool
    let templating: Templating
    let annotations: Annotations
    let links: [Link]
    let panels: [Panel]

    static let names = ["database", "fleet"]

    static func path(_ name: String) -> String {
        Alembic.packageRoot.appending("dashboards/\(name).json").string
    }

    static func read(_ name: String) throws -> Dashboard {
        try JSONDecoder().decode(Dashboard.self, from: Data(contentsOf: URL(filePath: path(name))))
    }

    /// Every query that Grafana would send, with where it stands.
    var expressions: [(place: String, text: String)] {
        panels.flatMap { panel in panel.targets.map { ("\(panel.title) \($0.refId)", $0.expr) } }
            + annotations.list.map { ("annotation", $0.expr) }
    }
}
