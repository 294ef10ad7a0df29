/// What the operating system says of this process at one moment, under the names that every exporter uses.
///
/// What it does not say is `nil` and no metric: a process without a free descriptor cannot look at its own.
package struct ProcessFigures: Sendable {
    package let cpuSeconds: Double
    package let residentBytes: Double?
    package let virtualBytes: Double?
    package let openFileDescriptors: Double?
    package let maximumFileDescriptors: Double
    package let startTimeSeconds: Double?

    package init(
        cpuSeconds: Double, residentBytes: Double?, virtualBytes: Double?, openFileDescriptors: Double?,
        maximumFileDescriptors: Double, startTimeSeconds: Double?
    ) {
        self.cpuSeconds = cpuSeconds
        self.residentBytes = residentBytes
        self.virtualBytes = virtualBytes
        self.openFileDescriptors = openFileDescriptors
        self.maximumFileDescriptors = maximumFileDescriptors
        self.startTimeSeconds = startTimeSeconds
    }

    struct Family {
        let name: String
        let kind: Metric.Kind
        let unit: String?
        let help: String
        let value: Double?
    }

    var families: [Family] {
        [
            Family(
                name: "process_cpu_seconds_total", kind: .counter, unit: "seconds",
                help: "User and system CPU time spent.", value: cpuSeconds),
            Family(
                name: "process_open_fds", kind: .gauge, unit: nil, help: "Open file descriptors.",
                value: openFileDescriptors),
            Family(
                name: "process_max_fds", kind: .gauge, unit: nil, help: "Limit of open file descriptors.",
                value: maximumFileDescriptors),
            Family(
                name: "process_virtual_memory_bytes", kind: .gauge, unit: "bytes", help: "Virtual memory.",
                value: virtualBytes),
            Family(
                name: "process_resident_memory_bytes", kind: .gauge, unit: "bytes", help: "Resident memory.",
                value: residentBytes),
            Family(
                name: "process_start_time_seconds", kind: .gauge, unit: "seconds",
                help: "When the process started, since 1970.", value: startTimeSeconds),
        ]
    }
}
