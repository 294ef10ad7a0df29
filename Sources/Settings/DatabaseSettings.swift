package import DatabaseAddress

/// What the operator said of one database.
package struct DatabaseSettings: Sendable, Equatable {
    package let name: String
    package private(set) var address: DatabaseAddress
    /// As the operator wrote it.
    package private(set) var url: Secret
    package let scripts: String
    package let target: String
    package let versionTable: String?
    package let versionTableSchema: String?
    package let schemas: [String]
    /// `nil` where the scripts are to say.
    package let expectedTables: [String]?
    /// The file of a snapshot that says it instead.
    package let expectedSchema: String?
    package let ignoredTables: [String]
    package let isStrict: Bool
    /// Where the URL stands, if in a file of its own.
    let urlFile: String?
    /// The variable that holds the URL, by `url-env`.
    package let urlVariable: String?
    /// Whether a session with another host has to be encrypted where nobody says how.
    let requiresTLS: Bool
}

extension DatabaseSettings {
    /// As the file that holds the URL says now. The same where there is no file, or none that can be used.
    package var renewed: DatabaseSettings {
        guard let urlFile else { return self }
        var settings = self
        do {
            let text = try TextFile(path: urlFile).trimmed
            settings.address = try Self.address(text, requiringTLS: requiresTLS)
            settings.url = Secret(text)
        } catch {
            // Half-written, maybe. What is wrong with it for good is told when the configuration is read again.
            return self
        }
        return settings
    }

    static func address(_ text: String, requiringTLS: Bool) throws(DatabaseAddressError) -> DatabaseAddress {
        let address = try DatabaseAddress(text)
        guard requiringTLS, case .postgresql(let postgres) = address else { return address }
        return .postgresql(postgres.requiringTLS)
    }

    /// Whether the same is asked of the same database, however one logs in there.
    func asksTheSame(as other: DatabaseSettings) -> Bool {
        guard address.isSamePlace(as: other.address) else { return false }
        var settings = self
        settings.address = other.address
        settings.url = other.url
        return settings == other
    }
}

extension SettingSources {
    /// The databases, in the order of the file. What is wrong with them is added to the problems.
    mutating func databases() -> [DatabaseSettings] {
        guard !file.databases.isEmpty else {
            return database(name: "database", url: onlyURL(), in: nil).map { [$0] } ?? []
        }
        let key = Setting.databaseURL.name
        if let place = flags[key].map({ _ in "--\(key)" }) ?? file.top.entries[key].map({ "\($0.place): \(key)" }) {
            report("\(place) is given, and the file has databases. Leave one of them out.")
        }
        var names: Set<String> = []
        return file.databases.compactMap { section in
            guard let name = section.entries["name"]?.values.first, !name.isEmpty else {
                report("\(section.place): a database needs a name.")
                return nil
            }
            // Nobody could tell it from another one, neither in a label nor in an address.
            if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                report("\(section.place): the name of a database has a control character in it.")
                return nil
            }
            if !names.insert(name).inserted { report("\(section.place): two databases are called '\(name)'.") }
            return database(name: name, url: url(in: section, name: name), in: section)
        }
    }

    private mutating func onlyURL() -> Written? {
        if let written = written(.databaseURL) { return written }
        reportMissing(
            .databaseURL,
            "There is no database URL. Set DATABASE_URL or DATABASE_URL_FILE, or give --database-url or --config.file; "
                + "`migration-exporter demo` needs none.")
        return nil
    }

    private mutating func url(in section: ConfigurationFile.Section, name: String) -> Written? {
        let given = ["url", "url-file", "url-env"].compactMap { key in section.entries[key].map { (key, $0) } }
        guard given.count == 1, let (key, entry) = given.first, let value = entry.values.first else {
            report("\(section.place): database '\(name)' needs one of url, url-file and url-env.")
            return nil
        }
        switch key {
        case "url-file":
            return contents(of: value, place: "\(entry.place): url-file", for: .databaseURL).map {
                Written(values: [$0.trimmed], place: value, file: value)
            }
        case "url-env":
            guard let text = environment[value], !text.isEmpty else {
                report("\(entry.place): url-env names \(value), which is not set.")
                return nil
            }
            return Written(values: [text], place: value)
        default: return Written(values: [value], place: "\(entry.place): url")
        }
    }

    private mutating func database(
        name: String, url: Written?, in section: ConfigurationFile.Section?
    ) -> DatabaseSettings? {
        let scripts = written(.scripts, in: section)?.values.last
        if scripts == nil { reportMissing(.scripts, Self.noScripts(of: section == nil ? nil : name)) }
        let target = written(.target, in: section)?.values.last ?? "head"
        let expected = written(.expectedTables, in: section).flatMap { tableList($0) }
        let snapshot = written(.expectedSchema, in: section)?.values.last
        if expected != nil, snapshot != nil {
            report(
                "Of \(name) both the expected tables and the expected schema are given. "
                    + "Leave out expected-tables or expected-schema.")
        }
        let settings = (
            table: written(.versionTable, in: section)?.values.last,
            schema: written(.versionTableSchema, in: section)?.values.last,
            schemas: written(.schema, in: section)?.items ?? [],
            ignored: written(.ignoreTables, in: section)?.items ?? [],
            isStrict: truth(.strict, in: section)
        )
        guard let url, let scripts else { return nil }
        let requiresTLS = isProduction && environment["PGSSLMODE"].map(\.isEmpty) != false
        do {
            return DatabaseSettings(
                name: name, address: try DatabaseSettings.address(url.text, requiringTLS: requiresTLS),
                url: Secret(url.text), scripts: scripts,
                target: target,
                versionTable: settings.table, versionTableSchema: settings.schema, schemas: settings.schemas,
                expectedTables: expected, expectedSchema: snapshot, ignoredTables: settings.ignored,
                isStrict: settings.isStrict, urlFile: url.file,
                urlVariable: section?.entries["url-env"]?.values.first, requiresTLS: requiresTLS)
        } catch {
            report("\(url.place): \(error)")
            return nil
        }
    }

    /// A list, or `@FILE` with one table a line, where `#` begins a comment.
    private mutating func tableList(_ written: Written) -> [String]? {
        var tables: [String]? = written.items
        if written.values.count == 1, written.text.hasPrefix("@") {
            let path = String(written.text.dropFirst())
            tables = contents(of: path, place: written.place, for: .expectedTables).map { file in
                file.text.split(whereSeparator: \.isNewline)
                    .map { $0.prefix { $0 != "#" }.trimmed }.filter { !$0.isEmpty }
            }
        }
        if tables?.isEmpty == true {
            report("\(written.place) names no table, so nothing could ever be missing. Name some, or leave it out.")
        }
        return tables
    }
}

extension SettingSources.Written {
    /// The items of a list, given one by one or joined by commas.
    var items: [String] {
        values.flatMap { $0.split(separator: ",") }.map(\.trimmed).filter { !$0.isEmpty }
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
