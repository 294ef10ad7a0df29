import DatabaseAddress
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
    /// Whether it is known what the file says and what it does not say.
    private(set) var isUnderstood = true

    private static let databaseKeys = DatabaseKey.all.map(\.name) + Setting.ofOneDatabase.map(\.name)

    init() {}

    /// `place`: who names it.
    init(path: String, namedBy place: String) {
        do throws(UnusableFile) {
            let text = try TextFile(path: path).text
            do throws(YAMLProblem) {
                guard let root = try Node(yaml: text) else { return }
                read(root, path: path)
            } catch {
                misunderstand("\(path) is no valid YAML: \(error.sentence)")
            }
        } catch {
            misunderstand(error.sentence(of: path, namedBy: place))
        }
    }

    private mutating func misunderstand(_ problem: String) {
        problems.append(problem)
        isUnderstood = false
    }

    private mutating func read(_ root: Node, path: String) {
        guard let mapping = root.mapping else {
            return misunderstand("\(path): the file must be a mapping of settings to values.")
        }
        top = section(mapping, path: path, isTop: true)
        guard let databases = mapping["databases"] else { return }
        guard let entries = databases.sequence, !entries.isEmpty else {
            return misunderstand("\(Self.place(databases, path)): databases must be a list with one entry or more.")
        }
        for entry in entries {
            guard let mapping = entry.mapping else {
                misunderstand(
                    "\(Self.place(entry, path)): each of databases must be a mapping with name, url and scripts.")
                continue
            }
            self.databases.append(section(mapping, path: path, isTop: false))
        }
    }

    private mutating func section(_ mapping: Node.Mapping, path: String, isTop: Bool) -> Section {
        var entries: [String: Entry] = [:]
        var first: String?
        for (key, value) in mapping {
            let place = Self.place(key, path)
            first = first ?? place
            guard let name = key.scalar?.string, (isTop ? Self.topKeys : Self.databaseKeys).contains(name) else {
                problems.append("\(place): \(Self.complaint(about: key.scalar?.string ?? "?", isTop: isTop))")
                continue
            }
            // A key without a value says nothing.
            guard name != "databases", value.null == nil else { continue }
            let takesList = Self.listKeys.contains(name)
            let items = value.sequence.map(Array.init) ?? [value]
            let values = items.compactMap(\.scalar?.string)
            let isRight = values.count == items.count && (takesList || value.sequence == nil)
            if !isRight {
                problems.append("\(place): \(name) must be \(takesList ? "a text, or a list of texts" : "one text").")
            }
            // What is wrong is not said to be missing, too.
            if isRight || !values.isEmpty { entries[name] = Entry(values: values, place: place) }
        }
        return Section(place: first ?? path, entries: entries)
    }

    private static let listKeys = Set(Setting.all.filter { $0.form == .texts }.map(\.name))
    private static let topKeys = Setting.all.map(\.name) + ["databases"]

    /// Why a key cannot stand where it does, and what to write instead.
    private static func complaint(about key: String, isTop: Bool) -> String {
        let (here, elsewhere) = isTop ? (topKeys, databaseKeys) : (databaseKeys, topKeys)
        if key == "tenants" {
            return "'tenants' is not supported yet. Give each tenant's schema an entry of its own in databases, with "
                + "version-table-schema and schema."
        }
        if elsewhere.contains(key) {
            return isTop
                ? "'\(key)' is of one database: write it into an entry of databases."
                : "'\(key)' is of all databases: write it at the top of the file."
        }
        if let nearest = Spelling.nearest(to: key, among: here) {
            return "unknown key '\(key)'. Is \(nearest) meant?"
        }
        return "unknown key '\(key)'. Known here: \(here.joined(separator: ", "))."
    }

    private static func place(_ node: Node, _ path: String) -> String {
        node.mark.map { "\(path):\($0.line)" } ?? path
    }
}
