import DatabaseAddress
import Yams

/// The YAML of `--web.config.file` while it is read: collects what is wrong with it, each with its line.
struct WebFile {
    let path: String
    private let naming: String
    private(set) var problems: [String] = []
    /// Those that it names and that were read.
    private(set) var files: [String]

    /// `place`: who names it.
    init(path: String, namedBy place: String) {
        self.path = path
        naming = place
        files = [path]
    }

    /// The whole of it; empty where there is nothing in it.
    mutating func root() -> Node {
        let nothing = Node([(Node, Node)]())
        do throws(UnusableFile) {
            let text = try TextFile(path: path).text
            do throws(YAMLProblem) {
                return try Node(yaml: text) ?? nothing
            } catch {
                problems.append("\(path) is no valid YAML: \(error.sentence)")
            }
        } catch {
            problems.append(error.sentence(of: path, namedBy: naming))
        }
        return nothing
    }

    /// The values of a mapping by their keys. Every key that is not known is a problem.
    mutating func values(of node: Node?, _ name: String, known: [String]) -> [String: Node] {
        guard let node, !node.isNull else { return [:] }
        guard let mapping = node.mapping else {
            report(node, "\(name) must be a mapping.")
            return [:]
        }
        var values: [String: Node] = [:]
        for (key, value) in mapping {
            let text = key.scalar?.string ?? "?"
            if known.contains(text) {
                values[text] = value
            } else {
                let hint =
                    Spelling.nearest(to: text, among: known).map { "Is \($0) meant?" }
                    ?? "Known there: \(known.joined(separator: ", "))."
                report(key, "unknown key '\(text)' in \(name). \(hint)")
            }
        }
        return values
    }

    /// A text that is not empty.
    mutating func text(_ node: Node?, _ name: String) -> String? {
        guard let node, !node.isNull else { return nil }
        guard let scalar = node.scalar else {
            report(node, "\(name) must be a text.")
            return nil
        }
        return scalar.string.isEmpty ? nil : scalar.string
    }

    mutating func texts(_ node: Node?, _ name: String) -> [(text: String, node: Node)] {
        guard let node, !node.isNull else { return [] }
        guard let sequence = node.sequence else {
            report(node, "\(name) must be a list.")
            return []
        }
        return sequence.compactMap { item in text(item, "each of \(name)").map { ($0, item) } }
    }

    mutating func truth(_ node: Node?, _ name: String, default fallback: Bool) -> Bool {
        guard let node, let text = text(node, name) else { return fallback }
        switch text.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            report(node, "\(name) is '\(text)'; it must be true or false.")
            return fallback
        }
    }

    /// One of these words; `nil` where there is none.
    mutating func word(_ node: Node?, _ name: String, of words: [String]) -> String? {
        guard let node, let text = text(node, name) else { return nil }
        if words.contains(text) { return text }
        report(node, "\(name) is '\(text)'; it must be one of \(words.joined(separator: ", ")).")
        return nil
    }

    /// What stands in the file that `node` names, which is looked for beside this file.
    mutating func document(_ node: Node?, _ name: String) -> WebConfiguration.Document? {
        guard let node, let name = text(node, name) else { return nil }
        let other = name.hasPrefix("/") ? name : "\(directory)\(name)"
        files.append(other)
        do {
            return WebConfiguration.Document(text: Secret(try TextFile(path: other).text), place: other)
        } catch {
            report(node, "\(other) cannot be read: \(error.reason). \(error.cure)")
            return nil
        }
    }

    /// A PEM text that stands in this file itself.
    mutating func inlineDocument(_ node: Node?, _ name: String) -> WebConfiguration.Document? {
        guard let node, let text = text(node, name) else { return nil }
        return WebConfiguration.Document(text: Secret(text), place: "\(place(of: node)): \(name)")
    }

    mutating func report(_ node: Node?, _ problem: String) {
        problems.append("\(node.map { place(of: $0) } ?? path): \(problem)")
    }

    func place(of node: Node) -> String { node.mark.map { "\(path):\($0.line)" } ?? path }

    private var directory: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }
}

extension Node {
    fileprivate var isNull: Bool {
        scalar.map { $0.string.isEmpty || $0.string == "null" || $0.string == "~" } ?? false
    }
}
