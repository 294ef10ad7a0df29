// swift-tools-version: 6.2

import PackageDescription

/// One set of rules for every target of ours. Dependencies keep their own.
let rules: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .treatAllWarnings(as: .error),
]

/// For the targets that hold C's pointers: every unsafe expression is marked.
let rulesForC = rules + [.strictMemorySafety()]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdHTTP2 = Target.Dependency.product(name: "HummingbirdHTTP2", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "migration-exporter",
    products: [.executable(name: "migration-exporter", targets: ["migration-exporter"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // The domain: pure values.
        .target(name: "MigrationModel", dependencies: [collections], swiftSettings: rules),
        .target(name: "PythonSource", swiftSettings: rules),
        .target(name: "DatabaseAddress", swiftSettings: rules),

        // What is read: scripts and databases.
        .target(
            name: "AlembicScripts", dependencies: ["MigrationModel", "PythonSource", systemPackage],
            swiftSettings: rules),
        .target(
            name: "Inspector", dependencies: ["MigrationModel", logging, serviceLifecycle],
            swiftSettings: rules),
        .target(name: "CLibPQ", linkerSettings: [.linkedLibrary("dl")]),
        .target(
            name: "PostgresSession", dependencies: ["CLibPQ", "DatabaseAddress", "Inspector", "MigrationModel"],
            swiftSettings: rulesForC),
        .target(
            name: "PostgresReader",
            dependencies: ["DatabaseAddress", "Inspector", "MigrationModel", "PostgresSession"],
            swiftSettings: rules),
        .target(
            name: "SQLiteReader",
            dependencies: ["DatabaseAddress", "Inspector", "MigrationModel", grdb, grdbSQLite],
            swiftSettings: rules),

        // What writes: only this may start a process or change anything.
        .systemLibrary(name: "CProcess"),
        .target(
            name: "MigrationRunner",
            dependencies: [
                "CProcess", "DatabaseAddress", "Inspector", "MigrationModel", "PostgresSession", grdb, logging,
                subprocess, systemPackage,
            ],
            swiftSettings: rules),

        // What is answered: bytes and routes.
        .target(name: "Exposition", dependencies: ["Inspector", "MigrationModel"], swiftSettings: rules),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: rulesForC),
        .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        .target(name: "Bcrypt", dependencies: ["CCrypt"], swiftSettings: rulesForC),
        .target(
            name: "HTTPService",
            dependencies: [
                "Bcrypt", "Exposition", "Gzip", "Inspector", "MigrationModel", hummingbird, hummingbirdHTTP2, logging,
            ],
            swiftSettings: rules),

        // The program.
        .target(name: "Settings", dependencies: ["DatabaseAddress", yams], swiftSettings: rules),
        .target(name: "SnapshotFile", dependencies: ["Exposition", "MigrationModel"], swiftSettings: rules),
        .target(name: "Demo", dependencies: [grdb, serviceLifecycle], swiftSettings: rules),
        .executableTarget(
            name: "migration-exporter",
            dependencies: [
                "AlembicScripts", "CProcess", "DatabaseAddress", "Demo", "Exposition", "HTTPService", "Inspector",
                "MigrationModel", "MigrationRunner", "PostgresReader", "SQLiteReader", "Settings", "SnapshotFile",
                argumentParser, logging, serviceLifecycle, systemPackage, unixSignals,
            ],
            swiftSettings: rules),

        // The tests.
        .target(
            name: "TestSupport",
            dependencies: [
                "Inspector", "MigrationModel", subprocess, systemPackage,
            ],
            swiftSettings: rules),
        .testTarget(
            name: "MigrationModelTests", dependencies: ["MigrationModel", "TestSupport"], swiftSettings: rules),
        .testTarget(
            name: "InspectorTests", dependencies: ["Inspector", "MigrationModel", "TestSupport", logging],
            swiftSettings: rules),
        .testTarget(
            name: "ExpositionTests", dependencies: ["Exposition", "Inspector", "MigrationModel", "TestSupport"],
            swiftSettings: rules),
        .testTarget(name: "GzipTests", dependencies: ["Gzip", "TestSupport"], swiftSettings: rules),
        .testTarget(name: "BcryptTests", dependencies: ["Bcrypt"], swiftSettings: rules),
        .testTarget(
            name: "HTTPServiceTests",
            dependencies: [
                "Bcrypt", "Exposition", "HTTPService", "Inspector", "MigrationModel", "TestSupport", hummingbird,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: rules),
        .testTarget(
            name: "SnapshotFileTests", dependencies: ["MigrationModel", "SnapshotFile", "TestSupport"],
            swiftSettings: rules),
        .testTarget(name: "SettingsTests", dependencies: ["DatabaseAddress", "Settings"], swiftSettings: rules),
        .testTarget(name: "DatabaseAddressTests", dependencies: ["DatabaseAddress"], swiftSettings: rules),
        .testTarget(
            name: "PostgresReaderTests",
            dependencies: [
                "DatabaseAddress", "Inspector", "MigrationModel", "PostgresReader", "PostgresSession", "TestSupport",
            ],
            swiftSettings: rules),
        .testTarget(
            name: "MigrationRunnerTests",
            dependencies: [
                "DatabaseAddress", "Inspector", "MigrationModel", "MigrationRunner", "TestSupport", systemPackage,
            ],
            swiftSettings: rules),
        .testTarget(
            name: "SQLiteReaderTests",
            dependencies: ["DatabaseAddress", "Inspector", "MigrationModel", "SQLiteReader", "TestSupport", grdb],
            swiftSettings: rules),
        .testTarget(
            name: "PythonSourceTests", dependencies: ["PythonSource", "TestSupport", systemPackage],
            exclude: ["Oracle"], swiftSettings: rules),
        .testTarget(
            name: "AlembicScriptsTests",
            dependencies: ["AlembicScripts", "MigrationModel", "PythonSource", "TestSupport", systemPackage],
            exclude: ["Oracle"], swiftSettings: rules),
        .testTarget(
            name: "MonitoringTests",
            dependencies: [
                "Exposition", "MigrationModel", "TestSupport", "migration-exporter", hummingbird, logging,
                serviceLifecycle, systemPackage, yams,
            ],
            swiftSettings: rules),
        .testTarget(
            name: "ProductTests",
            dependencies: [
                "Exposition", "MigrationModel", "TestSupport", "migration-exporter", argumentParser, systemPackage,
            ],
            exclude: ["Expected", "Oracle", "Preloaded"], swiftSettings: rules),
    ],
    swiftLanguageModes: [.v6]
)

// What the benchmarks hold us against. Nobody else needs it built.
if Context.environment["MIGRATION_EXPORTER_BENCHMARKS"] != nil {
    package.targets += [
        .executableTarget(
            name: "bare-route", dependencies: [hummingbird, logging], path: "Benchmarks/BareRoute",
            swiftSettings: rules),
        .executableTarget(
            name: "graph-queries", dependencies: ["MigrationModel"], path: "Benchmarks/GraphQueries",
            swiftSettings: rules),
        .executableTarget(
            name: "script-reading", dependencies: ["AlembicScripts", "MigrationModel", systemPackage],
            path: "Benchmarks/ScriptReading", swiftSettings: rules),
    ]
}
