import FoundationEssentials
import Yams

/// The YAML file: the settings by their names, and the databases.
struct ConfigurationFile {
    /// A value and where it stands, for messages.
    struct Entry {
        let values: [String]
        let place: String
    }

    struct Section {
        let place: String
        let entries: [String: Entry]
    }

    private(set) var top = Section(place: "", entries: [:])
    private(set) var databases: [Section] = []
    private(set) var problems: [String] = []

    static let databaseKeys = ["name", "url", "url-file", "url-env"] + Setting.ofOneDatabase.map(\.name)

    init() {}

    init(path: String) {
        let text: String
        do {
            text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        } catch {
            problems = ["\(path) cannot be read. Correct --config.file, or the file's permissions."]
            return
        }
        do {
            guard let root = try compose(yaml: text) else { return }
            read(root, path: path)
        } catch let error as YamlError {
            problems = ["\(path) is no valid YAML: \(Self.firstLine(of: error))"]
        } catch {
            problems = ["\(path) is no valid YAML."]
        }
    }

    private mutating func read(_ root: Node, path: String) {
        guard let mapping = root.mapping else {
            return problems.append("\(path): the file must be a mapping of settings to values.")
        }
        top = section(mapping, path: path, allowed: Setting.all.map(\.name) + ["databases"])
        guard let databases = mapping["databases"] else { return }
        guard let entries = databases.sequence, !entries.isEmpty else {
            return problems.append("\(Self.place(databases, path)): databases must be a list with one entry or more.")
        }
        for entry in entries {
            guard let mapping = entry.mapping else {
                problems.append(
                    "\(Self.place(entry, path)): each of databases must be a mapping with name, url and scripts.")
                continue
            }
            self.databases.append(section(mapping, path: path, allowed: Self.databaseKeys))
        }
    }

    private mutating func section(_ mapping: Node.Mapping, path: String, allowed: [String]) -> Section {
        var entries: [String: Entry] = [:]
        var first: String?
        for (key, value) in mapping {
            let place = Self.place(key, path)
            first = first ?? place
            guard let name = key.scalar?.string, allowed.contains(name) else {
                let shown = key.scalar?.string ?? "?"
                problems.append("\(place): unknown key '\(shown)'. Known here: \(allowed.joined(separator: ", ")).")
                continue
            }
            guard name != "databases" else { continue }
            let values = value.sequence.map { $0.compactMap(\.scalar?.string) } ?? value.scalar.map { [$0.string] }
            guard let values else {
                problems.append("\(place): \(name) must be a text, or a list of texts.")
                continue
            }
            entries[name] = Entry(values: values, place: place)
        }
        return Section(place: first ?? path, entries: entries)
    }

    private static func place(_ node: Node, _ path: String) -> String {
        node.mark.map { "\(path):\($0.line)" } ?? path
    }

    private static func firstLine(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line): \(problem)"
        default: "it cannot be parsed."
        }
    }
}
