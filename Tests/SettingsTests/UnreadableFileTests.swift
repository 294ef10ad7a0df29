import DatabaseAddress
import Foundation
import Settings
import Testing

/// A file that somebody names and that is of no use: the reason, who names it, and nothing that may be untrue.
@Suite("A file that cannot be read", .timeLimit(.minutes(1)))
struct UnreadableFileTests {
    private func problems(_ flags: [String: [String]] = [:], _ environment: [String: String] = [:]) -> [String] {
        do {
            _ = try Settings(flags: flags, environment: environment)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `is named with the reason and by whom, whoever names it`() throws {
        let latin = try TemporaryFile(Data([0x23, 0x20, 0xE9, 0x0A]))
        let pipe = try TemporaryFile(pipe: ())
        let file = try TemporaryFile("")
        for (path, reason) in [
            (latin.path, "it is no UTF-8 text. Save it as UTF-8."),
            (pipe.path, "it is a pipe or a device. Name a regular file."),
            ("/dev/zero", "it is a pipe or a device. Name a regular file."),
            ("/", "it is a directory. Name a file in it."),
            ("/nowhere/p.yml", "there is no such file. Correct the name."),
            (file.path + "/p.yml", "there is no such file. Correct the name."),
        ] {
            let names = "names \(path), which cannot be read: \(reason)"
            #expect(problems(["config.file": [path]]) == ["--config.file \(names)"])
            #expect(
                problems([:], ["MIGRATION_EXPORTER_CONFIG_FILE": path]) == ["MIGRATION_EXPORTER_CONFIG_FILE \(names)"])
            let scripts = ["MIGRATION_EXPORTER_SCRIPTS": "m", "DATABASE_URL_FILE": path]
            #expect(problems([:], scripts) == ["DATABASE_URL_FILE \(names)"])
            #expect(
                problems(["web.config.file": [path]], SettingsTests.enough) == ["--web.config.file \(names)"])
            #expect(
                problems(["run.token-file": [path], "run.enabled": ["true"]], SettingsTests.enough)
                    == ["--run.token-file \(names)"])
        }
    }

    @Test(arguments: [
        ("a: [\n", "is no valid YAML: "), ("- a\n", ": the file must be a mapping of settings to values."),
        ("databases: {name: a}\n", ":1: databases must be a list with one entry or more."),
        ("databases: [a]\n", ":1: each of databases must be a mapping with name, url and scripts."),
    ])
    func `a file that is not understood is not said to lack anything`(text: String, problem: String) throws {
        let file = try TemporaryFile(text)
        let found = problems(["config.file": [file.path], "run.enabled": ["true"]])
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains(problem) == true, "\(found)")
    }

    @Test func `the variable that names the configuration is one like all others`() throws {
        let file = try TemporaryFile("target: heads\n")
        let name = try TemporaryFile(file.path + "\n")
        for environment in [
            ["MIGRATION_EXPORTER_CONFIG_FILE": file.path],
            ["MIGRATION_EXPORTER_CONFIG_FILE": "", "MIGRATION_EXPORTER_CONFIG_FILE_FILE": name.path],
        ] {
            let settings = try Settings(flags: [:], environment: environment.merging(SettingsTests.enough) { $1 })
            #expect(settings.databases[0].target == "heads")
        }
        let empty = ["MIGRATION_EXPORTER_CONFIG_FILE": ""].merging(SettingsTests.enough) { $1 }
        #expect(try Settings(flags: [:], environment: empty).databases[0].target == "head")
    }

    @Test func `a byte order mark is no part of what stands in a file`() throws {
        let file = try TemporaryFile("\u{FEFF}sqlite:///app.db\r\n")
        let environment = ["MIGRATION_EXPORTER_SCRIPTS": "m", "DATABASE_URL_FILE": file.path]
        let settings = try Settings(flags: [:], environment: environment)
        #expect(settings.databases[0].address.masked == "sqlite:///app.db")
    }

    @Test func `a token that is too short is named with its line`() throws {
        let file = try TemporaryFile("\n0123456789abcdef\ndeploy short\nshorter\n")
        let cure = "is shorter than 16 characters. Make one with `openssl rand -hex 32`."
        let environment = SettingsTests.enough.merging(["MIGRATION_EXPORTER_RUN_TOKEN": "x"]) { $1 }
        #expect(
            problems(["run.token-file": [file.path], "run.enabled": ["true"]], environment) == [
                "The token in MIGRATION_EXPORTER_RUN_TOKEN \(cure)", "\(file.path):3: the token of deploy \(cure)",
                "\(file.path):4: the token \(cure)",
            ])
    }
}
