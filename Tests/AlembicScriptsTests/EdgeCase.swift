import Glibc
import MigrationModel
import SystemPackage
import TestSupport

/// A project with something odd in it.
struct EdgeCase {
    let name: String
    var ini: String? = "[alembic]\nscript_location = %(here)s/mig\n"
    var toml: String?
    /// By path, below the project.
    var files: [String: [UInt8]] = [:]
    /// Symbolic links and where they lead.
    var links: [String: String] = [:]
    /// What has to be found at least. Where Alembic refuses a project, something has to be.
    var finds: [FindingKind] = []
    /// Whether our reading goes further than Alembic's, or says something else on purpose.
    var differs = false

    var isRefused = false

    var isToml: Bool { ini == nil }

    init(
        _ name: String, versions: [String: String] = [:], finds: [FindingKind] = [], differs: Bool = false,
        links: [String: String] = [:]
    ) {
        self.name = name
        self.finds = finds
        self.differs = differs
        for (file, text) in versions { files["mig/versions/" + file] = Array(text.utf8) }
        for (link, target) in links { self.links["mig/versions/" + link] = target }
    }

    /// One version file of these bytes.
    init(_ name: String, bytes: [UInt8], finds: [FindingKind] = []) {
        self.init(name, finds: finds)
        files["mig/versions/a.py"] = bytes
    }

    /// A configuration, beside `mig/versions/a.py`, `v2/b.py`, `v 3/c.py` and `mypkg/mig/versions/z.py`.
    init(_ name: String, ini: String?, toml: String? = nil, finds: [FindingKind] = [], differs: Bool = false) {
        self.init(name, finds: finds, differs: differs)
        self.ini = ini
        self.toml = toml
        for (path, id) in ["mig/versions/a": "a1", "v2/b": "b1", "v 3/c": "c1", "mypkg/mig/versions/z": "z1"] {
            files[path + ".py"] = Array(revision(id).utf8)
        }
        files["mypkg/__init__.py"] = []
    }

    func write(to root: FilePath, _ directory: String) throws {
        var files = files
        files["mig/env.py"] = files["mig/env.py"] ?? []
        files["mig/versions/README"] = []
        if let ini { files["alembic.ini"] = Array(ini.utf8) }
        if let toml { files["pyproject.toml"] = Array(toml.utf8) }
        for (path, bytes) in files { try root.write(bytes, to: directory + "/" + path) }
        for (link, target) in links { symlink(target, root.appending(directory).appending(link).string) }
    }
}

/// A version file.
func revision(_ id: String, _ down: String = "None", _ extra: String = "", doc: String = "msg") -> String {
    """
    \"\"\"\(doc)

    Revision ID: \(id)
    Create Date: 2024-01-02 03:04:05.678901
    \"\"\"
    revision = '\(id)'
    down_revision = \(down)
    \(extra)
    def upgrade():
        pass
    """
}

extension EdgeCase {
    static let all =
        headers + bindings + imports + documents + encodings + files + graphs + unloadable + inis + tomls + separators

    /// A project with these version_locations.
    static func locations(
        _ value: String, _ separator: String? = nil, finds: [FindingKind] = [], differs: Bool = false
    ) -> EdgeCase {
        let line = separator.map { "path_separator = \($0)\n" } ?? ""
        return EdgeCase(
            "version_locations \(value) split by \(separator ?? "nothing")",
            ini: "[alembic]\nscript_location = %(here)s/mig\nversion_locations = \(value)\n\(line)", finds: finds,
            differs: differs)
    }

    func with(ini: String, file: String? = nil, _ text: String = "") -> EdgeCase {
        var other = self
        other.ini = ini
        if let file { other.files[file] = Array(text.utf8) }
        return other
    }

    /// Alembic refuses it for a reason that is none for reading.
    var refused: EdgeCase {
        var other = self
        other.isRefused = true
        return other
    }
}
