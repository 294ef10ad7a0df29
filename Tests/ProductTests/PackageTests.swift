import Foundation
import SystemPackage
import TestSupport
import Testing

/// The Debian package, built of the program that the tests run.
@Suite("The Debian package", .timeLimit(.minutes(2)))
struct PackageTests {
    private func build(into directory: TemporaryDirectory) async throws -> String {
        let script = Alembic.packageRoot.appending("deploy/debian/build.sh").string
        // The debug program needs Swift's runtime, which is in no package; and nobody waits for its compression.
        _ = try await says(
            "SHLIBDEPS_FLAGS=--ignore-missing-info DPKG_DEB_COMPRESSOR_TYPE=none \"$1\" \"$2\" \"$3\"",
            script, try Exporter.path, directory.path)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        return directory.file(try #require(names.first { $0.hasSuffix(".deb") }))
    }

    @Test func `has the program, its page, its completions, its unit, and what it needs`() async throws {
        let directory = try TemporaryDirectory()
        let package = try await build(into: directory)
        let control = try await says("dpkg-deb --field \"$1\"", package)
        #expect(control.contains("Package: migration-exporter\n"))
        for library in ["libpq5", "libsqlite3-0 (>= ", "zlib1g (>= ", "libc6 (>= "] {
            #expect(control.contains(library), "\(library)")
        }
        #expect(try await says("dpkg-deb --info \"$1\" conffiles", package).contains("/etc/default/migration-exporter"))

        let root = directory.file("root")
        _ = try await says("dpkg-deb --extract \"$1\" \"$2\"", package, root)
        #expect(
            try await says("\"$1/usr/bin/migration-exporter\" --version", root).hasPrefix("migration-exporter "))
        let share = "\(root)/usr/share"
        for file in [
            "\(root)/lib/systemd/system/migration-exporter.service",
            "\(share)/migration-exporter/alerts/migration-exporter.rules.yml",
            "\(share)/migration-exporter/dashboards/fleet.json",
        ] {
            #expect(FileManager.default.fileExists(atPath: file), "\(file)")
        }
        let copyright = try String(contentsOfFile: "\(share)/doc/migration-exporter/copyright", encoding: .utf8)
        for work in try FileManager.default.contentsOfDirectory(
            atPath: Alembic.packageRoot.appending(".build/checkouts").string)
        {
            #expect(copyright.contains("---- \(work)/LICENSE"), "\(work)")
        }
        try await checkManual("\(share)/man/man1/migration-exporter.1.gz")
        try await checkCompletions(share)
    }

    /// No warning of the formatter, and every command and flag of ours.
    private func checkManual(_ path: String) async throws {
        let man = "LC_ALL=C.UTF-8 MANWIDTH=2000 man"
        #expect(try await says("\(man) --warnings -l \"$1\" >/dev/null", path) == "")
        let page = try await says("\(man) -l \"$1\"", path)
        let help = try await Exporter.run(["--help"]).output
        let commands = help.matches(of: /(?m)^  ([a-z]+) {2,}/).map { $0.1 }
        #expect(commands.count >= 9)
        for command in commands {
            #expect(page.contains(command == "config" ? "   config check\n" : "   \(command)"), "\(command)")
        }
        let serve = try await Exporter.run(["serve", "--help"]).output
        for flag in serve.matches(of: /(?m)^  (--[a-z][a-z.-]+)/).map({ $0.1 }) {
            #expect(page.contains("       \(flag)"), "\(flag)")
        }
    }

    private func checkCompletions(_ share: String) async throws {
        let bash = """
            source "$1/bash-completion/completions/migration-exporter"
            COMP_WORDS=(migration-exporter serve --web.tel) COMP_CWORD=2
            COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE}
            function=$(complete -p migration-exporter)
            function=${function#*-F }
            ${function% *} migration-exporter --web.tel serve
            echo "${COMPREPLY[@]}"
            """
        #expect(try await says("bash -c \"$1\" bash \"$2\"", bash, share) == "--web.telemetry-path")
        let level = bash.replacing("serve --web.tel)", with: "serve --log.level w)").replacing(
            "COMP_CWORD=2", with: "COMP_CWORD=3"
        )
        .replacing("--web.tel serve", with: "w --log.level")
        #expect(try await says("bash -c \"$1\" bash \"$2\"", level, share) == "warning")
        let path = FilePath(try Exporter.path).removingLastComponent().string
        let fish = """
            source $argv[1]/fish/vendor_completions.d/migration-exporter.fish
            complete -C 'migration-exporter val'
            """
        let home = try TemporaryDirectory()
        #expect(
            try await says("HOME=\"$1\" PATH=\"$2:$PATH\" fish -c \"$3\" \"$4\"", home.path, path, fish, share)
                .hasPrefix("validate\t"))
        #expect(try await says("zsh -n \"$1/zsh/vendor-completions/_migration-exporter\"", share) == "")
    }
}
