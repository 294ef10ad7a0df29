import MigrationModel
import SystemPackage

/// Finds the scripts from what the user named: a configuration file or a directory.
struct ScriptLocator {
    /// As it was given.
    let path: FilePath
    let section: String
    let workingDirectory: FilePath

    func locate() -> ScriptLocation {
        let absolute = workingDirectory.pushing(path)
        var location = ScriptLocation()
        do {
            let status = try FileStatus(absolute)
            if status.isDirectory {
                locate(inDirectory: absolute, &location)
            } else {
                try locate(byFile: absolute, status, &location)
            }
        } catch let problem as ConfigProblem {
            location.findings.append(problem.finding(in: path.string))
        } catch {
            let problem = Self.absence(
                of: [absolute], Self.missing(path),
                cure: "Name an alembic.ini, a pyproject.toml, a script directory or a version directory.")
            location.findings.append(problem.finding(in: nil))
        }
        location.roots += [workingDirectory] + packageRoots(location)
        location.roots = location.roots.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        return location
    }

    /// The directories above the packages that hold scripts: who installs those packages finds them there.
    private func packageRoots(_ location: ScriptLocation) -> [FilePath] {
        ([location.directory].compactMap { $0 } + location.versions).map { directory in
            var root = directory
            if !root.appending("__init__.py").exists { root.removeLastComponent() }
            while root.appending("__init__.py").exists, root.removeLastComponent() {}
            return root
        }
    }

    /// Alembic's words.
    static func missing(_ path: FilePath) -> String {
        "Path doesn't exist: \(path).  Please use the 'init' command to create a new scripts folder."
    }

    /// That nothing is at any of these places, or that this process may not look there.
    private static func absence(
        of places: [FilePath], _ message: String, cure: String, line: Int? = nil
    ) -> ConfigProblem {
        for place in places {
            guard let obstacle = place.obstacle else { continue }
            return ConfigProblem(
                "\(place) cannot be looked at: \(obstacle).", cure: "Let this process search the directories above it.",
                line: line)
        }
        return ConfigProblem(message, cure: cure, line: line)
    }

    private func locate(inDirectory directory: FilePath, _ location: inout ScriptLocation) {
        if directory.appending("env.py").exists || directory.appending("versions").isDirectory {
            useDefaultVersions(of: directory, &location)
        } else {
            // Whether it is one is seen when its revisions are read.
            location.versions = [directory]
        }
    }

    private func locate(byFile file: FilePath, _ status: FileStatus, _ location: inout ScriptLocation)
        throws(ConfigProblem)
    {
        let options = try options(file, status, &location)
        let isIni = options.ini != nil
        guard let written = try options.text("script_location") else {
            throw ConfigProblem(
                "No 'script_location' key found in configuration.",
                cure: isIni && options.ini?.file.sections[section] == nil
                    ? "The file has no section [\(section)]: name another one, or the script directory itself."
                    : "Add script_location, or name the script directory itself.")
        }
        let resolver = PathResolver(
            configuration: file.removingLastComponent(), workingDirectory: workingDirectory,
            imports: try imports(options, &location))
        location.roots = resolver.roots
        guard let found = try resolver.resolve(written), found.path.exists else {
            throw Self.absence(
                of: resolver.candidates(written), Self.missing(FilePath(written)),
                cure: Self.hint(written) ?? "Correct script_location, or name the script directory itself.",
                line: options.ini?.file.line(of: "script_location", in: section))
        }
        if found.isBesideConfiguration { location.findings.append(misplaced("script_location", written)) }
        location.isRecursive = try options.flag("recursive_version_locations")
        location.isSourceless = try options.flag("sourceless")
        for key in ["recursive_version_locations", "sourceless"] where options.isMistakenFlag(key) {
            location.findings.append(
                warning("Only the exact word 'true' switches \(key) on.", cure: "Write \(key) = true."))
        }
        location.directory = found.path
        guard let locations = try versionLocations(options, &location), !locations.isEmpty else {
            return useDefaultVersions(of: found.path, &location)
        }
        try use(locations, resolver, &location)
        warnOfUnreadVersions(in: found.path.appending("versions"), &location)
    }

    /// Where `version_locations` is set, the usual directory is read only if it is among them.
    private func warnOfUnreadVersions(in versions: FilePath, _ location: inout ScriptLocation) {
        let versions = versions.resolved ?? versions
        guard !location.versions.contains(where: { ($0.resolved ?? $0).starts(with: versions) }) else { return }
        let names = DirectoryListing(RawPath(versions)).files.map(\.name)
        guard names.contains(where: { $0.ends(with: ".py") && !$0.begins(with: "__init__") }) else { return }
        location.findings.append(
            warning(
                "The revisions in \(versions) are not read: version_locations does not name it.",
                cure: "Add it there if they are meant, else remove them."))
    }

    private func useDefaultVersions(of directory: FilePath, _ location: inout ScriptLocation) {
        location.directory = directory
        let versions = directory.appending("versions")
        if versions.exists {
            location.versions = [versions]
        } else {
            let problem = Self.absence(
                of: [versions], "The version location \(versions) does not exist.",
                cure: "Create it, or name the one that holds the revisions in version_locations.")
            location.findings.append(problem.finding(in: nil))
        }
    }

    private func use(_ locations: [String], _ resolver: PathResolver, _ location: inout ScriptLocation)
        throws(ConfigProblem)
    {
        for written in locations {
            let found = try resolver.resolve(written)
            if let found, found.path.exists {
                if found.isBesideConfiguration { location.findings.append(misplaced("version_locations", written)) }
                location.versions.append(found.path)
            } else {
                let problem = Self.absence(
                    of: resolver.candidates(written), "The version location \(written) does not exist.",
                    cure: Self.hint(written) ?? "Create it, or remove it from version_locations.")
                location.findings.append(problem.finding(in: path.string, .missingLocation))
            }
        }
        guard location.versions.isEmpty else { return }
        throw ConfigProblem("None of the version_locations exists.", cure: "Correct version_locations.")
    }

    private func misplaced(_ key: String, _ written: String) -> Finding {
        warning(
            "\(key) '\(written)' was found beside the configuration file, and not in the current directory, where "
                + "Alembic looks for it.", cure: "Write %(here)s/\(written).")
    }

    func warning(_ message: String, cure: String) -> Finding {
        Finding(.configWarning, message, cure: cure, file: path.string)
    }

    private static func hint(_ written: String) -> String? {
        if written.contains(" ;") || written.contains(" #") {
            return "A comment is only one at the beginning of a line: move it to a line of its own."
        }
        return written.hasPrefix("\"") || written.hasPrefix("'") ? "Remove the quotes: they belong to the path." : nil
    }
}
